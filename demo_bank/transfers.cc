#include "demo_bank/transfers.h"

#include <algorithm>
#include <array>

#include "base/uuid.h"

namespace heliograph::bank {
namespace {

// Of a session, and so of the transfer that it is about; CANCELLED and EXPIRED, too.
constexpr const char* kOpen = "STARTED";
constexpr const char* kCompleted = "COMPLETED";
constexpr const char* kFailed = "FAILED";
constexpr const char* kOfflineAuthentications = "/offline-authentications";
constexpr const char* kAuthentications = "/authentications";

// What the browser gets to see of the server's session: neither its id nor the device's.
constexpr std::array kShownOfSession{"remaining_attempts", "otp_length", "created_at", "expires_at", "locked_until"};

Refusal unknownTransfer() { return {404, "UNKNOWN_TRANSFER", "there is no such transfer"}; }

}  // namespace

Json Transfers::toJson(const Transfer& transfer) {
  Json json{{"id", transfer.id},
            {"payee", transfer.order.payee},
            {"iban", transfer.order.iban.text()},
            {"amount", transfer.order.amount.text()},
            {"currency", kCurrency},
            {"reference", transfer.order.reference},
            {"context", transfer.order.context()},
            {"channel", protocol::isOffline(transfer.method) ? "OFFLINE" : "ONLINE"},
            {"auth_method", protocol::apiName(transfer.method)},
            {"status", transfer.status}};
  for (const char* const member : kShownOfSession) {
    if (transfer.session.contains(member)) json[member] = transfer.session.at(member);
  }
  return json;
}

Answer<Json> Transfers::beginSession(const std::string& device_id, const PaymentOrder& order,
                                     protocol::AuthMethod method) {
  const auto name = protocol::apiName(method);
  if (protocol::isOffline(method)) {
    return api_.postOnce(kOfflineAuthentications,
                         {{"device_id", device_id}, {"auth_method", name}, {"context", order.context()}});
  }
  return api_.postOnce(kAuthentications, {{"device_id", device_id},
                                          {"auth_methods", Json::array({name})},
                                          {"context", order.context()},
                                          {"context_title", "Transfer"}});
}

Answer<Json> Transfers::begin(Customer customer, const PaymentOrder& order, protocol::AuthMethod method) {
  if (order.amount > kMaxWithOneFactor && !protocol::isTwoFactor(method)) {
    return fail(Refusal{422, "AUTH_METHOD_NOT_ALLOWED",
                        "auth_method has one factor, which is enough up to " + kMaxWithOneFactor.text() + " EUR"});
  }
  const auto open = list(customer);  // which finishes those whose time is over
  const auto is_open = [](const Json& transfer) { return transfer.at("status") == kOpen; };
  if (std::ranges::count_if(open, is_open) >= static_cast<std::ptrdiff_t>(kMaxOpenTransfers)) {
    return fail(Refusal{429, "TOO_MANY_REQUESTS", "too many transfers wait for the phone; cancel one",
                        std::chrono::seconds(60)});
  }
  const auto device_id = phones_.deviceIdOf(customer);
  if (!device_id) return fail(device_id.error());
  if (!accounts_.setAside(customer, order.amount)) {
    return fail(Refusal{422, "INSUFFICIENT_FUNDS", "amount is more than the account has left"});
  }
  const auto session = beginSession(*device_id, order, method);
  if (!session) {
    accounts_.release(customer, order.amount);
    return fail(session.error());
  }
  const std::string sessions = protocol::isOffline(method) ? kOfflineAuthentications : kAuthentications;
  const Transfer transfer{.id = formatUuid(randomUuid(random_)),
                          .customer = customer,
                          .order = order,
                          .method = method,
                          .session_path = sessions + "/" + session->at("id").get<std::string>(),
                          .session = *session,
                          .status = session->at("status")};
  keep(transfer);
  Json json = toJson(transfer);
  if (protocol::isOffline(method)) json["verification_data"] = session->at("verification_data");
  return json;
}

void Transfers::keep(const Transfer& transfer) {
  const std::lock_guard lock(mutex_);
  transfers_.push_back(transfer);
  const auto is_mine = [&](const Transfer& other) { return other.customer == transfer.customer; };
  if (std::ranges::count_if(transfers_, is_mine) <= static_cast<std::ptrdiff_t>(kMaxKeptTransfers)) return;
  const auto oldest =
      std::ranges::find_if(transfers_, [&](const Transfer& other) { return is_mine(other) && other.status != kOpen; });
  if (oldest != transfers_.end()) transfers_.erase(oldest);
}

Answer<Transfers::Transfer> Transfers::own(Customer customer, std::string_view id) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find_if(
      transfers_, [&](const Transfer& transfer) { return transfer.id == id && transfer.customer == customer; });
  if (found == transfers_.end()) return fail(unknownTransfer());
  return *found;
}

