// The network is lost and comes back: between one of three servers and the database, silently or with every connection
// broken; or all of one server's, towards the bank, too.

#include "fault_test.h"
#include "network_namespace.h"
#include "wire.h"

namespace heliograph::faults {
namespace {

class LostNetwork : public FaultTest {
 protected:
  static constexpr unsigned kServers = 3;
  // For the database: PostgresOptions::timeout (store/postgres/postgres_store.h), and a little.
  static constexpr std::chrono::milliseconds kLongerThanAServerWaits{6000};

  // A server's way to the database, which everything goes by.
  ServerPlace placeBehindAWire(const std::string& address) {
    wires_.push_back(std::make_unique<Wire>(address, SocketAddress{"127.0.0.1", cluster_.port()}));
    return onPostgres(cluster_.urlByWayOf(address, wires_.back()->port()));
  }
  void startLoadBehindWires() {
    std::vector<ServerPlace> places;
    for (unsigned i = 0; i < kServers; ++i) places.push_back(placeBehindAWire("127.0.0.1"));
    startInstallation(std::move(places));
    startLoad();
    letTheLoadRun();
  }
  static std::uint16_t portOf(const std::string& url) {
    return static_cast<std::uint16_t>(std::stoul(url.substr(url.rfind(':') + 1)));
  }
  void stopLoadAndProve() {
    letTheLoadRun();
    stopLoad();
    for (std::size_t i = 0; i < servers_->count(); ++i) EXPECT_TRUE(servers_->isRunning(i)) << i;
    expectProof(*openPostgres(cluster_.url()));
  }

  Cluster cluster_{folder_ / "postgres"};
  std::vector<std::unique_ptr<Wire>> wires_;
};

// What a server has given up, and its client has repeated at another one, arrives at the database all the same.
TEST_F(LostNetwork, LosesNothingThatWasAcknowledgedWherePacketsVanish) {
  startLoadBehindWires();
  for (const auto& wire : wires_) {
    wire->goSilent();
    std::this_thread::sleep_for(kLongerThanAServerWaits);
    wire->restore();
    letTheLoadRun();
  }
  stopLoadAndProve();
}

TEST_F(LostNetwork, LosesNothingThatWasAcknowledgedWhereConnectionsBreak) {
  startLoadBehindWires();
  for (int i = 0; i < 2; ++i) {
    for (const auto& wire : wires_) {
      wire->cut();
      letTheLoadRun();
      wire->restore();
    }
  }
  stopLoadAndProve();
}

TEST_F(LostNetwork, GetsTryAgainLaterWherePacketsVanishUntilTheyArriveAgain) {
  startInstallation({placeBehindAWire("127.0.0.1")}, 1);
  const auto session = bank(0).post("/offline-authentications", beginBody(0)).body;
  const std::string path = "/offline-authentications/" + session.at("id").get<std::string>();
  wires_.front()->goSilent();
  expectTryAgainLater(bank(0).post("/offline-authentications", beginBody(0)));
  expectTryAgainLater(bank(0).post(path + "/verify", {{"otp", "000000"}}));
  expectTryAgainLater(bank(0).get(path));
  wires_.front()->restore();
  EXPECT_TRUE(recovers(0));
}

TEST_F(LostNetwork, LosesNothingThatWasAcknowledgedWhereAServerIsCutOffFromEverybody) {
  if (!NetworkNamespace::isPermitted()) GTEST_SKIP() << "no right to make network namespaces";
  std::vector<std::unique_ptr<NetworkNamespace>> networks;
  std::vector<ServerPlace> places;
  for (unsigned i = 0; i < kServers; ++i) {
    networks.push_back(std::make_unique<NetworkNamespace>(i));
    ServerPlace place = placeBehindAWire(networks.back()->addressOfThisSide());
    place.address = networks.back()->address();
    place.network_namespace = networks.back()->name();
    places.push_back(std::move(place));
  }
  startServers(std::move(places));
  // A phone speaks plain HTTP with the loopback only.
  const Wire door("127.0.0.1", {networks.front()->address(), portOf(servers_->url(0))});
  phones_ = enrolPhones(application_, {"http://127.0.0.1:" + std::to_string(door.port())}, kPhones);
  startLoad();
  letTheLoadRun();
  for (const auto& network : networks) {
    network->takeDown();
    letTheLoadRun();
    letTheLoadRun();
    network->restore();
    letTheLoadRun();
  }
  stopLoadAndProve();
}

}  // namespace
}  // namespace heliograph::faults
