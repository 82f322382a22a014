// heliograph phone: a real phone at the command line, on the SDK, its state in a folder.
//
// Activation codes and PINs are prompted for, or read from standard input a line each: never taken as arguments.
// `offline` has no transport at all, so it can open no socket.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/json_output.h"
#include "cli/qr_image.h"
#include "cli/secret_prompt.h"
#include "cli/text_file.h"
#include "crypto/system_random.h"
#include "sdk/controller.h"
#include "sdk/linux/file_key_store.h"
#include "sdk/linux/http_transport.h"

namespace heliograph::cli {
namespace {

constexpr const char* kConfigurationFile = "config.json";

struct PhoneOptions {
  std::filesystem::path folder;
  std::filesystem::path configuration;
  std::filesystem::path certificate_authorities;
  std::string method = "DEVICE_PIN";
  std::string authorising_method = "DEVICE_PIN";
  std::string verification_data;
  std::filesystem::path image;
  bool local_only = false;
};

[[noreturn]] void fail(const sdk::Error& error) {
  const bool is_unavailable =
      error.code == sdk::ErrorCode::kNetworkUnavailable || error.code == sdk::ErrorCode::kTryLater;
  const std::string attempts =
      error.remaining_attempts ? fmt::format(" ({} attempts left)", *error.remaining_attempts) : "";
  throw CommandFailure(is_unavailable ? ExitCode::kUnavailable : ExitCode::kNo,
                       fmt::format("{} {}: {}{}", error.number(), error.name(), error.detail, attempts));
}

template <class Value>
Value valueOf(sdk::Outcome<Value> outcome) {
  if (!outcome) fail(outcome.error());
  if constexpr (!std::is_void_v<Value>) return std::move(*outcome);
}

protocol::AuthMethod parseMethod(const std::string& name) {
  const auto method = protocol::authMethodFromApiName(name);
  if (!method) throw CommandFailure(ExitCode::kUsage, name + ": is no authentication method");
  return *method;
}

sdk::AuthParameter promptFor(protocol::AuthMethod method) {
  if (!protocol::usesPin(method)) return sdk::AuthParameter::withoutPin(method);
  const SecretBytes pin = promptForSecret(fmt::format("PIN for {}", protocol::apiName(method)));
  return sdk::AuthParameter::withPin(method, textOf(pin.expose()));
}

// The phone in its folder. Without a transport where `is_offline`.
class Phone {
 public:
  Phone(const PhoneOptions& options, bool is_offline) : key_store_(options.folder, random_) {
    if (!is_offline) {
      transport_ = std::make_unique<sdk::HttpTransport>(
          options.certificate_authorities.empty() ? std::nullopt : std::optional(options.certificate_authorities));
    }
    controller_ = std::make_unique<sdk::Controller>(key_store_, transport_.get(), random_, clock_);
    if (!is_offline) valueOf(controller_->loadConfig(readTextFile(options.folder / kConfigurationFile)));
  }
  [[nodiscard]] sdk::Controller& controller() { return *controller_; }

