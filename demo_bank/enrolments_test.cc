#include "demo_bank/enrolments.h"

#include <gmock/gmock.h>

#include "demo_bank/testing/bank_fixture.h"

namespace heliograph::bank::testing {
namespace {

using EnrolmentsTest = BankFixture;

TEST_F(EnrolmentsTest, GiveTheCustomerAPhone) {
  const Browser customer = signIn();
  EXPECT_EQ(outcomeOf(get(customer, "/enrolment")), "404 UNKNOWN_ENROLMENT");
  EXPECT_TRUE(jsonOf(get(customer, "/state")).at("phone").is_null());
  const auto phone = enrol(customer);
  const auto shown = jsonOf(get(customer, "/state")).at("phone");
  EXPECT_EQ(shown.at("device_status"), "ACTIVE");
  EXPECT_EQ(shown.at("user_reference"), "demo-1001");
  EXPECT_EQ(shown.at("auth_methods").size(), 3U);
  EXPECT_TRUE(jsonOf(get(signIn("1002"), "/state")).at("phone").is_null());
}

TEST_F(EnrolmentsTest, TellTheCodeOnce) {
  const Browser customer = signIn();
  const auto begun = jsonOf(post(customer, "/enrolment", nlohmann::json::object()));
  EXPECT_EQ(begun.at("status"), "STARTED");
  EXPECT_EQ(begun.at("application").at("application_id"), bank_.application.text());
  const auto found = jsonOf(get(customer, "/enrolment"));
  EXPECT_EQ(found.at("id"), begun.at("id"));
  EXPECT_EQ(found.at("status"), "STARTED");
  EXPECT_FALSE(found.contains("activation_code"));
}

TEST_F(EnrolmentsTest, ThatAreBegunAgainCancelTheOneBefore) {
  const Browser customer = signIn();
  const auto first = jsonOf(post(customer, "/enrolment", nlohmann::json::object()));
  const auto second = jsonOf(post(customer, "/enrolment", nlohmann::json::object()));
  EXPECT_NE(first.at("id"), second.at("id"));
  EXPECT_EQ(eventsOf(domain::AuditAction::kEnrolmentCancelled).size(), 1U);
}

TEST_F(EnrolmentsTest, OfASecondPhoneRemoveTheFirst) {
  const Browser customer = signIn();
  const auto first = enrol(customer);
  const std::string first_id = jsonOf(get(customer, "/state")).at("phone").at("device_id");
  clock_.advance(std::chrono::seconds(1));
  const auto second = enrol(customer);
  EXPECT_NE(jsonOf(get(customer, "/state")).at("phone").at("device_id"), first_id);
  const auto device = ServerFixture::get(std::string(http::testing::kApi) + "/devices/" + first_id);
  EXPECT_EQ(jsonOf(device).at("device_status"), "DEACTIVATED");
}

TEST_F(EnrolmentsTest, AreForgottenWithThePhoneThatIsRemoved) {
  const Browser customer = signIn();
  const auto phone = enrol(customer);
  EXPECT_EQ(call(customer, "DELETE", "/phone").status, 204);
  EXPECT_TRUE(jsonOf(get(customer, "/state")).at("phone").is_null());
  EXPECT_EQ(outcomeOf(post(customer, "/transfers", order())), "409 NO_PHONE");
  EXPECT_EQ(call(customer, "DELETE", "/phone").status, 204);
}

TEST_F(EnrolmentsTest, OfAnotherCustomerStayWhenAPhoneIsRemoved) {
  const auto phone = enrol(signIn("1001"));
  EXPECT_EQ(call(signIn("1002"), "DELETE", "/phone").status, 204);
  EXPECT_FALSE(jsonOf(get(signIn("1001"), "/state")).at("phone").is_null());
}

TEST_F(EnrolmentsTest, NeedNobodyWhoAsksForTheirStatus) {
  const Browser customer = signIn();
  const auto begun = jsonOf(post(customer, "/enrolment", nlohmann::json::object()));
  Phone(random_, clock_).enrol(begun);
  EXPECT_EQ(jsonOf(get(customer, "/state")).at("phone").at("device_status"), "ACTIVE");
}

}  // namespace
}  // namespace heliograph::bank::testing
