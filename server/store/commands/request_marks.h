// The requests of a device that were seen (domain/store.h, RequestMark). clean_up.h forgets them.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_REQUEST_MARKS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_REQUEST_MARKS_H_

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] bool isMarked(Connection& connection, const DeviceId& device, const domain::RequestMark& mark);

// Requires that it is not marked.
void setMark(Connection& connection, const DeviceId& device, const domain::RequestMark& mark);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_REQUEST_MARKS_H_
