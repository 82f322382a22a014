#include "domain/races.h"

#include "domain/store.h"

namespace heliograph::domain {

void throwTooManyRaces() { throw StoreOverloaded("a request lost too many races against others"); }

}  // namespace heliograph::domain
