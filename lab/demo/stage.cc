#include "lab/demo/stage.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <signal.h>

#include <fstream>
#include <stdexcept>

namespace heliograph::lab {
namespace {

using cli::Json;

constexpr std::chrono::seconds kStartTimeout{30};

Json parseOrNull(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_discarded() ? Json() : json;
}

std::string lastLineOf(const std::filesystem::path& file) {
  std::ifstream text(file);
  std::string last;
  for (std::string line; std::getline(text, line);) last = line;
  return last;
}

std::string portOf(const std::string& url) { return url.substr(url.rfind(':') + 1); }

std::vector<std::string> withJson(const std::vector<std::string>& arguments) {
  std::vector<std::string> all{"--json"};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return all;
}

Json printedBy(const FinishedProcess& finished, const char* program, const std::vector<std::string>& arguments) {
  if (finished.exit_code != 0) {
    throw std::runtime_error(fmt::format("`{} {}` ends with {}: {}", program, fmt::join(arguments, " "),
                                         finished.exit_code, finished.standard_error));
  }
  return Json::parse(finished.standard_output);
}

}  // namespace

std::string wrongOtp(const std::string& otp) {
  std::string wrong = otp;
  wrong.front() = wrong.front() == '9' ? '0' : static_cast<char>(wrong.front() + 1);
  return wrong;
}

Stage::Stage(const std::filesystem::path& programs, std::filesystem::path folder)
    : server_program_(programs / "heliograph"),
      phone_program_(programs / "heliograph-phone"),
      folder_(std::move(folder)),
      isolates_network_(canIsolateNetwork()) {
  std::filesystem::create_directories(folder_);
  std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
  std::ofstream(configurationFile()) << "[server]\nport = 0\n";
}

Stage::~Stage() = default;

std::vector<std::string> Stage::withConfiguration(std::vector<std::string> arguments) const {
  arguments.push_back("--config");
  arguments.push_back(configurationFile().string());
  return arguments;
}

void Stage::startServer() {
  std::vector<std::string> arguments = withConfiguration({"--json", "serve"});
  if (!service_url_.empty()) {
    arguments.push_back("--port");
    arguments.push_back(portOf(service_url_));
  }
  server_ = std::make_unique<RunningProcess>(CommandLine{server_program_, arguments}, folder_ / "server.log");
  const auto line = server_->readLine(kStartTimeout);
  if (!line) throw std::runtime_error("the server does not start: " + lastLineOf(folder_ / "server.log"));
  service_url_ = Json::parse(*line).at("service_url").get<std::string>();
}

void Stage::killServer() {
  server_->signal(SIGKILL);
  server_->wait();
  server_.reset();
}

int Stage::stopServer() {
  server_->signal(SIGINT);
  const int code = server_->wait();
  server_.reset();
  return code;
}

void Stage::reloadServer() const { server_->signal(SIGHUP); }

FinishedProcess Stage::tryToRun(const std::vector<std::string>& arguments, const std::string& standard_input) const {
  return runProcess({server_program_, withJson(arguments)}, standard_input);
}

FinishedProcess Stage::tryToRunPhone(const std::vector<std::string>& arguments, const std::string& standard_input,
                                     bool without_network) const {
  return runProcess({phone_program_, withJson(arguments), without_network}, standard_input);
}

Json Stage::run(const std::vector<std::string>& arguments, const std::string& standard_input) {
  return printedBy(tryToRun(arguments, standard_input), "heliograph", arguments);
}

Json Stage::runPhone(const std::vector<std::string>& arguments, const std::string& standard_input) const {
  return printedBy(tryToRunPhone(arguments, standard_input), "heliograph-phone", arguments);
}

void Stage::createApplication(const std::vector<std::string>& properties) {
  std::vector<std::string> arguments = withConfiguration({"app", "create", "demo", "--service-url", service_url_});
  for (const std::string& property : properties) {
    arguments.push_back("--set");
    arguments.push_back(property);
  }
  const Json application = run(arguments);
  application_id_ = application.at("application_id").get<std::string>();
  std::ofstream(folder_ / "phone.json") << application.at("phone").dump();
  const Json key = run(withConfiguration({"apikey", "create"}));
  bank_ = std::make_unique<bank::ServiceProviderClient>(
      service_url_, key.at("key_id").get<std::string>(),
      SecretBytes::copyOf(bytesOf(key.at("key_secret").get<std::string>())));
}

void Stage::setProperty(const std::string& property_and_value) {
  run(withConfiguration({"app", "set", application_id_, property_and_value}));
}

StagePhone Stage::enrolPhone(const std::string& name, const std::string& pin) {
  const BankAnswer enrolment = post("/enrolments", {{"application_id", application_id_}, {"user_reference", name}});
  if (enrolment.status != 201) throw std::runtime_error("the enrolment is refused: " + enrolment.body.dump());
  StagePhone phone{folder_ / name, ""};
  runPhone({"enrol", "--folder", phone.folder.string(), "--phone-config", (folder_ / "phone.json").string()},
           enrolment.body.at("activation_code").get<std::string>() + "\n" + pin + "\n");
  const BankAnswer completed = get("/enrolments/" + enrolment.body.at("id").get<std::string>());
  phone.device_id = completed.body.at("device_id").get<std::string>();
  return phone;
}

void Stage::activate(const StagePhone& phone, const std::string& method, const std::string& pin,
                     const std::string& offline_pin) {
  runPhone({"activate", method, "--folder", phone.folder.string()},
           pin + "\n" + (offline_pin.empty() ? "" : offline_pin + "\n"));
}

FinishedProcess Stage::answerOffline(const StagePhone& phone, const std::vector<std::string>& source,
                                     const std::string& pin) const {
  std::vector<std::string> arguments{"offline", "--folder", phone.folder.string()};
  arguments.insert(arguments.end(), source.begin(), source.end());
  return tryToRunPhone(arguments, pin + "\n", isolates_network_);
}

Json Stage::oneTimePassword(const StagePhone& phone, const std::string& verification_data,
                            const std::string& pin) const {
  const FinishedProcess finished = answerOffline(phone, {verification_data}, pin);
  if (finished.exit_code != 0) throw std::runtime_error("the phone refuses: " + finished.standard_error);
  return Json::parse(finished.standard_output);
}

BankAnswer Stage::post(const std::string& path, const Json& body) const {
  const bank::HttpAnswer answer = bank_->post(path, body.dump());
  return {answer.status, parseOrNull(answer.body)};
}

BankAnswer Stage::get(const std::string& path) const {
  const bank::HttpAnswer answer = bank_->get(path);
  return {answer.status, parseOrNull(answer.body)};
}

BankAnswer Stage::begin(const StagePhone& phone, const std::string& method, const std::string& context) const {
  return post("/offline-authentications",
              {{"device_id", phone.device_id}, {"auth_method", method}, {"context", context}});
}

Json Stage::session(const StagePhone& phone, const std::string& method, const std::string& context) const {
  const BankAnswer answer = begin(phone, method, context);
  if (answer.status != 201) throw std::runtime_error("begin is refused: " + answer.body.dump());
  return answer.body;
}

BankAnswer Stage::verify(const Json& session, const std::string& otp) const {
  return post("/offline-authentications/" + session.at("id").get<std::string>() + "/verify", {{"otp", otp}});
}

std::filesystem::path Stage::fetchQrCode(const Json& session) const {
  const std::string id = session.at("id").get<std::string>();
  const bank::HttpAnswer answer = bank_->get("/offline-authentications/" + id + "/qr", "image/png");
  if (answer.status != 200) throw std::runtime_error("the server draws no QR code: " + answer.body);
  std::filesystem::path file = folder_ / (id + ".png");
  std::ofstream(file, std::ios::binary) << answer.body;
  return file;
}

Json Stage::method(const StagePhone& phone, const std::string& name) const {
  const BankAnswer device = get("/devices/" + phone.device_id);
  for (const Json& method : device.body.at("auth_methods")) {
    if (method.at("auth_method") == name) return method;
  }
  throw std::runtime_error("the device has no " + name);
}

}  // namespace heliograph::lab
