#include <iostream>

#include "protocol/otp.h"

using namespace heliograph;

void print(const protocol::Otp& otp) {
#ifdef MISUSE
  std::cout << otp;
#else
  std::cout << otp.expose();
#endif
}
