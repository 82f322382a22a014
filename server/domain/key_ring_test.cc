#include "domain/key_ring.h"

#include <gtest/gtest.h>

#include "crypto/constant_time.h"
#include "crypto/system_random.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;

crypto::SystemRandom random_source;

MasterKey masterKey(std::uint8_t fill) {
  return MasterKey::filledBy([&](MutableByteView out) { std::ranges::fill(out, fill); });
}

KeyRing ringOf(std::initializer_list<std::pair<MasterKeyVersion, std::uint8_t>> versions) {
  std::map<MasterKeyVersion, MasterKey> keys;
  for (const auto& [version, fill] : versions) keys.emplace(version, masterKey(fill));
  return KeyRing(std::move(keys));
}

protocol::MethodKeys someKeys() {
  return {protocol::DataKey::filledBy([](MutableByteView out) { random_source.fill(out); }),
          protocol::OtpKey::filledBy([](MutableByteView out) { random_source.fill(out); })};
}

class KeyRingTest : public testing::Test {
 protected:
  KeyRing ring = ringOf({{1, 0x11}});
  DeviceId device = DeviceId::random(random_source);
  protocol::MethodKeys keys = someKeys();
  Wrapped wrapped = ring.wrap(keys, device, AuthMethod::kOfflinePin, random_source);
};

TEST_F(KeyRingTest, WhatItWrapsItUnwraps) {
  const auto unwrapped = ring.unwrap(wrapped, device, AuthMethod::kOfflinePin);
  ASSERT_TRUE(unwrapped);
  EXPECT_TRUE(crypto::equalInConstantTime(unwrapped->data_key.expose(), keys.data_key.expose()));
  EXPECT_TRUE(crypto::equalInConstantTime(unwrapped->otp_key.expose(), keys.otp_key.expose()));
}

TEST_F(KeyRingTest, ARowCopiedToAnotherDeviceOrMethodDoesNotOpen) {
  const DeviceId other = DeviceId::random(random_source);
  EXPECT_EQ(ring.unwrap(wrapped, other, AuthMethod::kOfflinePin).error(), KeyRingError::kDoesNotOpen);
  EXPECT_EQ(ring.unwrap(wrapped, device, AuthMethod::kDevicePin).error(), KeyRingError::kDoesNotOpen);
}

TEST_F(KeyRingTest, AnyAlteredByteIsNoticed) {
  for (std::size_t i = 0; i < wrapped.sealed.size(); ++i) {
    Wrapped altered = wrapped;
    altered.sealed[i] ^= 0x01;
    EXPECT_EQ(ring.unwrap(altered, device, AuthMethod::kOfflinePin).error(), KeyRingError::kDoesNotOpen) << i;
  }
}

TEST_F(KeyRingTest, AnyPartOfItDoesNotOpen) {
  for (std::size_t size = 0; size < wrapped.sealed.size(); ++size) {
    Wrapped part = wrapped;
    part.sealed.resize(size);
    EXPECT_EQ(ring.unwrap(part, device, AuthMethod::kOfflinePin).error(), KeyRingError::kDoesNotOpen) << size;
  }
}

TEST_F(KeyRingTest, TheHighestVersionWrapsAndOlderOnesStillOpen) {
  const KeyRing rotated = ringOf({{1, 0x11}, {7, 0x77}});
  EXPECT_EQ(rotated.currentVersion(), 7u);
  EXPECT_EQ(rotated.wrap(keys, device, AuthMethod::kOfflinePin, random_source).key_version, 7u);
  EXPECT_TRUE(rotated.unwrap(wrapped, device, AuthMethod::kOfflinePin));
}

TEST_F(KeyRingTest, AKeyThatIsAddedOpensAndDoesNotWrapYet) {
  KeyRing without = ringOf({{1, 0x11}});
  without.add(7, masterKey(0x77));
  EXPECT_EQ(without.currentVersion(), 1u);
  EXPECT_EQ(without.newestVersion(), 7u);
  EXPECT_EQ(without.wrap(keys, device, AuthMethod::kOfflinePin, random_source).key_version, 1u);
}

TEST_F(KeyRingTest, AnAddedKeyWrapsOnceARotationSaysSo) {
  ring.add(7, masterKey(0x77));
  ring.wrapUnder(7);
  EXPECT_EQ(ring.wrap(keys, device, AuthMethod::kOfflinePin, random_source).key_version, 7u);
}

TEST_F(KeyRingTest, AnAddedKeyWrapsOnceItHasOpenedWhatAnotherServerWrapped) {
  ring.add(7, masterKey(0x77));
  const KeyRing other_server = ringOf({{1, 0x11}, {7, 0x77}});
  const Wrapped newer = other_server.wrap(keys, device, AuthMethod::kOfflinePin, random_source);
  EXPECT_TRUE(ring.unwrap(newer, device, AuthMethod::kOfflinePin));
  EXPECT_EQ(ring.currentVersion(), 7u);
}

TEST_F(KeyRingTest, WhatDoesNotOpenBeginsNoRotation) {
  ring.add(7, masterKey(0x77));
  Wrapped forged = wrapped;
  forged.key_version = 7;
  EXPECT_FALSE(ring.unwrap(forged, device, AuthMethod::kOfflinePin));
  EXPECT_EQ(ring.currentVersion(), 1u);
}

TEST_F(KeyRingTest, AKeyIsNeverReplaced) {
  ring.add(1, masterKey(0x99));
  EXPECT_TRUE(ring.unwrap(wrapped, device, AuthMethod::kOfflinePin));
}

TEST_F(KeyRingTest, AVersionThatItDoesNotHoldIsUnknown) {
  const KeyRing without = ringOf({{2, 0x11}});
  EXPECT_EQ(without.unwrap(wrapped, device, AuthMethod::kOfflinePin).error(), KeyRingError::kUnknownVersion);
}

TEST_F(KeyRingTest, TheVersionIsBoundToWhatItWraps) {
  const KeyRing both = ringOf({{1, 0x11}, {2, 0x11}});
  Wrapped relabelled = wrapped;
  relabelled.key_version = 2;
  EXPECT_EQ(both.unwrap(relabelled, device, AuthMethod::kOfflinePin).error(), KeyRingError::kDoesNotOpen);
}

TEST_F(KeyRingTest, TheSameKeysAreNeverWrappedTheSame) {
  EXPECT_NE(ring.wrap(keys, device, AuthMethod::kOfflinePin, random_source), wrapped);
}

TEST_F(KeyRingTest, ASecretOpensUnderItsOwnLabelAlone) {
  const Wrapped secret = ring.wrapSecret(bytesOf("swordfish"), "first", random_source);
  EXPECT_EQ(textOf(ring.unwrapSecret(secret, "first")->expose()), "swordfish");
  EXPECT_EQ(ring.unwrapSecret(secret, "second").error(), KeyRingError::kDoesNotOpen);
  EXPECT_EQ(ringOf({{1, 0x22}}).unwrapSecret(secret, "first").error(), KeyRingError::kDoesNotOpen);
}

TEST_F(KeyRingTest, ASecretDoesNotOpenAsTheKeysOfAMethod) {
  const Wrapped secret = ring.wrapSecret(Bytes(64, 0xAA), "label", random_source);
  EXPECT_EQ(ring.unwrap(secret, device, AuthMethod::kOfflinePin).error(), KeyRingError::kDoesNotOpen);
}

}  // namespace
}  // namespace heliograph::domain
