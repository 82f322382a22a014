#include "sdk/registration.h"

#include <cstdint>
#include <utility>
#include <vector>

#include "base/byte_reader.h"
#include "base/secret_writer.h"
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

std::optional<AuthMethodSet> readMethods(ByteReader& reader) {
  return AuthMethodSet::fromBits(reader.number<std::uint16_t>());
}

std::optional<PinRules> readRules(ByteReader& reader) {
  const auto type = static_cast<PinType>(reader.number<std::uint8_t>());
  const auto min = reader.number<std::uint8_t>();
  const auto max = reader.number<std::uint8_t>();
  if (type != PinType::kNumeric && type != PinType::kAlphanumeric) return std::nullopt;
  return PinRules{.type = type, .min_length = min, .max_length = max};
}

void writeRules(SecretWriter& writer, const PinRules& rules) {
  writer.number(static_cast<std::uint8_t>(rules.type)).number(rules.min_length).number(rules.max_length);
}

std::optional<Registration> decode(ByteView record) {
  if (record.size() != kRecordSize) return std::nullopt;
  ByteReader reader(record);
  if (reader.number<std::uint8_t>() != kVersion) return std::nullopt;
  const auto id = reader.id<DeviceId>();
  const auto ticket = reader.array<sizeof(protocol::DeviceTicket)>();
  const auto activated = readMethods(reader);
  const auto offline_pin_rules = readRules(reader);
  const auto device_pin_rules = readRules(reader);
  const auto allowed = readMethods(reader);
  const auto allowed_to_authorise = readMethods(reader);
  const std::uint8_t otp_length_byte = reader.number<std::uint8_t>();
  const auto otp_length = protocol::OtpLength::of(otp_length_byte);
  const auto pin_rules = readRules(reader);
  const std::uint8_t failures_allowed = reader.number<std::uint8_t>();

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
  SecretWriter writer(kRecordSize);
  writer.number(kVersion).bytes(registration.device.id.bytes()).bytes(registration.device.ticket);
  writer.number(registration.activated.bits());
  writeRules(writer, registration.offline_pin_rules);
  writeRules(writer, registration.device_pin_rules);
  writer.number(settings.allowed.bits()).number(settings.allowed_to_authorise.bits());
  writer.number(static_cast<std::uint8_t>(settings.otp_length ? settings.otp_length->digits() : 0));
  writeRules(writer, settings.pin);
  writer.number(settings.failures_allowed);
  return {.name = std::string(kRecordName), .protection = Protection::kDevice, .value = writer.finish()};
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
