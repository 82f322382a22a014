#include "rest_client.h"

#include <curl/curl.h>

#include <memory>
#include <stdexcept>

#include "base/ascii.h"

namespace heliograph {
namespace {

struct HandleDeleter {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

class HeaderList {
 public:
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() { curl_slist_free_all(list_); }
  void add(const std::string& line) { list_ = curl_slist_append(list_, line.c_str()); }
  [[nodiscard]] curl_slist* list() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

std::size_t receiveBody(char* data, std::size_t size, std::size_t count, void* text) {
  static_cast<std::string*>(text)->append(data, size * count);
  return size * count;
}

std::size_t receiveHeader(char* data, std::size_t size, std::size_t count, void* headers) {
  const std::string line(data, size * count);
  const std::size_t colon = line.find(": ");
  if (colon == std::string::npos) return line.size();
  std::string name = line.substr(0, colon);
  for (char& letter : name) letter = toLowerCase(letter);
  (*static_cast<Headers*>(headers))[name] = line.substr(colon + 2, line.find('\r') - colon - 2);
  return line.size();
}

}  // namespace

RestAnswer RestClient::call(const std::string& method, const std::string& path, const std::string& body,
                            const Headers& headers) const {
  const std::unique_ptr<CURL, HandleDeleter> handle(curl_easy_init());
  if (!handle) throw std::runtime_error("libcurl gives no handle");
  RestAnswer answer;
  HeaderList lines;
  for (const auto& [name, value] : headers) lines.add(name + ": " + value);
  curl_easy_setopt(handle.get(), CURLOPT_URL, (base_url_ + path).c_str());
  curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, method.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
  curl_easy_setopt(handle.get(), CURLOPT_USERNAME, key_.id.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PASSWORD, key_.secret.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, static_cast<long>(timeout_.count()));
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, receiveBody);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &answer.text);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, receiveHeader);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &answer.headers);
  if (!body.empty()) {
    lines.add("Content-Type: application/json");
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body.size()));
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body.c_str());
  }
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, lines.list());
  if (curl_easy_perform(handle.get()) != CURLE_OK) return {};
  long status = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  answer.body = cli::Json::parse(answer.text, nullptr, false);
  if (answer.body.is_discarded()) answer.body = cli::Json();
  return answer;
}

}  // namespace heliograph