 private:
  crypto::SystemRandom random_;
  SystemClock clock_;
  sdk::FileKeyStore key_store_;
  std::unique_ptr<sdk::HttpTransport> transport_;
  std::unique_ptr<sdk::Controller> controller_;
};

void print(const Json& json, const std::string& text, const GlobalOptions& global) {
  fmt::print("{}\n", global.json ? json.dump() : text);
}

void enrol(const PhoneOptions& options, const GlobalOptions& global) {
  const protocol::AuthMethod method = parseMethod(options.method);
  std::filesystem::create_directories(options.folder);
  std::filesystem::permissions(options.folder, std::filesystem::perms::owner_all);
  std::ofstream(options.folder / kConfigurationFile) << readTextFile(options.configuration);
  Phone phone(options, false);
  const SecretBytes code = promptForSecret("Activation code");
  const auto started = valueOf(phone.controller().startActivation(textOf(code.expose())));
  if (!started.auth_methods.contains(method)) {
    throw CommandFailure(ExitCode::kNo, options.method + ": the application does not allow it for an activation");
  }
  valueOf(phone.controller().finishActivation(promptFor(method)));
  print({{"activated", options.method}}, fmt::format("enrolled with {}", options.method), global);
}

void activate(const PhoneOptions& options, const GlobalOptions& global) {
  const protocol::AuthMethod method = parseMethod(options.method);
  const protocol::AuthMethod authorising_method = parseMethod(options.authorising_method);
  Phone phone(options, false);
  valueOf(phone.controller().startAddOrUpdate());
  const sdk::AuthParameter authorisation = promptFor(authorising_method);
  valueOf(phone.controller().finishAddOrUpdate(authorisation, promptFor(method)));
  print({{"activated", options.method}}, fmt::format("activated {}", options.method), global);
}

std::string readVerificationData(const PhoneOptions& options) {
  if (!options.image.empty()) {
    const auto text = readQrWithZxing(options.image);
    if (!text) throw CommandFailure(ExitCode::kUnusable, options.image.string() + ": shows no QR code");
    return *text;
  }
  if (!options.verification_data.empty()) return options.verification_data;
  const SecretBytes line = promptForSecret("Verification data");
  return std::string(textOf(line.expose()));
}

void authenticateOffline(const PhoneOptions& options, const GlobalOptions& global) {
  Phone phone(options, true);
  const auto started = valueOf(phone.controller().startOfflineAuthentication(readVerificationData(options)));
  const std::string method(protocol::apiName(started.auth_method));
  // The context before the PIN: the user signs what they have seen.
  if (!global.json) {
    fmt::print("{}\n{}\n", method, started.context);
    std::fflush(stdout);
  }
  const auto finished = valueOf(phone.controller().finishOfflineAuthentication(promptFor(started.auth_method)));
  print({{"auth_method", method}, {"context", started.context}, {"one_time_password", finished.one_time_password}},
        finished.one_time_password, global);
}

void showStatus(const PhoneOptions& options, const GlobalOptions& global) {
  Phone phone(options, true);
  Json methods = Json::array();
  if (phone.controller().isActivated()) {
    const auto activated = valueOf(phone.controller().activatedAuthMethods());
    for (const protocol::AuthMethod method : protocol::kAllAuthMethods) {
      if (activated.contains(method)) methods.push_back(protocol::apiName(method));
    }
  }
  std::string text = methods.empty() ? "not activated" : "activated";
  for (const Json& method : methods) text += " " + method.get<std::string>();
  print({{"is_activated", !methods.empty()}, {"auth_methods", methods}}, text, global);
}

void deactivate(const PhoneOptions& options, const GlobalOptions& global) {
  Phone phone(options, options.local_only);
  valueOf(phone.controller().deactivate(options.local_only));
  print({{"deactivated", true}}, "deactivated", global);
}

}  // namespace

void addPhoneCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<PhoneOptions>();
  CLI::App* phone = root.add_subcommand("phone",
                                        "A phone at the command line; secrets are prompted for or read from "
                                        "standard input, a line each");
  phone->require_subcommand(1);

  CLI::App* enrol_command = phone->add_subcommand("enrol", "Enrol with an activation code and a first method");
  enrol_command->add_option("--phone-config", options->configuration, "What `app show` prints as phone, in a file")
      ->required();
  enrol_command->add_option("--method", options->method, "The first method")->capture_default_str();
  enrol_command->callback([options, &global] { enrol(*options, global); });

  CLI::App* activate_command = phone->add_subcommand("activate", "Add a method, or change its PIN");
  activate_command->add_option("method", options->method, "The method to add")->required();
  activate_command->add_option("--authorise-with", options->authorising_method, "An activated two-factor method")
      ->capture_default_str();
  activate_command->callback([options, &global] { activate(*options, global); });

  CLI::App* offline_command = phone->add_subcommand("offline", "Make a one-time password; opens no socket");
  auto* digits = offline_command->add_option("verification-data", options->verification_data,
                                             "The digits; without them and --image, a line of standard input");
  offline_command->add_option("--image", options->image, "A PNG image that shows the QR code")->excludes(digits);
  offline_command->callback([options, &global] { authenticateOffline(*options, global); });

  CLI::App* status_command = phone->add_subcommand("status", "Show what is activated; opens no socket");
  status_command->callback([options, &global] { showStatus(*options, global); });

  CLI::App* deactivate_command = phone->add_subcommand("deactivate", "Remove all keys, here and on the server");
  deactivate_command->add_flag("--local-only", options->local_only, "Do not tell the server");
  deactivate_command->callback([options, &global] { deactivate(*options, global); });

  for (CLI::App* command : {enrol_command, activate_command, offline_command, status_command, deactivate_command}) {
    command->add_option("--folder", options->folder, "Where the phone keeps its state")->required();
  }
  for (CLI::App* command : {enrol_command, activate_command, deactivate_command}) {
    command->add_option("--cacert", options->certificate_authorities, "PEM file of certificate authorities to trust");
  }
}

}  // namespace heliograph::cli
