#include "crypto/hkdf.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "crypto/hmac.h"

namespace heliograph::crypto {
namespace {

// A MAC is not secret by type; here it is key material. Takes it over and wipes where it came from.
class SecretMac {
 public:
  SecretMac() = default;
  explicit SecretMac(HashValue&& mac) { *this = std::move(mac); }
  SecretMac(const SecretMac&) = delete;
  SecretMac& operator=(const SecretMac&) = delete;
  SecretMac& operator=(HashValue&& mac) {
    mac_ = mac;
    wipeValue(mac);
    return *this;
  }
  ~SecretMac() { wipeValue(mac_); }
  [[nodiscard]] ByteView view() const { return mac_.view(); }

 private:
  static void wipeValue(HashValue& value) { wipe({reinterpret_cast<std::uint8_t*>(&value), sizeof(value)}); }
  HashValue mac_;
};

}  // namespace

PseudoRandomKey hkdfExtract(HashAlgorithm algorithm, ByteView salt, ByteView input_key_material) {
  // HMAC pads its key with zeros, so the empty key and hashSize zero bytes are one and the same.
  const SecretMac key(hmac(algorithm, salt, {input_key_material}));
  return PseudoRandomKey::copyOf(key.view());
}

void hkdfExpand(HashAlgorithm algorithm, const PseudoRandomKey& key, ByteView info, MutableByteView out) {
  assert(out.size() <= 255 * hashSize(algorithm));
  SecretMac block;
  for (std::uint8_t counter = 1; !out.empty(); ++counter) {
    block = hmac(algorithm, key.expose(), {block.view(), info, ByteView(&counter, 1)});
    const std::size_t size = std::min(out.size(), block.view().size());
    std::copy_n(block.view().begin(), size, out.begin());
    out = out.subspan(size);
  }
}

}  // namespace heliograph::crypto
