// The database's primary is killed and its synchronous replica takes over.

#include "fault_test.h"

namespace heliograph::faults {
namespace {

using Promotion = FaultTest;

TEST_F(Promotion, OfASynchronousReplicaLosesNothingThatWasAcknowledged) {
  const Cluster primary(folder_ / "primary");
  const auto replica = primary.standby(folder_ / "replica");
  startInstallation(std::vector(3, onPostgres(urlOfThePrimaryOf(primary, *replica))));
  startLoad();
  letTheLoadRun();
  letTheLoadRun();
  const std::size_t before = record_.count(Act::kVerify, Told::kSuccess);
  primary.kill();
  replica->promote();
  for (int i = 0; i < 60 && record_.count(Act::kVerify, Told::kSuccess) <= before + Load::kThreads; ++i) {
    letTheLoadRun();
  }
  stopLoad();
  EXPECT_GT(record_.count(Act::kVerify, Told::kSuccess), before + Load::kThreads) << "the servers go on at the replica";
  expectProof(*openPostgres(replica->url()));
}

}  // namespace
}  // namespace heliograph::faults
