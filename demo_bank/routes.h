// What the demo bank's page calls: /demo/api/..., JSON, with a cookie that says who is signed in.
//
//   POST   sign-in     {"customer", "password"}   STATE; sets the cookie
//   POST   sign-out                               204
//   GET    state                                  STATE: {"customer", "balance", "currency", "transfers", "phone"}
//   POST   enrolment                              201 {"id", "status", "activation_code", "expires_at", "application"}
//   GET    enrolment                              {"id", "status", "expires_at"}
//   DELETE phone                                  204
//   GET    application                            what a phone needs to enrol; without signing in
//   POST   transfers   {"payee", "iban", "amount", "reference", "channel", "auth_method"?}   201 TRANSFER
//   GET    transfers/{id}                         TRANSFER
//   GET    transfers/{id}/qr                      image/svg+xml
//   POST   transfers/{id}/verify   {"otp"}        TRANSFER with "result"
//   POST   transfers/{id}/cancel                  TRANSFER
//
// Another site cannot call them in a customer's name: the cookie is SameSite=Strict, bodies are JSON, and what a
// browser says to come from another origin (Sec-Fetch-Site) is refused, unless it only looks.

#ifndef HELIOGRAPH_DEMO_BANK_ROUTES_H_
#define HELIOGRAPH_DEMO_BANK_ROUTES_H_

#include <functional>

#include "demo_bank/bank.h"
#include "http/router.h"

namespace heliograph::bank {

// Gives the bank when a request has come: it opens after the server listens, since it has to know the server's port.
using BankSource = std::function<Bank&()>;

void addRoutes(http::Router& router, const BankSource& bank);

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_ROUTES_H_
