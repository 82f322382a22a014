#include "demo_bank/service_provider_api.h"

#include <spdlog/spdlog.h>

#include <array>
#include <utility>

#include "base/uuid.h"

namespace heliograph::bank {
namespace {

// A place among the calls in progress, for as long as the object lives.
class Slot {
 public:
  explicit Slot(std::counting_semaphore<>& slots) : slots_(slots), is_taken_(slots.try_acquire()) {}
  Slot(const Slot&) = delete;
  Slot& operator=(const Slot&) = delete;
  ~Slot() {
    if (is_taken_) slots_.release();
  }
  [[nodiscard]] bool isTaken() const { return is_taken_; }

 private:
  std::counting_semaphore<>& slots_;
  bool is_taken_;
};

// The members of a problem that the bank's own answer says itself.
constexpr std::array kOwnMembers{"type", "title", "status", "code", "detail", "request_id"};

Refusal passedOn(const HttpAnswer& answer, Json problem) {
  Refusal refusal{answer.status, problem.value("code", ""), problem.value("detail", ""), answer.retry_after};
  for (const char* const member : kOwnMembers) problem.erase(member);
  refusal.members = std::move(problem);
  return refusal;
}

Refusal refusalOf(const HttpAnswer& answer) {
  if (answer.status == 0) {
    spdlog::error("the demo bank gets no answer from the server: {}", answer.failure);
    return unavailable();
  }
  Json problem = Json::parse(answer.body, nullptr, false);
  if (answer.status == 401 || answer.status == 403 || !problem.is_object()) {
    spdlog::error("the server does not serve the demo bank: status {}", answer.status);
    return unavailable();
  }
  return passedOn(answer, std::move(problem));
}

Answer<Json> jsonOf(const HttpAnswer& answer) {
  Json json = Json::parse(answer.body, nullptr, false);
  if (!json.is_object()) return fail(unavailable());
  return json;
}

}  // namespace

ServiceProviderApi::ServiceProviderApi(ServiceProviderClient client, std::size_t calls_at_once, Random& random)
    : client_(std::move(client)), slots_(static_cast<std::ptrdiff_t>(calls_at_once)), random_(random) {}

Answer<HttpAnswer> ServiceProviderApi::call(const std::function<HttpAnswer()>& send) {
  const Slot slot(slots_);
  if (!slot.isTaken()) {
    return fail(Refusal{503, "OVERLOADED", "too much to do at the moment; try again", std::chrono::seconds(1)});
  }
  HttpAnswer answer = send();
  if (answer.status < 200 || answer.status > 299) return fail(refusalOf(answer));
  return answer;
}

Answer<Json> ServiceProviderApi::get(const std::string& path) {
  return call([&] { return client_.get(path); }).and_then(jsonOf);
}

Answer<Json> ServiceProviderApi::post(const std::string& path, const Json& body) {
  return call([&] { return client_.post(path, body.dump()); }).and_then(jsonOf);
}

Answer<Json> ServiceProviderApi::postOnce(const std::string& path, const Json& body) {
  const std::string key = formatUuid(randomUuid(random_));
  const std::string json = body.dump();
  return call([&] {
           HttpAnswer answer = client_.post(path, json, key);
           return answer.status == 0 ? client_.post(path, json, key) : answer;
         })
      .and_then(jsonOf);
}

Answer<void> ServiceProviderApi::remove(const std::string& path) {
  return call([&] { return client_.remove(path); }).map([](const HttpAnswer&) {});
}

Answer<std::string> ServiceProviderApi::fetch(const std::string& path, const std::string& media_type) {
  return call([&] { return client_.get(path, media_type); }).map([](HttpAnswer&& answer) {
    return std::move(answer.body);
  });
}

}  // namespace heliograph::bank
