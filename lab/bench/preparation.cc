#include "bench/preparation.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <vector>

#include "command_line/exit_code.h"
#include "domain/online_salts.h"

namespace heliograph::bench {
namespace {

constexpr const char* kName = "bench";
// As many commands can share one commit.
constexpr std::uint64_t kThreads = 64;

// Ten failures, so that one wrong password in a hundred never locks a device.
const domain::Properties kProperties{
    {"ALLOWED_AUTH_METHODS", "OFFLINE"},
    {"OFFLINE_OTP_LENGTH", "6"},
    {"AMOUNT_FAILURES_ALLOWED", "10"},
};

[[noreturn]] void fail(const char* what) { throw cli::CommandFailure(cli::ExitCode::kNo, what); }

class Enroller {
 public:
  Enroller(cli::Desk& desk, const DeviceFamily& family, const domain::Application& application)
      : desk_(desk),
        family_(family),
        application_(application),
        device_key_(crypto::P256PrivateKey::generate(desk.random())) {}

  void enrol(std::uint64_t number) {
    const BenchEnrolment enrolment = family_.enrolment(number);
    create(enrolment);
    const DeviceId device = start(enrolment);
    finish(device, enrolment, family_.device(number).keys);
  }

 private:
  void create(const BenchEnrolment& enrolment) {
    const TimePoint now = desk_.now();
    const domain::NewEnrolment made{.id = enrolment.id,
                                    .application = application_.id,
                                    .organisation = application_.organisation,
                                    .user_reference = std::nullopt,
                                    .code_hash = enrolment.code_hash,
                                    .created_at = now,
                                    .expires_at = now + application_.configuration.enrolment_lifetime};
    // Somebody else may change the directory at the same time.
    while (true) {
      const auto created = desk_.store().createEnrolment(made, desk_.store().directoryVersion(), {});
      if (created) return;
      if (created.error() == domain::CreateEnrolmentRefusal::kCodeTaken) fail("an activation code is taken");
    }
  }

  DeviceId start(const BenchEnrolment& enrolment) {
    const auto started = desk_.store().startEnrolment({.mark = {.id = enrolment.start_mark, .received_at = desk_.now()},
                                                       .application = application_.id,
                                                       .code_hash = enrolment.code_hash,
                                                       .device_key = device_key_.publicKey().point(),
                                                       .device_id_seed = enrolment.device_id_seed},
                                                      {});
    if (!started) fail("an enrolment could not be started");
    return started->device;
  }

  void finish(const DeviceId& device, const BenchEnrolment& enrolment, const protocol::MethodKeys& keys) {
    const TimePoint now = desk_.now();
    const auto finished = desk_.store().finishEnrolment(
        {.mark = {.id = enrolment.finish_mark, .received_at = now},
         .device = device,
         .auth_method = kMethod,
         .keys = desk_.installation().key_ring.wrap(keys, device, kMethod, desk_.random()),
         .salts = domain::afterOffer({}, now)},
        {});
    if (!finished) fail("an enrolment could not be finished");
  }

  cli::Desk& desk_;
  const DeviceFamily& family_;
  const domain::Application& application_;
  crypto::P256PrivateKey device_key_;  // of all devices: nobody asks them to sign
};

void enrolAll(Enroller& enroller, std::uint64_t count) {
  std::atomic<std::uint64_t> next = 0;
  const auto work = [&] {
    for (std::uint64_t number = next++; number < count; number = next++) enroller.enrol(number);
  };
  std::vector<std::future<void>> threads;
  for (std::uint64_t i = 0; i < std::min(kThreads, count); ++i) threads.push_back(std::async(std::launch::async, work));
  for (auto& thread : threads) thread.wait();
  for (auto& thread : threads) thread.get();
}

}  // namespace

PreparedDevices prepareDevices(cli::Desk& desk, std::uint64_t count) {
  domain::Administration& administration = desk.domain().administration;
  const domain::OrganisationId organisation = desk.organisationMadeFor(kName);
  const auto application =
      administration.createApplication(organisation, kName, kProperties, desk.origin(), desk.now());
  if (!application) cli::refuse(application.error(), kName);
  auto key = administration.createApiKey({.organisation = organisation, .name = kName}, desk.origin(), desk.now());
  if (!key) cli::refuse(key.error(), kName);
  PreparedDevices devices{.key_id = key->key.id.text(),
                          .key_secret = std::move(key->secret),
                          .family = DeviceFamily::draw(desk.random()),
                          .count = count};
  Enroller enroller(desk, devices.family, *application);
  enrolAll(enroller, count);
  return devices;
}

}  // namespace heliograph::bench
