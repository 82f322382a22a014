#include "protocol/online_proof.h"

#include <algorithm>
#include <string_view>

#include "crypto/hmac.h"

namespace heliograph::protocol {
namespace {

constexpr std::string_view kResponseLabel = "heliograph/online-response/1";
constexpr std::string_view kAuthenticationLabel = "heliograph/authentication/1";
constexpr std::string_view kAddOrUpdateLabel = "heliograph/add-or-update/1";

ByteView bytesOrNone(const std::optional<Context>& text) { return text ? text->bytes() : ByteView(); }

std::array<std::uint8_t, 1> sizeByte(ByteView bytes) { return bigEndian(static_cast<std::uint8_t>(bytes.size())); }

}  // namespace

OnlineSubject authenticationSubject(const std::optional<Context>& title, const std::optional<Context>& context) {
  const ByteView title_bytes = bytesOrNone(title);
  const ByteView context_bytes = bytesOrNone(context);
  return crypto::sha256(
      {bytesOf(kAuthenticationLabel), sizeByte(title_bytes), title_bytes, sizeByte(context_bytes), context_bytes});
}

OnlineSubject addOrUpdateSubject(AuthMethod method, const PhoneRandom& phone_random) {
  return crypto::sha256({bytesOf(kAddOrUpdateLabel), bigEndian(idOf(method)), phone_random.expose()});
}

OnlineResponse onlineResponse(const OtpKey& key, const OnlineQuestion& question, const OnlineSalt& salt) {
  const auto mac = crypto::hmac(
      crypto::HashAlgorithm::kSha256, key.expose(),
      {bytesOf(kResponseLabel), question.device.bytes(), bigEndian(idOf(question.method)), question.session,
       question.challenge, bigEndian(salt.number), salt.value.expose(), question.subject});
  OnlineResponse response{};
  std::ranges::copy(mac.view(), response.begin());
  return response;
}

}  // namespace heliograph::protocol
