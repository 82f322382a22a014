#include "bench/requests.h"

#include <fmt/format.h>

#include <iterator>

#include "bench/device_family.h"
#include "crypto/base64.h"

namespace heliograph::bench {
namespace {

constexpr std::string_view kPath = "/api/smart-device/v1/offline-authentications";

std::string credentialsOf(const PreparedDevices& devices) {
  const std::string pair = fmt::format("{}:{}", devices.key_id, textOf(devices.key_secret.expose()));
  return crypto::toBase64(bytesOf(pair));
}

}  // namespace

Requests::Requests(std::string_view host, std::string_view port, const PreparedDevices& devices)
    : headers_(fmt::format(" HTTP/1.1\r\nHost: {}:{}\r\nAuthorization: Basic {}\r\nAccept: application/json\r\n"
                           "Content-Type: application/json\r\nContent-Length: ",
                           host, port, credentialsOf(devices))) {}

void Requests::begin(std::string& out, const DeviceId& device, std::uint64_t payment) const {
  const std::string body = fmt::format(
      R"({{"device_id":"{}","auth_method":"{}","context":"Pay 1,234.56 EUR to DE89 3704 0044 0532 0130 00, no. {:010}"}})",
      device.text(), protocol::apiName(kMethod), payment);
  finish(out, "", body);
}

void Requests::verify(std::string& out, std::string_view session, std::string_view otp) const {
  const std::string body = fmt::format(R"({{"otp":"{}"}})", otp);
  finish(out, fmt::format("/{}/verify", session), body);
}

void Requests::finish(std::string& out, std::string_view path_end, std::string_view body) const {
  out.clear();
  fmt::format_to(std::back_inserter(out), "POST {}{}{}{}\r\n\r\n{}", kPath, path_end, headers_, body.size(), body);
}

}  // namespace heliograph::bench
