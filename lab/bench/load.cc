#include "bench/load.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <memory>
#include <random>
#include <utility>

#include "bench/bench_phone.h"
#include "bench/process_usage.h"
#include "bench/requests.h"
#include "bench/schedule.h"
#include "bench/wire.h"
#include "command_line/exit_code.h"

namespace heliograph::bench {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;

constexpr std::chrono::seconds kConnectTimeout{10};
// How long the pairs that were due may take to finish after the measured time.
constexpr std::chrono::seconds kDrainTimeout{10};
constexpr int kCreated = 201;
constexpr int kOk = 200;
constexpr int kBroken = 0;

[[noreturn]] void unreachable(const LoadOptions& options) {
  throw cli::CommandFailure(cli::ExitCode::kUnavailable,
                            options.host + ":" + options.port + ": the server cannot be reached");
}

// Where the server listens now: a wrong address is told at once, where a server that goes later is waited for.
Tcp::endpoint serverOf(asio::io_context& io, const LoadOptions& options) {
  ErrorCode error;
  const auto found = Tcp::resolver(io).resolve(options.host, options.port, error);
  if (error) unreachable(options);
  for (const auto& entry : found) {
    Tcp::socket probe(io);
    probe.connect(entry.endpoint(), error);
    if (!error) return entry.endpoint();
  }
  unreachable(options);
}

Steady::duration ticks(std::chrono::duration<double> time) {
  return std::chrono::duration_cast<Steady::duration>(time);
}

// Devices in random order, none of them twice at the same moment where there are enough: one user does not confirm two
// payments at once.
class DeviceChoice {
 public:
  DeviceChoice(std::uint64_t devices, std::size_t connections)
      : is_taken_(devices > 2 * connections ? devices : 0), number_(0, devices - 1), random_(std::random_device()()) {}

  std::uint64_t take() {
    std::uint64_t device = number_(random_);
    if (is_taken_.empty()) return device;
    while (is_taken_[device]) device = number_(random_);
    is_taken_[device] = true;
    return device;
  }
  void giveBack(std::uint64_t device) {
    if (!is_taken_.empty()) is_taken_[device] = false;
  }
  // True once in 1 / `part` calls, by chance.
  bool happens(double part) { return std::bernoulli_distribution(part)(random_); }

 private:
  std::vector<bool> is_taken_;
  std::uniform_int_distribution<std::uint64_t> number_;
  std::mt19937_64 random_;
};

enum class Stage { kIdle, kBeginning, kVerifying };

struct Client {
  std::unique_ptr<Wire> wire;
  Stage stage = Stage::kIdle;
  std::uint64_t number = 0;  // of the device
  std::optional<BenchDevice> device;
  bool is_wrong = false;
  Steady::time_point intended_start;
  Steady::time_point begun;
};

class Load {
 public:
  Load(const LoadOptions& options, const PreparedDevices& devices);
  [[nodiscard]] LoadResult run();

 private:
  void start();
  void onReady(Client& client);
  void onAnswer(Client& client, const HttpAnswer* answer);
  void onBegun(Client& client, const HttpAnswer& answer);
  void onVerified(Client& client, const HttpAnswer& answer);
  void fail(Client& client, int status);
  void endPair(Client& client);
  void useFree(Client& client);
  void startPair(Client& client, Steady::time_point intended_start);
  void startDuePairs();
  void beginMeasuring();
  void endMeasuring();
  void stopWhereFinished();
  void stop();

  [[nodiscard]] bool isMeasured(Steady::time_point time) const { return time >= measure_from_ && time < measure_to_; }
  [[nodiscard]] CpuSeconds cpuSeconds() const;
  [[nodiscard]] double residentMebibytes() const;
  void at(asio::steady_timer& timer, Steady::time_point time, void (Load::*action)());

