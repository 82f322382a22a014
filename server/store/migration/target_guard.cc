#include "store/migration/target_guard.h"

#include <string>

#include "store/migration/patience.h"
#include "store/postgres/single_value.h"

namespace heliograph::store {
namespace {

constexpr const char* kIsGuarded = R"sql(
  SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE p.proname = 'refuse_while_moving' AND n.nspname = current_schema()
)sql";

// 55000: not in the state for it. To a server that means "unavailable" (postgres_failure.h).
constexpr const char* kMakeFunction = R"sql(
  CREATE FUNCTION refuse_while_moving() RETURNS trigger LANGUAGE plpgsql AS $function$
  BEGIN
    IF current_setting('heliograph.moving', true) IS DISTINCT FROM 'on' THEN
      RAISE EXCEPTION 'an installation is on its way into this database' USING ERRCODE = '55000';
    END IF;
    RETURN NULL;
  END
  $function$;
)sql";
// With the triggers that call it.
constexpr const char* kDropFunction = "DROP FUNCTION refuse_while_moving() CASCADE";

}  // namespace

bool isGuarded(Link& link) { return singleValueOf<int>(link.query(kIsGuarded, patience())) > 0; }

// A script is one transaction.
void putGuard(Link& link, std::span<const TableShape> tables) {
  std::string script = kMakeFunction;
  for (const TableShape& table : tables) {
    script += "CREATE TRIGGER refuse_while_moving BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON " +
              quoted(table.name) + " FOR EACH STATEMENT EXECUTE FUNCTION refuse_while_moving();";
  }
  link.script(script.c_str(), patience());
}

void liftGuard(Link& link) { link.script(kDropFunction, patience()); }

}  // namespace heliograph::store
