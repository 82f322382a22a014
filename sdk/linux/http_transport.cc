#include "sdk/linux/http_transport.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <strings.h>

#include <memory>
#include <new>
#include <string_view>

#include "protocol/channel.h"
#include "sdk/linux/blocked_sigpipe.h"

namespace heliograph::sdk {
namespace {

constexpr const char* kPath = "/api/device/v1/messages";
constexpr long kTimeOutMilliseconds = 10'000;
constexpr long kOk = 200;
constexpr long kTooManyRequests = 429;
constexpr long kServiceUnavailable = 503;
constexpr long kFirstServerError = 500;

template <auto Release>
struct ReleasedBy {
  template <class Handle>
  void operator()(Handle* handle) const {
    Release(handle);
  }
};
using Url = std::unique_ptr<CURLU, ReleasedBy<curl_url_cleanup>>;
using Exchange = std::unique_ptr<CURL, ReleasedBy<curl_easy_cleanup>>;
using Headers = std::unique_ptr<curl_slist, ReleasedBy<curl_slist_free_all>>;
using UrlPart = std::unique_ptr<char, ReleasedBy<curl_free>>;

bool libraryIsReady() {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  return initialised == CURLE_OK;
}

UrlPart partOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  curl_url_get(url, part, &text, 0);
  return UrlPart(text);
}

// By the host's own form, before any name is resolved: a name that resolves to a loopback address today may resolve to
// another tomorrow. libcurl itself never asks a resolver about "localhost".
bool isLoopback(const char* host) {
  in_addr address{};
  if (inet_pton(AF_INET, host, &address) == 1) return (ntohl(address.s_addr) >> 24) == 127;
  return strcasecmp(host, "localhost") == 0 || std::string_view(host) == "[::1]";
}

// The address of the messages below `service_url`; nothing where the transport must not go there. It is parsed by
// libcurl alone, so that what is checked is what is connected to.
Url permittedUrl(const std::string& service_url) {
  Url url(curl_url());
  if (!url) throw std::bad_alloc();
  if (curl_url_set(url.get(), CURLUPART_URL, (service_url + kPath).c_str(), CURLU_DISALLOW_USER) != CURLUE_OK) {
    return nullptr;
  }
  const UrlPart scheme = partOf(url.get(), CURLUPART_SCHEME);
  const UrlPart host = partOf(url.get(), CURLUPART_HOST);
  if (!scheme || !host) return nullptr;
  const std::string_view scheme_name = scheme.get();
  const bool permitted = scheme_name == "https" || (scheme_name == "http" && isLoopback(host.get()));
  return permitted ? std::move(url) : nullptr;
}

struct Answer {
  Bytes body;
  bool too_long = false;
};

// libcurl's callback for what arrives; taking less than was offered ends the exchange.
std::size_t receive(char* data, std::size_t unit, std::size_t count, void* context) {
  auto& answer = *static_cast<Answer*>(context);
  const std::size_t size = unit * count;
  if (size > protocol::kMaxChannelMessageSize - answer.body.size()) {
    answer.too_long = true;
    return 0;
  }
  answer.body.insert(answer.body.end(), data, data + size);
  return size;
}

// Sets options until one is refused: with an option missing the exchange must not begin.
class Options {
 public:
  explicit Options(CURL* exchange) : exchange_(exchange) {}
  template <class Value>
  void set(CURLoption option, Value value) {
    accepted_ = accepted_ && curl_easy_setopt(exchange_, option, value) == CURLE_OK;
  }
  [[nodiscard]] bool accepted() const { return accepted_; }

 private:
  CURL* exchange_;
  bool accepted_ = true;
};

void setSecurity(Options& options, const std::optional<std::filesystem::path>& certificate_authorities) {
  options.set(CURLOPT_PROTOCOLS_STR, "http,https");
  options.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  options.set(CURLOPT_SSL_VERIFYPEER, 1L);
  options.set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (certificate_authorities) {
    options.set(CURLOPT_CAINFO, certificate_authorities->c_str());
    // Else the system's authorities would be trusted beside the given ones.
    options.set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  options.set(CURLOPT_FOLLOWLOCATION, 0L);
  // No proxy, whatever the environment says: plain http to a loopback address must stay on this machine.
  options.set(CURLOPT_PROXY, "");
}

Result<void, TransportError> judge(CURLcode outcome, long status, const Answer& answer) {
  if (answer.too_long) return fail(TransportError::kRejected);
  if (outcome != CURLE_OK) return fail(TransportError::kUnreachable);
  if (status == kOk) return {};
  if (status == kServiceUnavailable || status == kTooManyRequests) return fail(TransportError::kBusy);
  // A gateway that lost its server, or a server that broke down: nobody knows whether the message was acted upon.
  if (status >= kFirstServerError) return fail(TransportError::kUnreachable);
  return fail(TransportError::kRejected);
}

}  // namespace

HttpTransport::HttpTransport(std::optional<std::filesystem::path> certificate_authorities)
    : certificate_authorities_(std::move(certificate_authorities)) {}

Result<Bytes, TransportError> HttpTransport::exchange(const std::string& service_url, ByteView message) {
  const BlockedSigpipe blocked;  // while the connection is closed, too
  const Exchange exchange(libraryIsReady() ? curl_easy_init() : nullptr);
  const Url url = permittedUrl(service_url);
  if (!exchange || !url) return fail(TransportError::kUnreachable);
  const Headers headers(curl_slist_append(nullptr, "Content-Type: application/octet-stream"));
  if (!headers || curl_slist_append(headers.get(), "Accept: application/octet-stream") == nullptr) {
    throw std::bad_alloc();
  }

  Answer answer;
  Options options(exchange.get());
  setSecurity(options, certificate_authorities_);
  options.set(CURLOPT_CURLU, url.get());
  options.set(CURLOPT_POST, 1L);
  options.set(CURLOPT_POSTFIELDS, message.data());
  options.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(message.size()));
  options.set(CURLOPT_HTTPHEADER, headers.get());
  options.set(CURLOPT_WRITEFUNCTION, receive);
  options.set(CURLOPT_WRITEDATA, &answer);
  options.set(CURLOPT_TIMEOUT_MS, kTimeOutMilliseconds);
  options.set(CURLOPT_NOSIGNAL, 1L);
  if (!options.accepted()) return fail(TransportError::kUnreachable);

  const CURLcode outcome = curl_easy_perform(exchange.get());
  long status = 0;
  curl_easy_getinfo(exchange.get(), CURLINFO_RESPONSE_CODE, &status);
  const auto judged = judge(outcome, status, answer);
  if (!judged) return fail(judged.error());
  return std::move(answer.body);
}

}  // namespace heliograph::sdk
