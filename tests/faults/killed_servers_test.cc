// SIGKILL at one of three servers after the other.

#include "fault_test.h"

namespace heliograph::faults {
namespace {

using KilledServers = FaultTest;

TEST_F(KilledServers, LoseNothingThatTheyAcknowledged) {
  const Cluster cluster(folder_ / "postgres");
  startInstallation(std::vector(3, onPostgres(cluster.url())));
  startLoad();
  for (std::size_t i = 0; i < 2 * servers_->count(); ++i) {
    letTheLoadRun();
    servers_->kill(i % servers_->count());
    letTheLoadRun();
    servers_->start(i % servers_->count());
  }
  stopLoad();
  expectProof(*openPostgres(cluster.url()));
}

}  // namespace
}  // namespace heliograph::faults
