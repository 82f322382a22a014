#include "demo_bank/routes.h"

#include <string>
#include <utility>

#include "demo_bank/customer_cookie.h"
#include "http/body_reader.h"

namespace heliograph::bank {
namespace {

using http::Method;
using http::PathParameters;
using http::Request;
using http::Response;

// --- who may call ----------------------------------------------------------------------------------------------------

http::Outcome answerOf(Answer<Response>&& answer, const Request& request) {
  return answer ? std::move(*answer) : render(answer.error(), request.request_id);
}

Answer<void> requireSameOrigin(const Request& request) {
  // A GET changes nothing, and who follows a link from elsewhere may see where it leads.
  if (request.method == Method::kGet || !isFromElsewhere(request)) return {};
  return fail(Refusal{403, "FORBIDDEN", "this comes from another site"});
}

Answer<Customer> customerOf(Bank& bank, const Request& request) {
  const auto customer = bank.customer_sessions.customerOf(customerCookieOf(request));
  if (!customer) return fail(Refusal{401, "SIGNED_OUT", "sign in first"});
  return *customer;
}

// `function` is called with (Bank&, Request): anybody's, from the bank's own page.
template <class Function>
http::Handler forAnybody(const BankSource& bank, Function function) {
  return [bank, function](const Request& request, const PathParameters&) {
    return answerOf(requireSameOrigin(request).and_then([&] { return function(bank(), request); }), request);
  };
}

// `function` is called with (Bank&, Customer, Request, PathParameters).
template <class Function>
http::Handler forCustomer(const BankSource& bank, Function function) {
  return [bank, function](const Request& request, const PathParameters& parameters) {
    return answerOf(requireSameOrigin(request)
                        .and_then([&] { return customerOf(bank(), request); })
                        .and_then([&](Customer customer) { return function(bank(), customer, request, parameters); }),
                    request);
  };
}

// --- bodies ----------------------------------------------------------------------------------------------------------

Answer<http::Fields> fieldsOf(const Request& request, http::FieldNames names) {
  return http::readBody(request, names).map_error([](const http::Problem& problem) { return refusalOf(problem); });
}

Answer<void> requireNoFields(const Request& request) {
  return http::requireEmptyBody(request).map_error([](const http::Problem& problem) { return refusalOf(problem); });
}

Answer<std::string_view> textOf(const http::Fields& body, std::string_view name) {
  return body.text(name).map_error([](const http::Problem& problem) { return refusalOf(problem); });
}

Refusal malformed(std::string detail) { return refusalOf(http::malformed(std::move(detail))); }

Response okJson(const Json& json) { return {200, {}, std::string(http::kJson), json.dump()}; }

Response createdJson(std::string location, const Json& json) {
  return {201, {{"Location", std::move(location)}}, std::string(http::kJson), json.dump()};
}

// --- handlers --------------------------------------------------------------------------------------------------------

Answer<Json> stateOf(Bank& bank, Customer customer) {
  (void)bank.enrolments.find(customer);  // it may be completed, and then there is a new phone
  auto phone = bank.phones.find(customer);
  if (!phone) return fail(phone.error());
  Json transfers = bank.transfers.list(customer);
  return Json{{"customer", numberOf(customer)},
              {"balance", bank.accounts.balance(customer).text()},
              {"currency", kCurrency},
              {"transfers", std::move(transfers)},
              {"phone", *phone ? std::move(**phone) : Json()}};
}

Answer<Response> signIn(Bank& bank, const Request& request) {
  const auto body = fieldsOf(request, {"customer", "password"});
  if (!body) return fail(body.error());
  const auto number = textOf(*body, "customer");
  if (!number) return fail(number.error());
  const auto password = textOf(*body, "password");
  if (!password) return fail(password.error());
  const auto cookie = bank.customer_sessions.signIn(*number, *password, request.source);
  if (!cookie) return fail(cookie.error());
  const auto state = stateOf(bank, customerWithNumber(*number).value());
  if (!state) return fail(state.error());
  Response response = okJson(*state);
  response.headers.push_back(setCustomerCookie(*cookie, request));
  return response;
}

Answer<Response> signOut(Bank& bank, const Request& request) {
  if (const auto none = requireNoFields(request); !none) return fail(none.error());
  bank.customer_sessions.signOut(customerCookieOf(request));
  Response response = http::noContent();
  response.headers.push_back(removeCustomerCookie(request));
  return response;
}

Answer<Response> showState(Bank& bank, Customer customer, const Request&, const PathParameters&) {
  return stateOf(bank, customer).map(okJson);
}

Json toJson(const PhoneConfiguration& configuration) {
  return {{"service_url", configuration.service_url},
          {"application_id", configuration.application_id},
          {"channel_public_key", configuration.channel_public_key}};
}

Answer<Response> showApplication(Bank& bank, const Request&) { return okJson(toJson(bank.phone_configuration)); }

Answer<Response> beginEnrolment(Bank& bank, Customer customer, const Request& request, const PathParameters&) {
  if (const auto none = requireNoFields(request); !none) return fail(none.error());
  auto begun = bank.enrolments.begin(customer);
  if (!begun) return fail(begun.error());
  (*begun)["application"] = toJson(bank.phone_configuration);
  return createdJson("/demo/api/enrolment", *begun);
}

Answer<Response> showEnrolment(Bank& bank, Customer customer, const Request&, const PathParameters&) {
  return bank.enrolments.find(customer).map(okJson);
}

Answer<Response> removePhone(Bank& bank, Customer customer, const Request& request, const PathParameters&) {
  if (const auto none = requireNoFields(request); !none) return fail(none.error());
  return bank.phones.remove(customer).map([] { return http::noContent(); });
}

Answer<PaymentOrder> orderOf(const http::Fields& body) {
  for (const auto* const name : {"payee", "iban", "amount"}) {
    if (const auto text = textOf(body, name); !text) return fail(text.error());
  }
  return PaymentOrder::parse(*body.text("payee"), *body.text("iban"), *body.text("amount"),
                             body.optionalText("reference").value_or(""))
      .map_error(malformed);
}

// Two factors, where the page does not say how.
Answer<protocol::AuthMethod> methodOf(const http::Fields& body) {
  const auto channel = textOf(body, "channel");
  if (!channel) return fail(channel.error());
  const bool is_offline = *channel == "OFFLINE";
  if (!is_offline && *channel != "ONLINE") return fail(malformed("channel is neither OFFLINE nor ONLINE"));
  const auto name = body.optionalText("auth_method").value_or(is_offline ? "OFFLINE_PIN" : "DEVICE_PIN");
  const auto method = protocol::authMethodFromApiName(name);
  if (!method || protocol::isOffline(*method) != is_offline) {
    return fail(malformed("auth_method is not the name of one of this channel"));
  }
  return *method;
}

Answer<Response> beginTransfer(Bank& bank, Customer customer, const Request& request, const PathParameters&) {
  const auto body = fieldsOf(request, {"payee", "iban", "amount", "reference", "channel", "auth_method"});
  if (!body) return fail(body.error());
  const auto order = orderOf(*body);
  if (!order) return fail(order.error());
  const auto method = methodOf(*body);
  if (!method) return fail(method.error());
  return bank.transfers.begin(customer, *order, *method).map([](const Json& transfer) {
    return createdJson("/demo/api/transfers/" + transfer.at("id").get<std::string>(), transfer);
  });
}

Answer<Response> showTransfer(Bank& bank, Customer customer, const Request&, const PathParameters& parameters) {
  return bank.transfers.find(customer, parameters.front()).map(okJson);
}

Answer<Response> drawQr(Bank& bank, Customer customer, const Request&, const PathParameters& parameters) {
  return bank.transfers.drawQr(customer, parameters.front()).map([](std::string&& svg) {
    return Response{200, {}, "image/svg+xml", std::move(svg)};
  });
}

Answer<Response> verify(Bank& bank, Customer customer, const Request& request, const PathParameters& parameters) {
  const auto body = fieldsOf(request, {"otp"});
  if (!body) return fail(body.error());
  const auto otp = textOf(*body, "otp");
  if (!otp) return fail(otp.error());
  return bank.transfers.verify(customer, parameters.front(), *otp).map(okJson);
}

Answer<Response> cancel(Bank& bank, Customer customer, const Request& request, const PathParameters& parameters) {
  if (const auto none = requireNoFields(request); !none) return fail(none.error());
  return bank.transfers.cancel(customer, parameters.front()).map(okJson);
}

}  // namespace

void addRoutes(http::Router& router, const BankSource& bank) {
  const std::string api = "/demo/api";
  router.add(Method::kPost, api + "/sign-in", forAnybody(bank, signIn));
  router.add(Method::kPost, api + "/sign-out", forAnybody(bank, signOut));
  router.add(Method::kGet, api + "/application", forAnybody(bank, showApplication));
  router.add(Method::kGet, api + "/state", forCustomer(bank, showState));
  router.add(Method::kPost, api + "/enrolment", forCustomer(bank, beginEnrolment));
  router.add(Method::kGet, api + "/enrolment", forCustomer(bank, showEnrolment));
  router.add(Method::kDelete, api + "/phone", forCustomer(bank, removePhone));
  router.add(Method::kPost, api + "/transfers", forCustomer(bank, beginTransfer));
  router.add(Method::kGet, api + "/transfers/{id}", forCustomer(bank, showTransfer));
  router.add(Method::kGet, api + "/transfers/{id}/qr", forCustomer(bank, drawQr));
  router.add(Method::kPost, api + "/transfers/{id}/verify", forCustomer(bank, verify));
  router.add(Method::kPost, api + "/transfers/{id}/cancel", forCustomer(bank, cancel));
}

}  // namespace heliograph::bank
