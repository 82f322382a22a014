#include "lab/demo/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <stdexcept>
#include <thread>

#include "lab/demo/terminal_qr.h"
#include "phone/qr_image.h"

namespace heliograph::lab {
namespace {

using cli::Json;

constexpr const char* kDevicePin = "2580";
constexpr const char* kOfflinePin = "1379";
constexpr const char* kWrongPin = "9731";
constexpr int kFailuresAllowed = 3;
constexpr int kShortestLifetimeSeconds = 30;

// A scene went another way than it must.
class Surprise : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

void must(bool condition, const std::string& otherwise) {
  if (!condition) throw Surprise(otherwise);
}

class Story {
 public:
  Story(Stage& stage, Narrator& narrator) : stage_(stage), narrator_(narrator) {}

  bool play() {
    const bool is_set_up =
        scene("A server starts, and a bank gets an application and an API key", [&] { return setUp(); }) &&
        scene("A phone is enrolled and gets its methods, online", [&] { return enrol(); });
    if (!is_set_up) return false;
    scene("A payment without network", [&] { return pay(); });
    scene("The same password again", [&] { return replay(); });
    scene("A transaction that somebody changed on its way", [&] { return tamper(); });
    scene("The longest context, and one byte more", [&] { return longest(); });
    scene("A wrong PIN twice, the right one in a new session", [&] { return wrongPinTwice(); });
    scene("A session that is cancelled", [&] { return cancel(); });
    scene("Verification data for another phone", [&] { return foreignPhone(); });
    scene("The server is killed between begin and verify", [&] { return killBetween(); });
    scene("The server is killed while wrong passwords rain", [&] { return killInBurst(); });
    scene("A wrong PIN three times", [&] { return lock(); });
    scene("A hundred wrong passwords at once", [&] { return hundredAtOnce(); });
    scene("A session that waits too long", [&] { return expire(); });
    scene("Ctrl-C", [&] { return stop(); });
    return std::ranges::all_of(narrator_.verdicts(), &Verdict::is_as_it_must);
  }

 private:
  bool scene(const std::string& title, const std::function<std::string()>& play) {
    narrator_.scene(title);
    const auto start = std::chrono::steady_clock::now();
    bool is_as_it_must = true;
    std::string outcome;
    try {
      outcome = play();
    } catch (const std::exception& surprise) {
      is_as_it_must = false;
      outcome = surprise.what();
    }
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start);
    narrator_.verdict({title, is_as_it_must, outcome, took});
    return is_as_it_must;
  }

