// The two requests of a pair as bytes, built into a buffer that is used again.

#ifndef HELIOGRAPH_BENCH_REQUESTS_H_
#define HELIOGRAPH_BENCH_REQUESTS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "bench/devices_file.h"
#include "protocol/ids.h"

namespace heliograph::bench {

class Requests {
 public:
  // The API key goes into a header that is kept as text: it was made for benchmarks, and goes over the wire as it is.
  Requests(std::string_view host, std::string_view port, const PreparedDevices& devices);

  // A payment of a size that banks have, with a number that makes each context another one.
  void begin(std::string& out, const DeviceId& device, std::uint64_t payment) const;
  void verify(std::string& out, std::string_view session, std::string_view otp) const;

 private:
  void finish(std::string& out, std::string_view path_end, std::string_view body) const;

  std::string headers_;
};

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_REQUESTS_H_
