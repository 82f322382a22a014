#include "sdk/registration.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "sdk/key_store_failure.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using protocol::PinRules;
using protocol::PinType;

constexpr std::string_view kRecordName = "registration";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kRecordSize = 1 + 16 + 16 + 2 + 3 + 3 + 2 + 2 + 1 + 3 + 1;

// Fills a record from its front. Never writes past the end: the fields are those of kRecordSize.
class Writer {
 public:
  explicit Writer(MutableByteView out) : rest_(out) {}

  void put(ByteView bytes) {
    std::ranges::copy(bytes, rest_.begin());
    rest_ = rest_.subspan(bytes.size());
  }
  void put(std::uint8_t byte) { put(ByteView(&byte, 1)); }
  void put(AuthMethodSet methods) { put(bigEndian(methods.bits())); }
  void put(const PinRules& rules) {
    put(static_cast<std::uint8_t>(rules.type));
    put(rules.min_length);
    put(rules.max_length);
  }

 private:
  MutableByteView rest_;
};

// Reads a record of kRecordSize bytes from its front.
class Reader {
 public:
  explicit Reader(ByteView record) : rest_(record) {}

  ByteView take(std::size_t size) {
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  std::uint8_t takeByte() { return take(1).front(); }
  std::array<std::uint8_t, 16> takeSixteen() {
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::copy(take(16), bytes.begin());
    return bytes;
  }
  std::optional<AuthMethodSet> takeMethods() {
    const ByteView bytes = take(2);
    return AuthMethodSet::fromBits(static_cast<std::uint16_t>(bytes[0] << 8 | bytes[1]));
  }
  std::optional<PinRules> takeRules() {
    const ByteView bytes = take(3);
    const auto type = static_cast<PinType>(bytes[0]);
    if (type != PinType::kNumeric && type != PinType::kAlphanumeric) return std::nullopt;
    return PinRules{.type = type, .min_length = bytes[1], .max_length = bytes[2]};
  }

 private:
  ByteView rest_;
};

std::optional<Registration> decode(ByteView record) {
  if (record.size() != kRecordSize) return std::nullopt;
  Reader reader(record);
  if (reader.takeByte() != kVersion) return std::nullopt;
  const DeviceId id(reader.takeSixteen());
  const protocol::DeviceTicket ticket = reader.takeSixteen();
  const auto activated = reader.takeMethods();
  const auto offline_pin_rules = reader.takeRules();
  const auto device_pin_rules = reader.takeRules();
  const auto allowed = reader.takeMethods();
  const auto allowed_to_authorise = reader.takeMethods();
  const std::uint8_t otp_length_byte = reader.takeByte();
  const auto otp_length = protocol::OtpLength::of(otp_length_byte);
  const auto pin_rules = reader.takeRules();
  const std::uint8_t failures_allowed = reader.takeByte();

  const bool complete = activated && offline_pin_rules && device_pin_rules && allowed && allowed_to_authorise &&
                        pin_rules && (otp_length_byte == 0 || otp_length);
  if (!complete) return std::nullopt;
  return Registration{.device = {.id = id, .ticket = ticket},
                      .settings = {.allowed = *allowed,
                                   .allowed_to_authorise = *allowed_to_authorise,
                                   .otp_length = otp_length,
                                   .pin = *pin_rules,
                                   .failures_allowed = failures_allowed},
                      .activated = *activated,
                      .offline_pin_rules = *offline_pin_rules,
                      .device_pin_rules = *device_pin_rules};
}

}  // namespace

const PinRules& Registration::chosenPinRules(AuthMethod method) const {
  return protocol::isOffline(method) ? offline_pin_rules : device_pin_rules;
}

void Registration::activate(AuthMethod method, const PinRules& pin_rules) {
  activated.insert(method);
  if (method == AuthMethod::kOfflinePin) offline_pin_rules = pin_rules;
  if (method == AuthMethod::kDevicePin) device_pin_rules = pin_rules;
}

void Registration::deactivate(AuthMethod method) {
  AuthMethodSet others;
  for (const AuthMethod other : protocol::kAllAuthMethods) {
    if (other != method && activated.contains(other)) others.insert(other);
  }
  activated = others;
  if (method == AuthMethod::kOfflinePin) offline_pin_rules = {};
  if (method == AuthMethod::kDevicePin) device_pin_rules = {};
}

KeyStoreChange recordOf(const Registration& registration) {
  const protocol::DeviceSettings& settings = registration.settings;
  SecretBytes record(kRecordSize);
  Writer writer(record.exposeMutable());
  writer.put(kVersion);
  writer.put(registration.device.id.bytes());
  writer.put(registration.device.ticket);
  writer.put(registration.activated);
  writer.put(registration.offline_pin_rules);
  writer.put(registration.device_pin_rules);
  writer.put(settings.allowed);
  writer.put(settings.allowed_to_authorise);
  writer.put(static_cast<std::uint8_t>(settings.otp_length ? settings.otp_length->digits() : 0));
  writer.put(settings.pin);
  writer.put(settings.failures_allowed);
  return {.name = std::string(kRecordName), .protection = Protection::kDevice, .value = std::move(record)};
}

Outcome<Registration> loadRegistration(KeyStore& key_store) {
  const auto record = key_store.read(kRecordName);
  if (!record && record.error() == KeyStoreError::kNotFound) {
    return fail(Error{ErrorCode::kNotActivated, "this device is not activated"});
  }
  if (!record) return fail(errorOf(record.error()));
  const auto registration = decode(record->expose());
  if (!registration)
    return fail(Error{ErrorCode::kKeyStoreUnavailable, "the registration in the key store is damaged"});
  return *registration;
}

Outcome<void> keepSettings(KeyStore& key_store, Registration& registration, const protocol::DeviceSettings& settings) {
  if (registration.settings == settings) return {};
  Registration updated = registration;
  updated.settings = settings;
  std::vector<KeyStoreChange> changes;
  changes.push_back(recordOf(updated));
  const auto committed = key_store.commit(std::move(changes));
  if (!committed) return fail(errorOf(committed.error()));
  registration = updated;
  return {};
}

}  // namespace heliograph::sdk
