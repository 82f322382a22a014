// Identifiers that phone and server share. As protocol input they are their 16 bytes.

#ifndef HELIOGRAPH_PROTOCOL_IDS_H_
#define HELIOGRAPH_PROTOCOL_IDS_H_

#include "base/uuid.h"

namespace heliograph {

using DeviceId = Id<struct DeviceIdTag>;
using ApplicationId = Id<struct ApplicationIdTag>;

}  // namespace heliograph

#endif  // HELIOGRAPH_PROTOCOL_IDS_H_