std::vector<Transfers::Transfer> Transfers::all(Customer customer) {
  const std::lock_guard lock(mutex_);
  std::vector<Transfer> mine;
  std::ranges::copy_if(transfers_, std::back_inserter(mine),
                       [&](const Transfer& transfer) { return transfer.customer == customer; });
  return mine;
}

Transfers::Transfer Transfers::settle(const Transfer& transfer, const Json& session) {
  const std::lock_guard lock(mutex_);
  const auto found = std::ranges::find(transfers_, transfer.id, &Transfer::id);
  if (found == transfers_.end()) return transfer;
  if (found->status != kOpen) return *found;  // settled before, by whoever asked first
  found->session = session;
  found->status = session.at("status");
  // Another method than the one that was asked for, with fewer factors perhaps, agrees to nothing.
  const bool is_as_asked = session.value("auth_method", "") == protocol::apiName(found->method);
  if (found->status == kCompleted && !is_as_asked) found->status = kFailed;
  if (found->status == kCompleted) {
    accounts_.spend(found->customer, found->order.amount);
  } else if (found->status != kOpen) {
    accounts_.release(found->customer, found->order.amount);
  }
  return *found;
}

Answer<Transfers::Transfer> Transfers::refresh(const Transfer& transfer) {
  if (transfer.status != kOpen) return transfer;
  return api_.get(transfer.session_path).map([&](const Json& session) { return settle(transfer, session); });
}

Answer<Json> Transfers::find(Customer customer, std::string_view id) {
  return own(customer, id).and_then([this](const Transfer& transfer) { return refresh(transfer); }).map(toJson);
}

Json Transfers::list(Customer customer) {
  Json list = Json::array();
  const std::vector<Transfer> mine = all(customer);
  for (auto transfer = mine.rbegin(); transfer != mine.rend(); ++transfer) {
    list.push_back(toJson(refresh(*transfer).value_or(*transfer)));
  }
  return list;
}

Answer<Json> Transfers::verify(Customer customer, std::string_view id, std::string_view otp) {
  const auto transfer = own(customer, id);
  if (!transfer) return fail(transfer.error());
  if (!protocol::isOffline(transfer->method)) return fail(unknownTransfer());
  const auto verified = api_.postOnce(transfer->session_path + "/verify", {{"otp", otp}});
  if (!verified) {
    // SESSION_NOT_OPEN may mean that an earlier answer was lost.
    (void)refresh(*transfer);
    return fail(verified.error());
  }
  Json json = toJson(settle(*transfer, *verified));
  json["result"] = verified->at("result");
  if (verified->contains("lock_warning")) json["lock_warning"] = verified->at("lock_warning");
  return json;
}

Answer<Json> Transfers::cancel(Customer customer, std::string_view id) {
  const auto transfer = own(customer, id);
  if (!transfer) return fail(transfer.error());
  const auto cancelled = api_.post(transfer->session_path + "/cancel");
  if (!cancelled) {
    (void)refresh(*transfer);
    return fail(cancelled.error());
  }
  return toJson(settle(*transfer, *cancelled));
}

Answer<std::string> Transfers::drawQr(Customer customer, std::string_view id) {
  const auto transfer = own(customer, id);
  if (!transfer) return fail(transfer.error());
  if (!protocol::isOffline(transfer->method)) return fail(unknownTransfer());
  return api_.fetch(transfer->session_path + "/qr", "image/svg+xml");
}

}  // namespace heliograph::bank
