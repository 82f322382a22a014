// scripts/postgres-cluster, which every test on PostgreSQL stands on.

#include "cluster.h"

#include <gmock/gmock.h>

#include <future>
#include <stdexcept>

#include "engine.h"
#include "lab/process.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::faults {
namespace {

class PrivateCluster : public testing::Test {
 protected:
  static std::string urlAfterStart(const std::filesystem::path& folder) {
    return lab::runProcess({HELIOGRAPH_SOURCE_DIR "/scripts/postgres-cluster", {"start", folder.string()}})
        .standard_output;
  }
  static std::string value(const std::string& url, const std::string& sql) {
    return openPostgres(url)->rows(sql).at(0).at(0);
  }

  store::TemporaryFolder folder_;
};

TEST_F(PrivateCluster, KeepsWhatWasCommittedThroughAKillOnTheSamePort) {
  const Cluster cluster(folder_ / "postgres");
  openPostgres(cluster.url())->rows("CREATE TABLE kept AS SELECT 7 AS number");
  cluster.kill();
  EXPECT_THROW((void)openPostgres(cluster.url()), std::runtime_error);
  cluster.start();
  EXPECT_EQ(value(cluster.url(), "SELECT number FROM kept"), "7");
}

TEST_F(PrivateCluster, IsStartedOnceByTwoWhoStartItAtOnceInADeepFolder) {
  const auto deep = folder_ / std::string(80, 'a') / std::string(80, 'b');
  auto other = std::async(std::launch::async, [&] { return urlAfterStart(deep); });
  const Cluster cluster(deep);
  EXPECT_EQ(other.get(), cluster.url() + "\n");
  EXPECT_EQ(value(cluster.url(), "SELECT 1"), "1");
}

TEST_F(PrivateCluster, IsOpenThroughTheLoopbackWithItsPasswordOnly) {
  const Cluster cluster(folder_ / "postgres");
  const std::string url = cluster.urlByWayOf("127.0.0.1", cluster.port());
  EXPECT_EQ(value(url, "SELECT 1"), "1");
  const std::string with_another =
      "host=127.0.0.1 user=heliograph password=wrong dbname=heliograph port=" + valueIn(url, "port");
  EXPECT_THROW((void)openPostgres(with_another), std::runtime_error);
}

TEST_F(PrivateCluster, HasInItsPromotedReplicaWhatItHadCommittedWhenItWasKilled) {
  const Cluster primary(folder_ / "primary");
  const auto replica = primary.standby(folder_ / "replica");
  openPostgres(primary.url())->rows("CREATE TABLE kept AS SELECT 7 AS number");
  primary.kill();
  replica->promote();
  const std::string url = urlOfThePrimaryOf(primary, *replica);
  openPostgres(url)->rows("UPDATE kept SET number = number + 1");
  EXPECT_EQ(value(url, "SELECT number FROM kept"), "8");
}

TEST_F(PrivateCluster, LeavesNothingBehind) {
  std::string socket_folder;
  {
    const Cluster cluster(folder_ / "postgres");
    socket_folder = valueIn(cluster.url(), "host");
    ASSERT_TRUE(std::filesystem::exists(socket_folder));
  }
  EXPECT_FALSE(std::filesystem::exists(socket_folder));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "postgres"));
}

}  // namespace
}  // namespace heliograph::faults
