#include "network_namespace.h"

#include <unistd.h>

#include <sstream>
#include <stdexcept>
#include <vector>

#include "lab/process.h"

namespace heliograph::faults {
namespace {

constexpr const char* kInside = "eth0";

// `arguments`: words with a space between.
bool tryIp(const std::string& arguments) {
  std::istringstream words(arguments);
  std::vector<std::string> all;
  for (std::string word; words >> word;) all.push_back(word);
  // Debian has it outside of an ordinary user's path.
  return lab::runProcess({"/sbin/ip", all}).exit_code == 0;
}

void ip(const std::string& arguments) {
  if (!tryIp(arguments)) throw std::runtime_error("ip " + arguments + " fails");
}

// An address of the subnet with this number.
std::string addressIn(unsigned subnet, unsigned host) {
  constexpr unsigned kAddressesOfASubnet = 4;
  const unsigned address = subnet * kAddressesOfASubnet + host;
  return "198." + std::to_string(18 + (address >> 16)) + "." + std::to_string((address >> 8) & 0xFF) + "." +
         std::to_string(address & 0xFF);
}

}  // namespace

bool NetworkNamespace::isPermitted() {
  const std::string name = "heliograph-" + std::to_string(getpid());
  const bool is_permitted =
      tryIp("netns add " + name) && tryIp("-n " + name + " link add name veth0 type veth peer name veth1");
  tryIp("netns del " + name);
  return is_permitted;
}

// Interfaces have short names, so this one has only the process's id and the number in it.
NetworkNamespace::NetworkNamespace(unsigned number)
    : name_("heliograph-" + std::to_string(getpid()) + "-" + std::to_string(number)),
      interface_("hg" + std::to_string(getpid()) + "n" + std::to_string(number)),
      // 198.18.0.0/15 has 2^15 subnets of four addresses; tests that run at the same time should not meet in one.
      subnet_((static_cast<unsigned>(getpid()) * 4 + number) % (1U << 15)) {
  ip("netns add " + name_);
  ip("link add name " + interface_ + " type veth peer name " + kInside + " netns " + name_);
  ip("addr add " + addressOfThisSide() + "/30 dev " + interface_);
  ip("link set " + interface_ + " up");
  ip("-n " + name_ + " addr add " + address() + "/30 dev " + kInside);
  ip("-n " + name_ + " link set lo up");
  restore();
}

NetworkNamespace::~NetworkNamespace() {
  tryIp("link del " + interface_);
  tryIp("netns del " + name_);
}

std::string NetworkNamespace::addressOfThisSide() const { return addressIn(subnet_, 1); }

std::string NetworkNamespace::address() const { return addressIn(subnet_, 2); }

void NetworkNamespace::takeDown() const { ip("-n " + name_ + " link set " + kInside + " down"); }

void NetworkNamespace::restore() const { ip("-n " + name_ + " link set " + kInside + " up"); }

}  // namespace heliograph::faults
