// A network of its own for one server: a network namespace that reaches this one through a pair of virtual interfaces,
// and nothing else. Taken down, packets vanish in both directions, and nobody is told.

#ifndef HELIOGRAPH_TESTS_FAULTS_NETWORK_NAMESPACE_H_
#define HELIOGRAPH_TESTS_FAULTS_NETWORK_NAMESPACE_H_

#include <string>

namespace heliograph::faults {

class NetworkNamespace {
 public:
  // Needs the right to administer networks, which containers often do not give.
  [[nodiscard]] static bool isPermitted();

  // `number`, 0..3: no two of this process have the same at a time. Throws std::runtime_error.
  explicit NetworkNamespace(unsigned number);
  ~NetworkNamespace();
  NetworkNamespace(const NetworkNamespace&) = delete;
  NetworkNamespace& operator=(const NetworkNamespace&) = delete;

  [[nodiscard]] const std::string& name() const { return name_; }
  // Its own address, and the one that it reaches this side at: of 198.18.0.0/15, which is for tests (RFC 2544).
  [[nodiscard]] std::string address() const;
  [[nodiscard]] std::string addressOfThisSide() const;

  void takeDown() const;
  void restore() const;

 private:
  std::string name_;
  std::string interface_;  // of this side
  unsigned subnet_;
};

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_NETWORK_NAMESPACE_H_
