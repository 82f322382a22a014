// For tests: vectors from JSON files, byte strings in hexadecimal.

#ifndef HELIOGRAPH_CRYPTO_TEST_VECTORS_H_
#define HELIOGRAPH_CRYPTO_TEST_VECTORS_H_

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "base/bytes.h"
#include "base/hex.h"

namespace heliograph {

// The "vectors" of a file, named relative to the source tree.
inline nlohmann::json readVectors(const std::string& path) {
  std::ifstream file(std::string(HELIOGRAPH_SOURCE_DIR) + "/" + path);
  if (!file) throw std::runtime_error("no vectors at " + path);
  nlohmann::json vectors = nlohmann::json::parse(file).at("vectors");
  if (vectors.empty()) throw std::runtime_error("no vectors in " + path);
  return vectors;
}

inline Bytes bytesAt(const nlohmann::json& vector, const char* field) {
  return fromHex(vector.at(field).get<std::string>()).value();
}

inline std::string textAt(const nlohmann::json& vector, const char* field) {
  return vector.at(field).get<std::string>();
}

}  // namespace heliograph

#endif  // HELIOGRAPH_CRYPTO_TEST_VECTORS_H_
