#include "demo_bank/service_provider_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace heliograph::bank {
namespace {

struct HandleDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

class HeaderLines {
 public:
  HeaderLines() = default;
  HeaderLines(const HeaderLines&) = delete;
  HeaderLines& operator=(const HeaderLines&) = delete;
  ~HeaderLines() { curl_slist_free_all(list_); }

  void add(const std::string& line) {
    curl_slist* longer = curl_slist_append(list_, line.c_str());
    if (longer == nullptr) throw std::bad_alloc();
    list_ = longer;
  }
  [[nodiscard]] curl_slist* list() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

std::size_t append(char* data, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

// libcurl wants this once, before any thread uses it.
void initialiseCurlOnce() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
}

// libcurl wants a terminated string; it lives as long as the call.
SecretBytes terminated(const SecretBytes& secret) {
  SecretBytes text(secret.size() + 1);
  std::copy(secret.expose().begin(), secret.expose().end(), text.exposeMutable().begin());
  return text;
}

void readHeader(CURL* handle, HttpAnswer& answer) {
  long status = 0;
  const char* content_type = nullptr;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &content_type);
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &retry_after);
  answer.status = static_cast<int>(status);
  if (content_type != nullptr) answer.content_type = content_type;
  if (retry_after > 0) answer.retry_after = std::chrono::seconds(retry_after);
}

}  // namespace

struct ServiceProviderClient::Request {
  const char* method;
  const std::string& path;
  std::string accept = "application/json";
  const std::string* json = nullptr;
  std::string idempotency_key = {};
};

ServiceProviderClient::ServiceProviderClient(std::string service_url, std::string key_id, SecretBytes key_secret,
                                             ClientOptions options)
    : base_url_(std::move(service_url) + "/api/smart-device/v1"),
      key_id_(std::move(key_id)),
      key_secret_(std::move(key_secret)),
      options_(std::move(options)) {
  initialiseCurlOnce();
}

HttpAnswer ServiceProviderClient::get(const std::string& path, const std::string& accept) const {
  return send({.method = "GET", .path = path, .accept = accept});
}

HttpAnswer ServiceProviderClient::post(const std::string& path, const std::string& json,
                                       const std::string& idempotency_key) const {
  return send({.method = "POST", .path = path, .json = &json, .idempotency_key = idempotency_key});
}

HttpAnswer ServiceProviderClient::remove(const std::string& path) const {
  return send({.method = "DELETE", .path = path});
}

HttpAnswer ServiceProviderClient::send(const Request& request) const {
  const std::unique_ptr<CURL, HandleDeleter> handle(curl_easy_init());
  if (!handle) throw std::runtime_error("libcurl gives no handle");
  HttpAnswer answer;
  HeaderLines lines;
  lines.add("Accept: " + request.accept);
  if (!request.idempotency_key.empty()) lines.add("Idempotency-Key: " + request.idempotency_key);
  if (request.json != nullptr) {
    lines.add("Content-Type: application/json");
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(request.json->size()));
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, request.json->c_str());
  }
  const SecretBytes secret = terminated(key_secret_);
  curl_easy_setopt(handle.get(), CURLOPT_URL, (base_url_ + request.path).c_str());
  curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, request.method);
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, lines.list());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
  curl_easy_setopt(handle.get(), CURLOPT_USERNAME, key_id_.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PASSWORD, reinterpret_cast<const char*>(secret.expose().data()));
  curl_easy_setopt(handle.get(), CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
  if (options_.certificate_authorities) {
    curl_easy_setopt(handle.get(), CURLOPT_CAINFO, options_.certificate_authorities->c_str());
  }
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, static_cast<long>(options_.timeout.count()));
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body);
  const CURLcode code = curl_easy_perform(handle.get());
  if (code != CURLE_OK) return {.failure = curl_easy_strerror(code)};
  readHeader(handle.get(), answer);
  return answer;
}

}  // namespace heliograph::bank
