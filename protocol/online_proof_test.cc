#include "protocol/online_proof.h"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "protocol/recognisable_bytes.h"

namespace heliograph::protocol {
namespace {

// The expected hashes and responses here were made apart from this code, from the drawing in online_proof.h.

template <std::size_t Size>
std::array<std::uint8_t, Size> fromDigits(std::string_view digits) {
  std::array<std::uint8_t, Size> bytes{};
  EXPECT_TRUE(fromHex(digits, bytes));
  return bytes;
}

Context text(std::string_view text) { return Context::parse(text).value(); }

const Context kTitle = text("Überweisung");
const Context kContext = text("1.234,56 € an\n山田太郎");

PhoneRandom phoneRandom() {
  return PhoneRandom::copyOf(fromDigits<32>("e1443fcf87a1a840a0e9e0d1109775c5e0c4ace77c9e129485841e8a287bf7c1"));
}

struct Answering {
  OtpKey key = OtpKey::copyOf(fromDigits<32>("c4f6393b07897e8b4972ce562a10973f945dbdd4270f45a6d2ea6f07653bc0eb"));
  OnlineQuestion question{DeviceId(fromDigits<16>("18ac3e7343f016890c510e93f9352611")), AuthMethod::kDevicePin,
                          fromDigits<16>("043a718774c572bd8a25adbeb1bfcd5c"),
                          fromDigits<32>("2e7d2c03a9507ae265ecf5b5356885a53393a2029d241394997265a1a25aefc6"),
                          authenticationSubject(kTitle, kContext)};
  OnlineSalt salt{0x01020304, decltype(OnlineSalt::value)::copyOf(
                                  fromDigits<32>("3facf0a0c67b876549d36fd59b2c918586fc5234617c3a0b584085f011324f6e"))};

  [[nodiscard]] std::string response() const { return toHex(onlineResponse(key, question, salt)); }
};

TEST(OnlineSubject, OfAnAuthenticationIsTheHashOfTitleAndContextWithTheirLengths) {
  const auto longest_title = text(std::string(200, 'T'));
  const auto longest_context = text(std::string(200, 'C'));
  struct Case {
    std::optional<Context> title;
    std::optional<Context> context;
    const char* subject;
  };
  const std::vector<Case> cases{
      {kTitle, kContext, "87f94049c8608166bdb5d00a284313e79a5a8e0c08fec1bdf219b4de7d9aa733"},
      {kTitle, std::nullopt, "7249620781c8775f0799791d453b6da1062ac6748e5f8db59e56dec43bd2796d"},
      {std::nullopt, kContext, "5c013e2e86b3dc82bf8dfcb1167ee64a0e36a6ec9cbb8d95474c1c1099e3e030"},
      {std::nullopt, std::nullopt, "9178562992b8c2ed2677b4020e2183f8c8efcb59417315c294f25a83d5b7053b"},
      {longest_title, longest_context, "5eade63663868704deceb889c591f0cfe71460c29cfac155932c845b154d95c6"}};
  for (const Case& test : cases) EXPECT_EQ(toHex(authenticationSubject(test.title, test.context)), test.subject);
}

TEST(OnlineSubject, TellsTitleFromContext) {
  EXPECT_NE(authenticationSubject(text("A"), std::nullopt), authenticationSubject(std::nullopt, text("A")));
  EXPECT_NE(authenticationSubject(text("A"), text("BC")), authenticationSubject(text("AB"), text("C")));
}

TEST(OnlineSubject, OfAnUpdateIsTheHashOfMethodAndPhoneRandom) {
  EXPECT_EQ(toHex(addOrUpdateSubject(AuthMethod::kOfflinePin, phoneRandom())),
            "68a5e91ea0fcb72c8223707adfab3ee72b687fe0c1124d3641006c9d0edb525f");
  EXPECT_NE(addOrUpdateSubject(AuthMethod::kOfflinePin, phoneRandom()),
            addOrUpdateSubject(AuthMethod::kDevicePin, phoneRandom()));
  EXPECT_NE(addOrUpdateSubject(AuthMethod::kOfflinePin, phoneRandom()),
            addOrUpdateSubject(AuthMethod::kOfflinePin, PhoneRandom::copyOf(filled<32>(0xF1))));
}

TEST(OnlineResponse, IsTheMacOverEverythingItIsBoundTo) {
  Answering answering;
  EXPECT_EQ(answering.response(), "16306eaf6e512fbc5ea53e5368b1b115c9e7ea5c74034c964d38ed69f78ff0b6");

  answering.question.subject = addOrUpdateSubject(AuthMethod::kOfflinePin, phoneRandom());
  EXPECT_EQ(answering.response(), "734a6d64f479333a5d27a54ba279e6bf749aef7f12f4b305790f0f9a5f1d05c6");
}

TEST(OnlineResponse, IsAnotherWhereAnyInputIsAnother) {
  const std::vector<std::function<void(Answering&)>> changes{
      [](Answering&) {},
      [](Answering& a) { a.key = OtpKey::copyOf(filled<32>(0x01)); },
      [](Answering& a) { a.question.device = DeviceId(filled<16>(0x01)); },
      [](Answering& a) { a.question.method = AuthMethod::kDevice; },
      [](Answering& a) { a.question.session[15] ^= 1; },
      [](Answering& a) { a.question.challenge[31] ^= 1; },
      [](Answering& a) { a.question.subject[31] ^= 1; },
      [](Answering& a) { a.salt.number += 1; },
      [](Answering& a) { a.salt.number += 1U << 24; },
      [](Answering& a) { a.salt.value = decltype(OnlineSalt::value)::copyOf(filled<32>(0x01)); },
  };
  std::set<std::string> responses;
  for (const auto& change : changes) {
    Answering answering;
    change(answering);
    responses.insert(answering.response());
  }
  EXPECT_EQ(responses.size(), changes.size());
}

}  // namespace
}  // namespace heliograph::protocol
