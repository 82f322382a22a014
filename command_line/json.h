// What the commands print and the tests read: JSON whose fields stay in their order.

#ifndef HELIOGRAPH_COMMAND_LINE_JSON_H_
#define HELIOGRAPH_COMMAND_LINE_JSON_H_

#include <nlohmann/json.hpp>

namespace heliograph::cli {

using Json = nlohmann::ordered_json;

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_COMMAND_LINE_JSON_H_
