// SIGKILL at the one server of an embedded database, under load.

#include "fault_test.h"

namespace heliograph::faults {
namespace {

using OnSqlite = FaultTest;

TEST_F(OnSqlite, AServerThatIsKilledUnderLoadLosesNothingThatItAcknowledged) {
  const std::filesystem::path file = folder_ / "heliograph.db";
  startInstallation({onSqlite(file)});
  startLoad();
  for (int i = 0; i < 5; ++i) {
    letTheLoadRun();
    servers_->kill(0);
    servers_->start(0);
  }
  letTheLoadRun();
  stopLoad();
  expectProof(*openSqlite(file));
}

}  // namespace
}  // namespace heliograph::faults
