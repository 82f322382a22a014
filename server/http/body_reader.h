// JSON bodies, read strictly (RFC 8259, I-JSON where that leaves a choice): one object, no member unknown or twice,
// every member a text (or, where a call has such, a list of texts or an object of texts), valid UTF-8, nothing behind
// it.
//
// Two parsers that see different things in one body are an attack, so whatever two parsers could see differently is
// refused.

#ifndef HELIOGRAPH_SERVER_HTTP_BODY_READER_H_
#define HELIOGRAPH_SERVER_HTTP_BODY_READER_H_

#include "http/fields.h"
#include "http/problem.h"
#include "http/request.h"

namespace heliograph::http {

// The members that a body may have.
struct BodyMembers {
  FieldNames texts;
  FieldNames lists = {};
  FieldNames objects = {};
};

[[nodiscard]] Result<Fields, Problem> readBody(const Request& request, FieldNames texts);
[[nodiscard]] Result<Fields, Problem> readBody(const Request& request, const BodyMembers& members);

// For calls whose body is an object of texts under names that the domain judges.
[[nodiscard]] Result<NamedTexts, Problem> readTexts(const Request& request);

// For calls without parameters: no body at all, or an empty object.
[[nodiscard]] Result<void, Problem> requireEmptyBody(const Request& request);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_BODY_READER_H_