  const LoadOptions& options_;
  const PreparedDevices& devices_;
  // One thread, so its locks are left out.
  asio::io_context io_{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE};
  asio::steady_timer phase_timer_{io_};
  asio::steady_timer pair_timer_{io_};
  Requests requests_;
  DeviceChoice choice_;
  std::vector<Client> clients_;
  std::deque<Client*> idle_;  // open loop; the one that has waited longest comes first
  std::optional<Schedule> schedule_;
  std::uint64_t due_pairs_ = 0;  // open loop: of the whole run
  std::uint64_t started_pairs_ = 0;
  std::size_t connected_ = 0;
  std::size_t in_flight_ = 0;
  bool is_started_ = false;
  bool is_ending_ = false;
  Steady::time_point measure_from_;
  Steady::time_point measure_to_;
  CpuSeconds cpu_before_;
  Latencies begin_latencies_;
  Latencies verify_latencies_;
  LoadResult result_;
};

Load::Load(const LoadOptions& options, const PreparedDevices& devices)
    : options_(options),
      devices_(devices),
      requests_(options.host, options.port, devices),
      choice_(devices.count, options.connections),
      clients_(options.connections) {
  const Tcp::endpoint server = serverOf(io_, options);
  for (Client& client : clients_) {
    client.wire = std::make_unique<Wire>(
        io_, server, [this, &client] { onReady(client); },
        [this, &client](const HttpAnswer* answer) { onAnswer(client, answer); });
  }
}

LoadResult Load::run() {
  for (Client& client : clients_) client.wire->connect();
  at(phase_timer_, Steady::now() + kConnectTimeout, &Load::stop);
  io_.run();
  if (!is_started_) unreachable(options_);
  result_.begin = begin_latencies_.summary();
  result_.verify = verify_latencies_.summary();
  result_.pairs_per_second = static_cast<double>(result_.pairs) / options_.measured.count();
  return result_;
}

void Load::at(asio::steady_timer& timer, Steady::time_point time, void (Load::*action)()) {
  timer.expires_at(time);
  timer.async_wait([this, action](const ErrorCode& error) {
    if (!error) (this->*action)();
  });
}

// --- phases ----------------------------------------------------------------------------------------------------------

void Load::start() {
  is_started_ = true;
  const Steady::time_point now = Steady::now();
  measure_from_ = now + ticks(options_.warm_up);
  measure_to_ = measure_from_ + ticks(options_.measured);
  if (options_.pairs_per_second) {
    schedule_.emplace(now, *options_.pairs_per_second);
    due_pairs_ = schedule_->countBefore(measure_to_);
  }
  at(phase_timer_, measure_from_, &Load::beginMeasuring);
  for (Client& client : clients_) useFree(client);
}

void Load::beginMeasuring() {
  cpu_before_ = cpuSeconds();
  at(phase_timer_, measure_to_, &Load::endMeasuring);
}

void Load::endMeasuring() {
  const CpuSeconds after = cpuSeconds();
  result_.cpu = {.servers = after.servers - cpu_before_.servers,
                 .database = after.database - cpu_before_.database,
                 .generator = after.generator - cpu_before_.generator};
  result_.server_resident_mib = residentMebibytes();
  is_ending_ = true;
  at(phase_timer_, Steady::now() + kDrainTimeout, &Load::stop);
  stopWhereFinished();
}

void Load::stopWhereFinished() {
  const bool is_finished = is_ending_ && in_flight_ == 0 && started_pairs_ >= due_pairs_;
  if (is_finished) stop();
}

void Load::stop() {
  result_.unanswered = in_flight_ + (due_pairs_ > started_pairs_ ? due_pairs_ - started_pairs_ : 0);
  phase_timer_.cancel();
  pair_timer_.cancel();
  for (Client& client : clients_) client.wire->close();
  io_.stop();
}

CpuSeconds Load::cpuSeconds() const {
  CpuSeconds seconds;
  for (const pid_t server : options_.servers) seconds.servers += cpuSecondsOf(server);
  if (options_.database) seconds.database = cpuSecondsOfTree(*options_.database);
  seconds.generator = ownCpuSeconds();
  return seconds;
}

double Load::residentMebibytes() const {
  double most = 0;
  for (const pid_t server : options_.servers) most = std::max(most, residentMebibytesOf(server));
  return most;
}

// --- pairs -----------------------------------------------------------------------------------------------------------

void Load::onReady(Client& client) {
  if (is_started_) {
    useFree(client);
  } else if (++connected_ == clients_.size()) {
    start();
  }
}

void Load::useFree(Client& client) {
  const Steady::time_point now = Steady::now();
  if (schedule_) {
    idle_.push_back(&client);
    startDuePairs();
  } else if (now < measure_to_) {
    startPair(client, now);
  }
}

// Pairs that find no connection free wait for one; the time at which they were meant to begin stays.
void Load::startDuePairs() {
  while (!idle_.empty() && started_pairs_ < due_pairs_) {
    const Steady::time_point intended = schedule_->intendedStart(started_pairs_);
    if (intended > Steady::now()) {
      at(pair_timer_, intended, &Load::startDuePairs);
      return;
    }
    Client& client = *idle_.front();
    idle_.pop_front();
    startPair(client, intended);
  }
}

void Load::startPair(Client& client, Steady::time_point intended_start) {
  ++in_flight_;
  client.intended_start = intended_start;
  client.number = choice_.take();
  client.device.emplace(devices_.family.device(client.number));
  client.is_wrong = choice_.happens(options_.wrong);
  client.stage = Stage::kBeginning;
  requests_.begin(client.wire->request(), client.device->id, started_pairs_++);
  client.wire->send();
}

void Load::onAnswer(Client& client, const HttpAnswer* answer) {
  if (answer == nullptr) {
    // Also of a connection that broke while nobody used it; it comes back by onReady().
    if (client.stage != Stage::kIdle) fail(client, kBroken);
    return;
  }
  if (client.stage == Stage::kBeginning) {
    onBegun(client, *answer);
  } else {
    onVerified(client, *answer);
  }
  if (client.stage == Stage::kIdle && client.wire->isConnected()) useFree(client);
}

void Load::onBegun(Client& client, const HttpAnswer& answer) {
  client.begun = Steady::now();
  if (answer.status != kCreated) {
    fail(client, answer.status);
    return;
  }
  if (isMeasured(client.intended_start)) begin_latencies_.add(client.begun - client.intended_start);
  const BegunFields fields = begunFieldsOf(answer.body);
  const auto otp = answerAs(*client.device, fields.verification_data);
  if (!otp) {
    ++result_.unexpected;
    endPair(client);
    return;
  }
  client.stage = Stage::kVerifying;
  if (!client.wire->isConnected()) {
    fail(client, kBroken);
    return;
  }
  const std::string typed = client.is_wrong ? wrongFor(otp->expose()) : std::string(otp->expose());
  requests_.verify(client.wire->request(), fields.id, typed);
  client.wire->send();
}

void Load::onVerified(Client& client, const HttpAnswer& answer) {
  const Steady::time_point now = Steady::now();
  if (answer.status != kOk) {
    fail(client, answer.status);
    return;
  }
  if (isMeasured(client.intended_start)) verify_latencies_.add(now - client.begun);
  if (isMeasured(now)) ++result_.pairs;
  const std::string result = resultOf(answer.body);
  ++(client.is_wrong ? result_.failures : result_.successes);
  if (result != (client.is_wrong ? "FAILURE" : "SUCCESS")) ++result_.unexpected;
  endPair(client);
}

void Load::fail(Client& client, int status) {
  auto& errors = client.stage == Stage::kVerifying ? result_.verify_errors : result_.begin_errors;
  ++errors[status];
  endPair(client);
}

void Load::endPair(Client& client) {
  choice_.giveBack(client.number);
  client.stage = Stage::kIdle;
  --in_flight_;
  stopWhereFinished();
}

}  // namespace

LoadResult runLoad(const LoadOptions& options, const PreparedDevices& devices) {
  Load load(options, devices);
  return load.run();
}

}  // namespace heliograph::bench
