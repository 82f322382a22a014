// Stage: a server process, phones as processes of their own, and a bank that speaks REST with the server. All in one
// folder, on a loopback port. What the demonstration and the end-to-end tests play on.

#ifndef HELIOGRAPH_LAB_DEMO_STAGE_H_
#define HELIOGRAPH_LAB_DEMO_STAGE_H_

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command_line/json.h"
#include "demo_bank/service_provider_client.h"
#include "lab/process.h"

namespace heliograph::lab {

// What the bank knows of a phone, and where the phone keeps its state.
struct StagePhone {
  std::filesystem::path folder;
  std::string device_id;
};

struct BankAnswer {
  int status;      // 0: no answer came
  cli::Json body;  // null where it is no JSON
};

class Stage {
 public:
  // `programs`: where heliograph and heliograph-phone lie. `folder` is made, and must be empty or absent.
  Stage(const std::filesystem::path& programs, std::filesystem::path folder);
  ~Stage();

  // Starts a server on the port it had before, or any free one. Throws std::runtime_error where it does not come up.
  void startServer();
  // SIGKILL: no chance to finish anything.
  void killServer();
  // SIGINT; returns the exit code.
  int stopServer();
  // SIGHUP: it reads its master keys again.
  void reloadServer() const;

  // Makes the application, with an API key for the bank, by `heliograph app create` and `apikey create`.
  void createApplication(const std::vector<std::string>& properties);
  void setProperty(const std::string& property_and_value);

  // Runs `heliograph --json ARGUMENTS` and gives what it printed. Throws std::runtime_error if it fails.
  cli::Json run(const std::vector<std::string>& arguments, const std::string& standard_input = "");
  // The same without judging how it ends.
  [[nodiscard]] FinishedProcess tryToRun(const std::vector<std::string>& arguments,
                                         const std::string& standard_input = "") const;
  // The same of `heliograph-phone --json ARGUMENTS`, in a network namespace of its own if `without_network`.
  cli::Json runPhone(const std::vector<std::string>& arguments, const std::string& standard_input = "") const;
  [[nodiscard]] FinishedProcess tryToRunPhone(const std::vector<std::string>& arguments,
                                              const std::string& standard_input = "",
                                              bool without_network = false) const;

  // Enrols a new phone with DEVICE_PIN.
  StagePhone enrolPhone(const std::string& name, const std::string& pin);
  // Adds an offline method; `offline_pin` where the method takes one.
  void activate(const StagePhone& phone, const std::string& method, const std::string& pin,
                const std::string& offline_pin = "");
  // The phone's answer to verification data, made without network where the system allows it.
  [[nodiscard]] FinishedProcess answerOffline(const StagePhone& phone, const std::vector<std::string>& source,
                                              const std::string& pin) const;
  // The same where it must succeed.
  [[nodiscard]] cli::Json oneTimePassword(const StagePhone& phone, const std::string& verification_data,
                                          const std::string& pin) const;

  [[nodiscard]] BankAnswer begin(const StagePhone& phone, const std::string& method, const std::string& context) const;
  // begin() where it must succeed: the session.
  [[nodiscard]] cli::Json session(const StagePhone& phone, const std::string& method, const std::string& context) const;
  [[nodiscard]] BankAnswer verify(const cli::Json& session, const std::string& otp) const;
  [[nodiscard]] BankAnswer post(const std::string& path, const cli::Json& body) const;
  [[nodiscard]] BankAnswer get(const std::string& path) const;
  // The QR code of an open session as the server draws it; the file it was stored in.
  [[nodiscard]] std::filesystem::path fetchQrCode(const cli::Json& session) const;
  // The method's part of what the server tells about the device.
  [[nodiscard]] cli::Json method(const StagePhone& phone, const std::string& name) const;

  [[nodiscard]] bool isolatesNetwork() const { return isolates_network_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path configurationFile() const { return folder_ / "heliograph.toml"; }
  [[nodiscard]] const std::string& serviceUrl() const { return service_url_; }
  [[nodiscard]] const std::string& applicationId() const { return application_id_; }

 private:
  [[nodiscard]] std::vector<std::string> withConfiguration(std::vector<std::string> arguments) const;

  std::filesystem::path server_program_;
  std::filesystem::path phone_program_;
  std::filesystem::path folder_;
  bool isolates_network_;
  std::unique_ptr<RunningProcess> server_;
  std::string service_url_;
  std::string application_id_;
  std::unique_ptr<bank::ServiceProviderClient> bank_;
};

// Six digits that are not `otp`.
[[nodiscard]] std::string wrongOtp(const std::string& otp);

}  // namespace heliograph::lab

#endif  // HELIOGRAPH_LAB_DEMO_STAGE_H_
