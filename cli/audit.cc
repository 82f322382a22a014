// heliograph audit: search, export and verify the audit log.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/audit_heads_file.h"
#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/json_output.h"
#include "cli/server_option.h"
#include "command_line/exit_code.h"
#include "crypto/base64.h"
#include "domain/audit_log.h"
#include "http/admin/audit_log.h"
#include "http/json.h"

namespace heliograph::cli {
namespace {

struct AuditOptions {
  std::filesystem::path file;
  std::string device;
  std::string session;
  std::string api_key;
  std::string action;
  std::string outcome;
  int limit = 100;
  std::filesystem::path heads_file;
};

template <class IdType>
std::optional<IdType> idOf(const std::string& text, const char* option) {
  if (text.empty()) return std::nullopt;
  const auto id = IdType::parse(text);
  if (!id) throw CommandFailure(ExitCode::kUsage, fmt::format("{}: {} is no id", option, text));
  return id;
}

domain::AuditQuery queryOf(const AuditOptions& options) {
  domain::AuditQuery query;
  query.device = idOf<DeviceId>(options.device, "--device");
  query.api_key = idOf<domain::ApiKeyId>(options.api_key, "--key");
  if (!options.session.empty()) {
    query.session = parseUuid(options.session);
    if (!query.session) throw CommandFailure(ExitCode::kUsage, "--session: " + options.session + " is no id");
  }
  if (!options.action.empty()) {
    query.action = domain::auditActionFromName(options.action);
    if (!query.action) throw CommandFailure(ExitCode::kUsage, "--action: " + options.action + " is no action");
  }
  if (!options.outcome.empty()) {
    query.outcome = domain::auditOutcomeFromName(options.outcome);
    if (!query.outcome) throw CommandFailure(ExitCode::kUsage, "--outcome: " + options.outcome + " is no outcome");
  }
  return query;
}

// One event a line, the newest first.
void search(const AuditOptions& options) {
  Desk desk(options.file);
  domain::AuditQuery query = queryOf(options);
  query.limit = options.limit;
  for (const domain::StoredAuditEvent& event : desk.domain().audit_log.search(query).events) {
    fmt::print("{}\n", http::renderAuditEvent(event));
  }
}

// Every event, one a line, the oldest first.
void exportAll(const AuditOptions& options) {
  Desk desk(options.file);
  domain::AuditSequence after = 0;
  while (true) {
    const auto events = desk.store().settledAuditEvents(after, domain::kMaxAuditPage);
    if (events.empty()) return;
    for (const domain::StoredAuditEvent& event : events) fmt::print("{}\n", http::renderAuditEvent(event));
    after = events.back().sequence;
  }
}

// What has not been sealed yet is sealed first, so that the newest head covers the events until now.
void showHeads(const AuditOptions& options) {
  Desk desk(options.file);
  const auto audit_key = domain::auditKeyOf(desk.installation().channel_key);
  while (domain::sealAuditBatch(desk.store(), audit_key, desk.now()) > 0) {
  }
  domain::AuditLog& log = desk.domain().audit_log;
  Json json{{"heads", Json::array()}, {"public_key", crypto::toBase64(log.publicKey().point())}};
  std::uint64_t after = 0;
  for (auto heads = log.heads(after); !heads.empty(); heads = log.heads(after)) {
    for (const domain::AuditHead& head : heads) json["heads"].push_back(Json::parse(http::toJson(head).text()));
    after = heads.back().number;
  }
  fmt::print("{}\n", json.dump());
}

void verify(const AuditOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  const std::vector<domain::AuditHead> kept =
      options.heads_file.empty() ? std::vector<domain::AuditHead>{} : readAuditHeads(options.heads_file);
  const domain::AuditLog& log = desk.domain().audit_log;
  const auto verified = domain::verifyAudit(desk.store(), log.publicKey(), kept);
  if (!verified) throw CommandFailure(ExitCode::kNo, domain::sentenceOf(verified.error()));
  if (global.json) {
    fmt::print(
        "{}\n",
        Json{
            {"valid", true}, {"heads", verified->heads}, {"events", verified->events}, {"unsealed", verified->unsealed}}
            .dump());
    return;
  }
  fmt::print("the audit log is whole: {} events under {} heads, {} newer ones not sealed yet\n", verified->events,
             verified->heads, verified->unsealed);
}

}  // namespace

void addAuditCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<AuditOptions>();
  CLI::App* audit = root.add_subcommand("audit", "The audit log: who did what, and proof that nobody changed it since");
  audit->require_subcommand(1);

  CLI::App* search_command = audit->add_subcommand("search", "Print events as JSON lines, the newest first");
  search_command->add_option("--device", options->device, "Of this device");
  search_command->add_option("--session", options->session, "Of this session or enrolment");
  search_command->add_option("--key", options->api_key, "By this API key");
  search_command->add_option("--action", options->action, "Such as OFFLINE_AUTHENTICATION_ATTEMPTED");
  search_command->add_option("--outcome", options->outcome, "SUCCESS, FAILURE or REFUSED");
  search_command->add_option("--limit", options->limit, "At most so many")
      ->check(CLI::Range(1, domain::kMaxAuditPage))
      ->capture_default_str();
  search_command->callback([options] { search(*options); });

  CLI::App* export_command = audit->add_subcommand("export", "Print every event as JSON lines, the oldest first");
  export_command->callback([options] { exportAll(*options); });

  CLI::App* heads_command = audit->add_subcommand("heads", "Seal what is new and print the signed heads: keep them");
  heads_command->callback([options] { showHeads(*options); });

  CLI::App* verify_command = audit->add_subcommand("verify", "Check that no event was removed, changed or reordered");
  verify_command->add_option("--heads", options->heads_file, "Heads that were kept elsewhere (`audit heads`)");
  verify_command->callback([options, &global] { verify(*options, global); });

  for (CLI::App* command : {search_command, export_command, heads_command, verify_command}) {
    addServerFileOption(*command, options->file);
  }
}

}  // namespace heliograph::cli
