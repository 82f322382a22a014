// Conditional store commands lose races: against another server, another thread, a changed directory. Whoever loses one
// looks again and decides anew. Each race lost is one that somebody else has won, so there is an end to it; this bounds
// the time that one request may take to get there. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_RACES_H_
#define HELIOGRAPH_SERVER_DOMAIN_RACES_H_

namespace heliograph::domain {

inline constexpr int kMaxRaces = 1000;

// Throws StoreOverloaded: nothing has changed, the caller may try again.
[[noreturn]] void throwTooManyRaces();

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_RACES_H_
