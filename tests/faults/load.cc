#include "load.h"

#include <chrono>
#include <random>
#include <utility>

#include "lab/demo/stage.h"

namespace heliograph::faults {
namespace {

using cli::Json;

constexpr int kMostTries = 10;
// Longer than a server takes to say that its database is away.
constexpr std::chrono::seconds kAnswerTimeout{20};
constexpr std::chrono::milliseconds kPauseAfterNoAnswer{50};

struct Heard {
  RestAnswer answer;
  Told told;
};

}  // namespace

// One thread's part: a life of small scenes.
class Load::Worker {
 public:
  Worker(Load& load, unsigned number) : load_(load), number_(number), random_(number) {}

  void run() {
    while (!load_.is_over_) playScene();
  }

 private:
  [[nodiscard]] std::size_t below(std::size_t bound) { return random_() % bound; }
  [[nodiscard]] bool happens(unsigned percent) { return random_() % 100 < percent; }
  [[nodiscard]] const RestClient& anyServer() { return load_.servers_[below(load_.servers_.size())]; }
  [[nodiscard]] std::string newName() { return std::to_string(number_) + "-" + std::to_string(names_++); }

  void playScene() {
    const std::size_t phone = below(load_.phones_.size());
    if (happens(8)) return lockAndUnlock(phone);
    const auto session = begin(phone);
    if (!session) return;
    if (happens(15)) return cancel(*session);
    guess(*load_.phones_[phone], *session);
  }

  // Repeats the call where nobody answers and it has a key.
  Heard call(const std::string& path, const Json& body) {
    Headers headers;
    if (happens(50)) headers["Idempotency-Key"] = "load-" + newName();
    Heard heard = callUntilAnswered(path, body, headers, headers.empty() ? 1 : kMostTries);
    const bool is_done = heard.told != Told::kNothing && heard.told != Told::kRefused;
    if (is_done && !headers.empty() && happens(20)) compareWithARepetition(path, body, headers, heard.answer);
    return heard;
  }

  Heard callUntilAnswered(const std::string& path, const Json& body, const Headers& headers, int most_tries) {
    bool was_unanswered = false;
    Heard heard{.answer = {}, .told = Told::kNothing};
    for (int i = 0; i < most_tries && heard.told == Told::kNothing; ++i) {
      if (was_unanswered) std::this_thread::sleep_for(kPauseAfterNoAnswer);
      heard.answer = anyServer().post(path, body, headers);
      heard.told = toldBy(heard.answer);
      was_unanswered |= heard.told == Told::kNothing;
    }
    // A refusal of the repetition says nothing of the call before it.
    if (heard.told == Told::kRefused && was_unanswered) heard.told = Told::kNothing;
    if (most_tries == 1 && was_unanswered) std::this_thread::sleep_for(kPauseAfterNoAnswer);
    return heard;
  }

  void compareWithARepetition(const std::string& path, const Json& body, const Headers& headers,
                              const RestAnswer& first) {
    const Heard again = callUntilAnswered(path, body, headers, 1);
    if (again.told == Told::kNothing || again.answer.status == 503 || again.answer.text == first.text) return;
    load_.complain(path + ": told '" + first.text + "', and to the same key '" + again.answer.text + "'");
  }

  std::optional<Json> begin(std::size_t phone) {
    const std::string& device = load_.phones_[phone]->deviceId();
    const Heard heard = call("/offline-authentications",
                             {{"device_id", device}, {"auth_method", kOfflineMethod}, {"context", "Pay 1.00 EUR"}});
    const bool is_done = heard.told == Told::kDone;
    load_.record_.add({.act = Act::kBegin,
                       .told = heard.told,
                       .device = device,
                       .session = is_done ? heard.answer.body.at("id").get<std::string>() : ""});
    if (heard.answer.status == 423) unlock(phone);
    if (!is_done) return std::nullopt;
    return heard.answer.body;
  }

  static std::string pathOf(const Json& session) {
    return "/offline-authentications/" + session.at("id").get<std::string>();
  }

  void cancel(const Json& session) {
    const Heard heard = callUntilAnswered(pathOf(session) + "/cancel", Json::object(), {}, 1);
    load_.record_.add(
        {.act = Act::kCancel, .told = heard.told, .device = session.at("device_id"), .session = session.at("id")});
  }

  void guess(Phone& phone, const Json& session) {
    const std::string right = phone.oneTimePassword(session.at("verification_data"));
    if (happens(40)) {
      for (std::size_t i = below(4) + 1; i > 0; --i) verify(session, lab::wrongOtp(right), false);
    }
    if (happens(20)) return;
    verify(session, right, true);
    if (happens(20)) verify(session, right, true);
  }

  void verify(const Json& session, const std::string& otp, bool is_right) {
    const Heard heard = call(pathOf(session) + "/verify", {{"otp", otp}});
    load_.record_.add(
        {.act = Act::kVerify,
         .told = heard.told,
         .device = session.at("device_id"),
         .session = session.at("id"),
         .is_right = is_right,
         .is_locked_by_this = heard.told == Told::kFailure && heard.answer.body.value("status", "") == "FAILED"});
  }

  [[nodiscard]] std::string methodPath(std::size_t phone) const {
    return "/devices/" + load_.phones_[phone]->deviceId() + "/auth-methods/" + kOfflineMethod;
  }

  Told lock(std::size_t phone, const std::string& reason) {
    const Heard heard = callUntilAnswered(methodPath(phone) + "/lock", {{"reason", reason}}, {}, kMostTries);
    load_.record_.add(
        {.act = Act::kLock, .told = heard.told, .device = load_.phones_[phone]->deviceId(), .reason = reason});
    return heard.told;
  }

  Told unlock(std::size_t phone) {
    const Heard heard = callUntilAnswered(methodPath(phone) + "/unlock", Json::object(), {}, 1);
    load_.record_.add({.act = Act::kUnlock, .told = heard.told, .device = load_.phones_[phone]->deviceId()});
    return heard.told;
  }

  void lockAndUnlock(std::size_t phone) {
    LockState& state = load_.lock_states_[phone];
    const std::unique_lock exclusive(state.mutex, std::try_to_lock);
    if (!exclusive || state.is_uncertain) return;
    const bool is_certain = lock(phone, "fault " + newName()) == Told::kDone && unlock(phone) == Told::kDone;
    state.is_uncertain = !is_certain;
  }

  Load& load_;
  unsigned number_;
  std::mt19937 random_;
  unsigned names_ = 0;
};

Load::Load(const Application& application, const std::vector<std::string>& service_urls, const Phones& phones,
           Record& record)
    : phones_(phones), record_(record), lock_states_(phones.size()) {
  for (const std::string& url : service_urls) {
    servers_.emplace_back(url + kServiceProviderApi, application.key, kAnswerTimeout);
  }
  for (unsigned i = 0; i < kThreads; ++i) {
    threads_.emplace_back([this, i] { Worker(*this, i).run(); });
  }
}

Load::~Load() { stop(); }

void Load::stop() {
  is_over_ = true;
  threads_.clear();
}

void Load::complain(std::string sentence) {
  const std::lock_guard lock(mutex_);
  complaints_.push_back(std::move(sentence));
}

}  // namespace heliograph::faults
