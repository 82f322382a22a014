// What the bank's page may rely on: demo_bank/openapi.json, and whether an answer is what it says.

#ifndef HELIOGRAPH_DEMO_BANK_TESTING_INTERFACE_DOCUMENT_H_
#define HELIOGRAPH_DEMO_BANK_TESTING_INTERFACE_DOCUMENT_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "http/testing/http_client.h"

namespace heliograph::bank::testing {

// "POST /demo/api/sign-in", with the names of parameters in braces.
[[nodiscard]] std::set<std::string> documentedRoutes();

// What an answer has that the document does not say, or lacks; a field by its path. Empty where all is well, and for a
// request that no documented operation takes.
[[nodiscard]] std::vector<std::string> faultsOf(std::string_view method, std::string_view path,
                                                const http::testing::ReceivedResponse& answer);

}  // namespace heliograph::bank::testing

#endif  // HELIOGRAPH_DEMO_BANK_TESTING_INTERFACE_DOCUMENT_H_
