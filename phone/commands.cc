#include "phone/commands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command_line/exit_code.h"
#include "command_line/json.h"
#include "command_line/text_file.h"
#include "crypto/system_random.h"
#include "phone/qr_image.h"
#include "phone/secret_prompt.h"
#include "sdk/controller.h"
#include "sdk/linux/file_key_store.h"
#include "sdk/linux/http_transport.h"

namespace heliograph::phone {
namespace {

using cli::CommandFailure;
using cli::ExitCode;
using cli::GlobalOptions;
using cli::Json;
using cli::readTextFile;

constexpr const char* kConfigurationFile = "config.json";

struct PhoneOptions {
  std::filesystem::path folder;
  std::filesystem::path configuration;
  std::filesystem::path certificate_authorities;
  std::string method = "DEVICE_PIN";
  std::string authorising_method = "DEVICE_PIN";
  std::string verification_data;
  std::filesystem::path image;
  bool is_rejected = false;
  bool local_only = false;
};

std::string attemptsLeft(const sdk::Error& error) {
  if (!error.remaining_attempts) return "";
  if (*error.remaining_attempts == 1) return " (1 attempt left: the next wrong PIN locks the device)";
  return fmt::format(" ({} attempts left)", *error.remaining_attempts);
}

[[noreturn]] void fail(const sdk::Error& error) {
  const bool is_unavailable =
      error.code == sdk::ErrorCode::kNetworkUnavailable || error.code == sdk::ErrorCode::kTryLater;
  throw CommandFailure(is_unavailable ? ExitCode::kUnavailable : ExitCode::kNo,
                       fmt::format("{} {}: {}{}", error.number(), error.name(), error.detail, attemptsLeft(error)));
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

std::vector<std::string> namesOf(protocol::AuthMethodSet methods) {
  std::vector<std::string> names;
  for (const protocol::AuthMethod method : protocol::kAllAuthMethods) {
    if (methods.contains(method)) names.emplace_back(protocol::apiName(method));
  }
  return names;
}

Json toJson(const std::optional<std::string>& text) { return text ? Json(*text) : Json(nullptr); }

void authenticate(const PhoneOptions& options, const GlobalOptions& global) {
  const protocol::AuthMethod method = parseMethod(options.method);
  Phone phone(options, false);
  const auto started = valueOf(phone.controller().startAuthentication());
  const std::string methods = fmt::format("{}", fmt::join(namesOf(started.auth_methods), " "));
  // What is agreed to before the PIN: the user answers for what they have seen.
  if (!global.json) {
    for (const auto& text : {started.context_title, started.context}) fmt::print("{}", text ? *text + "\n" : "");
    fmt::print("{}\n", methods);
    std::fflush(stdout);
  }
  Json json{{"context_title", toJson(started.context_title)},
            {"context", toJson(started.context)},
            {"auth_methods", namesOf(started.auth_methods)}};
  if (options.is_rejected) {
    valueOf(phone.controller().cancelSession());
    json["status"] = "CANCELLED";
    return print(json, "rejected", global);
  }
  if (!started.auth_methods.contains(method)) {
    throw CommandFailure(ExitCode::kNo, fmt::format("{}: may not answer, but {}", options.method, methods));
  }
  valueOf(phone.controller().finishAuthentication(promptFor(method)));
  json["auth_method"] = options.method;
  json["status"] = "COMPLETED";
  print(json, fmt::format("authenticated with {}", options.method), global);
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
  std::vector<std::string> methods;
  if (phone.controller().isActivated()) methods = namesOf(valueOf(phone.controller().activatedAuthMethods()));
  const std::string text = methods.empty() ? "not activated" : fmt::format("activated {}", fmt::join(methods, " "));
  print({{"is_activated", !methods.empty()}, {"auth_methods", methods}}, text, global);
}

void deactivate(const PhoneOptions& options, const GlobalOptions& global) {
  Phone phone(options, options.local_only);
  valueOf(phone.controller().deactivate(options.local_only));
  print({{"deactivated", true}}, "deactivated", global);
}

void deactivateMethod(const PhoneOptions& options, const GlobalOptions& global) {
  const protocol::AuthMethod method = parseMethod(options.method);
  Phone phone(options, options.local_only);
  valueOf(phone.controller().deactivateAuthMethod(method, options.local_only));
  print({{"deactivated", options.method}}, fmt::format("deactivated {}", options.method), global);
}

using Options = std::shared_ptr<PhoneOptions>;

void addFolderOption(CLI::App& command, const Options& options) {
  command.add_option("--folder", options->folder, "Where the phone keeps its state")->required();
}

void addOnlineOptions(CLI::App& command, const Options& options) {
  addFolderOption(command, options);
  command.add_option("--cacert", options->certificate_authorities, "PEM file of certificate authorities to trust");
}

void addActivationCommands(CLI::App& root, const Options& options, const GlobalOptions& global) {
  CLI::App* enrol_command = root.add_subcommand("enrol", "Enrol with an activation code and a first method");
  enrol_command
      ->add_option("--phone-config", options->configuration, "What `heliograph app show` prints as phone, in a file")
      ->required();
  enrol_command->add_option("--method", options->method, "The first method")->capture_default_str();
  addOnlineOptions(*enrol_command, options);
  enrol_command->callback([options, &global] { enrol(*options, global); });

  CLI::App* activate_command = root.add_subcommand("activate", "Add a method, or change its PIN");
  activate_command->add_option("method", options->method, "The method to add")->required();
  activate_command->add_option("--authorise-with", options->authorising_method, "An activated two-factor method")
      ->capture_default_str();
  addOnlineOptions(*activate_command, options);
  activate_command->callback([options, &global] { activate(*options, global); });
}

void addAuthenticationCommands(CLI::App& root, const Options& options, const GlobalOptions& global) {
  CLI::App* authenticate_command =
      root.add_subcommand("authenticate", "Show what a service provider has begun, and agree to it");
  auto* method =
      authenticate_command->add_option("--method", options->method, "The method to answer with")->capture_default_str();
  authenticate_command->add_flag("--reject", options->is_rejected, "Refuse it instead")->excludes(method);
  addOnlineOptions(*authenticate_command, options);
  authenticate_command->callback([options, &global] { authenticate(*options, global); });

  CLI::App* offline_command = root.add_subcommand("offline", "Make a one-time password; opens no socket");
  auto* digits = offline_command->add_option("verification-data", options->verification_data,
                                             "The digits; without them and --image, a line of standard input");
  offline_command->add_option("--image", options->image, "A PNG image that shows the QR code")->excludes(digits);
  addFolderOption(*offline_command, options);
  offline_command->callback([options, &global] { authenticateOffline(*options, global); });
}

void addStateCommands(CLI::App& root, const Options& options, const GlobalOptions& global) {
  CLI::App* status_command = root.add_subcommand("status", "Show what is activated; opens no socket");
  addFolderOption(*status_command, options);
  status_command->callback([options, &global] { showStatus(*options, global); });

  constexpr const char* kLocalOnly = "Do not tell the server";
  CLI::App* deactivate_command = root.add_subcommand("deactivate", "Remove all keys, here and on the server");
  deactivate_command->add_flag("--local-only", options->local_only, kLocalOnly);
  addOnlineOptions(*deactivate_command, options);
  deactivate_command->callback([options, &global] { deactivate(*options, global); });

  CLI::App* method_command = root.add_subcommand("deactivate-method", "Remove a method, here and on the server");
  method_command->add_option("method", options->method, "The method to remove")->required();
  method_command->add_flag("--local-only", options->local_only, kLocalOnly);
  addOnlineOptions(*method_command, options);
  method_command->callback([options, &global] { deactivateMethod(*options, global); });
}

}  // namespace

void addCommands(CLI::App& root, const GlobalOptions& global) {
  const auto options = std::make_shared<PhoneOptions>();
  addActivationCommands(root, options, global);
  addAuthenticationCommands(root, options, global);
  addStateCommands(root, options, global);
}

}  // namespace heliograph::phone
