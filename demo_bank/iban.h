// An account number of the payee (ISO 13616), with its check digits right.

#ifndef HELIOGRAPH_DEMO_BANK_IBAN_H_
#define HELIOGRAPH_DEMO_BANK_IBAN_H_

#include <optional>
#include <string>
#include <string_view>

namespace heliograph::bank {

class Iban {
 public:
  // Spaces and small letters are taken as people write them. Nothing where the form or the check digits are wrong.
  [[nodiscard]] static std::optional<Iban> parse(std::string_view text);

  // As it is printed: capital letters, in groups of four.
  [[nodiscard]] std::string text() const;

 private:
  explicit Iban(std::string characters) : characters_(std::move(characters)) {}
  std::string characters_;  // without spaces
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_IBAN_H_
