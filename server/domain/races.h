// Conditional store commands lose races: against another server, another thread, a changed directory. Whoever loses one
// looks again and decides again. Each race lost is one that somebody else has won, so there is an end to it; this bounds
// the time that one request may take to get there. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_RACES_H_
#define HELIOGRAPH_SERVER_DOMAIN_RACES_H_

namespace heliograph::domain {

// More than all workers of fifteen servers (64 each) that contend for one row and win once: a request that loses more has
// met a fault, not a crowd.
inline constexpr int kMaxRaces = 1000;

// Throws StoreOverloaded: nothing has changed, the caller may try again.
[[noreturn]] void throwTooManyRaces();

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_RACES_H_
