#include "cli/service_provider_client.h"

#include <curl/curl.h>

#include <memory>
#include <stdexcept>

namespace heliograph::cli {
namespace {

constexpr long kTimeoutSeconds = 30;

struct HandleDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct HeadersDeleter {
  void operator()(curl_slist* headers) const { curl_slist_free_all(headers); }
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

}  // namespace

ServiceProviderClient::ServiceProviderClient(std::string service_url, std::string key_id, SecretBytes key_secret)
    : base_url_(std::move(service_url) + "/api/smart-device/v1"),
      key_id_(std::move(key_id)),
      key_secret_(std::move(key_secret)) {
  initialiseCurlOnce();
}

HttpAnswer ServiceProviderClient::get(const std::string& path, const std::string& accept) const {
  return call(path, nullptr, accept);
}

HttpAnswer ServiceProviderClient::post(const std::string& path, const std::string& json) const {
  return call(path, &json, "application/json");
}

HttpAnswer ServiceProviderClient::call(const std::string& path, const std::string* body,
                                       const std::string& accept) const {
  const std::unique_ptr<CURL, HandleDeleter> handle(curl_easy_init());
  if (!handle) throw std::runtime_error("libcurl gives no handle");
  std::unique_ptr<curl_slist, HeadersDeleter> headers(curl_slist_append(nullptr, ("Accept: " + accept).c_str()));
  HttpAnswer answer;
  // libcurl wants a terminated string; it lives as long as this call.
  SecretBytes secret(key_secret_.size() + 1);
  std::copy(key_secret_.expose().begin(), key_secret_.expose().end(), secret.exposeMutable().begin());
  curl_easy_setopt(handle.get(), CURLOPT_URL, (base_url_ + path).c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
  curl_easy_setopt(handle.get(), CURLOPT_USERNAME, key_id_.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PASSWORD, reinterpret_cast<const char*>(secret.expose().data()));
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, kTimeoutSeconds);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, append);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.body);
  if (body != nullptr) {
    headers.reset(curl_slist_append(headers.release(), "Content-Type: application/json"));
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body->c_str());
  }
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, headers.get());
  if (curl_easy_perform(handle.get()) != CURLE_OK) return {};
  long status = 0;
  const char* content_type = nullptr;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle.get(), CURLINFO_CONTENT_TYPE, &content_type);
  answer.status = static_cast<int>(status);
  if (content_type != nullptr) answer.content_type = content_type;
  return answer;
}

}  // namespace heliograph::cli