  std::string setUp() {
    stage_.startServer();
    narrator_.says("server",
                   "listens on " + stage_.serviceUrl() + ", with the embedded database in " + stage_.folder().string());
    stage_.createApplication({"ALLOWED_AUTH_METHODS=DEVICE,DEVICE:PIN,OFFLINE,OFFLINE:PIN", "OFFLINE_OTP_LENGTH=6",
                              fmt::format("OFFLINE_SESSION_LIFETIME={}", kShortestLifetimeSeconds)});
    // A new API key counts everywhere within a second.
    for (int i = 0; i < 30 && stage_.get("/devices").status == 401; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    narrator_.says("bank", "has an application that allows OFFLINE and OFFLINE:PIN with passwords of 6 digits");
    return "server and bank are ready";
  }

  std::string enrol() {
    phone_ = stage_.enrolPhone("alice", kDevicePin);
    narrator_.says("bank", "begins an enrolment and hands the activation code to its customer");
    narrator_.says("phone", "enrols with the code and activates DEVICE_PIN with a PIN of its owner's choice");
    stage_.activate(phone_, "OFFLINE_PIN", kDevicePin, kOfflinePin);
    stage_.activate(phone_, "OFFLINE_DEVICE", kDevicePin);
    narrator_.says("phone", "adds OFFLINE_PIN with a PIN of its own, and OFFLINE_DEVICE, authorised by DEVICE_PIN");
    // Left alone until the last scenes: no configuration allows a shorter life.
    expiring_session_ = stage_.session(phone_, "OFFLINE_DEVICE", "Nobody will confirm this");
    stage_.setProperty("OFFLINE_SESSION_LIFETIME=300");
    const Json method = stage_.method(phone_, "OFFLINE_PIN");
    must(method.at("remaining_attempts") == kFailuresAllowed, "OFFLINE_PIN has not all its attempts: " + method.dump());
    return "the device has OFFLINE_PIN and OFFLINE_DEVICE";
  }

  std::string pay() {
    const std::string context = "Überweisung 1.234,56 € → 山田太郎\nПлатёж № 42 🏦";
    paid_session_ = stage_.session(phone_, "OFFLINE_PIN", context);
    narrator_.says("bank", "begins an offline authentication; this is what it wants confirmed:");
    narrator_.shows(context);
    const std::string digits = paid_session_.at("verification_data").get<std::string>();
    narrator_.says("terminal", "shows a QR code:");
    narrator_.shows(drawQrCode(digits));
    const std::filesystem::path png = stage_.fetchQrCode(paid_session_);
    must(phone::readQrWithZxing(png) == digits, "ZXing reads something else");
    must(phone::readQrWithZbar(png) == digits, "ZBar reads something else");
    narrator_.says("phone", stage_.isolatesNetwork() ? "runs in a network namespace without interfaces from here on"
                                                     : "could not be put into a network namespace of its own here; it "
                                                       "opens no socket all the same");
    const FinishedProcess answer = stage_.answerOffline(phone_, {"--image", png.string()}, kOfflinePin);
    must(answer.exit_code == 0, "the phone refuses: " + answer.standard_error);
    const Json shown = Json::parse(answer.standard_output);
    must(shown.at("context") == context, "the phone shows something else");
    narrator_.says("phone", "reads the QR code with ZXing (ZBar agrees), shows the context and asks for the PIN");
    narrator_.says("user", "reads it, agrees and types the PIN");
    paid_otp_ = shown.at("one_time_password").get<std::string>();
    narrator_.says("phone", "shows the one-time password " + paid_otp_);
    const BankAnswer verdict = stage_.verify(paid_session_, paid_otp_);
    must(verdict.status == 200 && verdict.body.at("result") == "SUCCESS", verdict.body.dump());
    return "the user types " + paid_otp_ + " into the terminal: SUCCESS";
  }

  std::string replay() {
    const BankAnswer verdict = stage_.verify(paid_session_, paid_otp_);
    must(verdict.status == 409, verdict.body.dump());
    return "409 " + verdict.body.at("code").get<std::string>() + ": a right password spends its session";
  }

  std::string tamper() {
    const Json honest = stage_.session(phone_, "OFFLINE_PIN", "Pay 100.00 EUR to ACME Ltd");
    std::string altered = honest.at("verification_data").get<std::string>();
    altered[altered.size() / 2] = altered[altered.size() / 2] == '0' ? '1' : '0';
    const FinishedProcess refusal = stage_.answerOffline(phone_, {altered}, kOfflinePin);
    must(refusal.exit_code != 0, "the phone takes altered verification data");
    narrator_.says("attacker", "changes one digit of the QR code");
    narrator_.says("phone", "refuses: " + lineOf(refusal.standard_error));

    const Json forged = stage_.session(phone_, "OFFLINE_PIN", "Pay 9,100.00 EUR to Mallory");
    narrator_.says("attacker", "begins a transfer of their own and types the password made for the honest one");
    const std::string otp = otpFor(honest, kOfflinePin);
    const BankAnswer verdict = stage_.verify(forged, otp);
    must(verdict.status == 200 && verdict.body.at("result") == "FAILURE", verdict.body.dump());
    must(verdict.body.at("remaining_attempts") == kFailuresAllowed - 1, verdict.body.dump());
    const BankAnswer honest_verdict = stage_.verify(honest, otp);
    must(honest_verdict.body.at("result") == "SUCCESS", honest_verdict.body.dump());
    must(honest_verdict.body.at("remaining_attempts") == kFailuresAllowed, honest_verdict.body.dump());
    return "FAILURE for the forged transfer, SUCCESS for the one that was shown";
  }

  std::string longest() {
    const Json session = stage_.session(phone_, "OFFLINE_DEVICE", std::string(200, 'x'));
    const std::string digits = session.at("verification_data").get<std::string>();
    const std::filesystem::path png = stage_.fetchQrCode(session);
    const int version = phone::measureQrVersion(png);
    must(version <= 10, fmt::format("the QR code has version {}", version));
    must(phone::readQrWithZxing(png) == digits && phone::readQrWithZbar(png) == digits,
         "a decoder reads something else");
    const BankAnswer refusal = stage_.begin(phone_, "OFFLINE_DEVICE", std::string(201, 'x'));
    must(refusal.status == 400, refusal.body.dump());
    return fmt::format("200 bytes are a QR code of version {}; 201 bytes: 400 {}", version,
                       refusal.body.at("code").get<std::string>());
  }

  std::string wrongPinTwice() {
    for (int failures = 1; failures <= 2; ++failures) {
      const Json session = stage_.session(phone_, "OFFLINE_PIN", fmt::format("Attempt {}", failures));
      const std::string otp = otpFor(session, kWrongPin);
      narrator_.says("phone", "makes a well-formed password from a wrong PIN: " + otp);
      const BankAnswer verdict = stage_.verify(session, otp);
      must(verdict.status == 200 && verdict.body.at("result") == "FAILURE", verdict.body.dump());
      must(verdict.body.at("remaining_attempts") == kFailuresAllowed - failures, verdict.body.dump());
    }
    const Json session = stage_.session(phone_, "OFFLINE_PIN", "Attempt 3");
    must(session.at("remaining_attempts") == 1, "the count is not carried over: " + session.dump());
    const BankAnswer verdict = stage_.verify(session, otpFor(session, kOfflinePin));
    must(verdict.body.at("result") == "SUCCESS", verdict.body.dump());
    must(verdict.body.at("remaining_attempts") == kFailuresAllowed, "the count is not reset: " + verdict.body.dump());
    return "FAILURE with 2 left, FAILURE with 1 left, SUCCESS and 3 left again";
  }

  std::string cancel() {
    const Json session = stage_.session(phone_, "OFFLINE_DEVICE", "On second thoughts");
    const BankAnswer cancelled = stage_.post(pathOf(session) + "/cancel", Json::object());
    must(cancelled.status == 200 && cancelled.body.at("status") == "CANCELLED", cancelled.body.dump());
    const BankAnswer verdict = stage_.verify(session, otpFor(session, ""));
    must(verdict.status == 409, verdict.body.dump());
    return "its password comes too late: 409 " + verdict.body.at("code").get<std::string>();
  }

  std::string foreignPhone() {
    other_phone_ = stage_.enrolPhone("bob", kDevicePin);
    stage_.activate(other_phone_, "OFFLINE_DEVICE", kDevicePin);
    const Json session = stage_.session(phone_, "OFFLINE_DEVICE", "For Alice only");
    const FinishedProcess refusal =
        stage_.answerOffline(other_phone_, {session.at("verification_data").get<std::string>()}, "");
    must(refusal.exit_code != 0, "another phone opens it");
    return "another phone refuses: " + lineOf(refusal.standard_error);
  }

  std::string killBetween() {
    const Json session = stage_.session(phone_, "OFFLINE_PIN", "Begun before the crash");
    stage_.killServer();
    narrator_.says("server", "is killed with SIGKILL and started again");
    stage_.startServer();
    const BankAnswer verdict = stage_.verify(session, otpFor(session, kOfflinePin));
    must(verdict.status == 200 && verdict.body.at("result") == "SUCCESS", verdict.body.dump());
    return "the session is still there: SUCCESS";
  }

  std::string killInBurst() {
    const Json session = stage_.session(other_phone_, "OFFLINE_DEVICE", "Guess");
    const std::string wrong =
        wrongOtp(otpOf(stage_.oneTimePassword(other_phone_, session.at("verification_data").get<std::string>(), "")));
    std::atomic<int> acknowledged = 0;
    std::vector<std::jthread> attackers;
    for (int i = 0; i < 16; ++i) {
      attackers.emplace_back([&] {
        if (isFailure(stage_.verify(session, wrong))) ++acknowledged;
      });
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (acknowledged == 0 && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    stage_.killServer();
    attackers.clear();
    stage_.startServer();
    const int counted =
        kFailuresAllowed - stage_.method(other_phone_, "OFFLINE_DEVICE").at("remaining_attempts").get<int>();
    must(acknowledged >= 1 && counted >= acknowledged,
         fmt::format("{} failures were acknowledged, {} are counted", acknowledged.load(), counted));
    return fmt::format("{} failures were acknowledged before the kill, {} are counted after the restart",
                       acknowledged.load(), counted);
  }

  std::string lock() {
    for (int failures = 1; failures <= kFailuresAllowed; ++failures) {
      const Json session = stage_.session(phone_, "OFFLINE_PIN", fmt::format("Attempt {}", failures));
      must(isFailure(stage_.verify(session, otpFor(session, kWrongPin))), "a wrong password is no FAILURE");
    }
    const BankAnswer refusal = stage_.begin(phone_, "OFFLINE_PIN", "One more");
    must(refusal.status == 423, refusal.body.dump());
    const Json session = stage_.session(phone_, "OFFLINE_DEVICE", "Another method of the same phone");
    must(stage_.verify(session, otpFor(session, "")).body.at("result") == "SUCCESS", "OFFLINE_DEVICE is locked, too");
    return "423 " + refusal.body.at("code").get<std::string>() + " for OFFLINE_PIN; OFFLINE_DEVICE still works";
  }

  std::string hundredAtOnce() {
    stage_.activate(phone_, "OFFLINE_PIN", kDevicePin, kOfflinePin);
    narrator_.says("phone", "activates OFFLINE_PIN anew: new keys, a clean count");
    const Json session = stage_.session(phone_, "OFFLINE_PIN", "Guess");
    const std::string wrong = wrongOtp(otpFor(session, kOfflinePin));
    std::atomic<int> evaluated = 0;
    std::atomic<int> refused = 0;
    {
      std::vector<std::jthread> attackers;
      for (int i = 0; i < 100; ++i) {
        attackers.emplace_back([&] {
          const BankAnswer answer = stage_.verify(session, wrong);
          if (isFailure(answer)) ++evaluated;
          if (answer.status == 409 || answer.status == 423) ++refused;
        });
      }
    }
    must(evaluated == kFailuresAllowed && refused == 100 - kFailuresAllowed,
         fmt::format("{} were evaluated, {} refused", evaluated.load(), refused.load()));
    return fmt::format("{} were evaluated, {} refused unseen", evaluated.load(), refused.load());
  }

  std::string expire() {
    const std::string path = pathOf(expiring_session_);
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(kShortestLifetimeSeconds + 5);
    if (stage_.get(path).body.at("status") == "STARTED") {
      narrator_.says("bank", fmt::format("waits for a session with a life of {} seconds, the shortest there is",
                                         kShortestLifetimeSeconds));
    }
    while (stage_.get(path).body.at("status") == "STARTED" && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
    const BankAnswer verdict = stage_.verify(expiring_session_, otpFor(expiring_session_, ""));
    must(verdict.status == 409 && stage_.get(path).body.at("status") == "EXPIRED", verdict.body.dump());
    return "its password comes too late: 409, the session is EXPIRED";
  }

  std::string stop() {
    const int code = stage_.stopServer();
    must(code == 0, fmt::format("the server ends with {}", code));
    return "the server finishes what it accepted and ends with 0";
  }

  [[nodiscard]] std::string otpFor(const Json& session, const std::string& pin) const {
    return otpOf(stage_.oneTimePassword(phone_, session.at("verification_data").get<std::string>(), pin));
  }
  static std::string otpOf(const Json& shown) { return shown.at("one_time_password").get<std::string>(); }
  static std::string pathOf(const Json& session) {
    return "/offline-authentications/" + session.at("id").get<std::string>();
  }
  static bool isFailure(const BankAnswer& answer) {
    return answer.status == 200 && answer.body.at("result") == "FAILURE";
  }
  static std::string lineOf(const std::string& text) { return text.substr(0, text.find('\n')); }

  Stage& stage_;
  Narrator& narrator_;
  StagePhone phone_;
  StagePhone other_phone_;
  Json paid_session_;
  std::string paid_otp_;
  Json expiring_session_;
};

}  // namespace

bool playStory(Stage& stage, Narrator& narrator) { return Story(stage, narrator).play(); }

}  // namespace heliograph::lab
