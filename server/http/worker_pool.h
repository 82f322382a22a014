// The threads for what blocks: handlers, and the look at the directory.

#ifndef HELIOGRAPH_SERVER_HTTP_WORKER_POOL_H_
#define HELIOGRAPH_SERVER_HTTP_WORKER_POOL_H_

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <cstddef>
#include <functional>

namespace heliograph::http {

// Thread-safe.
class WorkerPool {
 public:
  // At least one thread.
  explicit WorkerPool(std::size_t threads);

  // Runs `work`, which must not throw and stays where it is, on a thread of the pool, while the coroutine waits.
  [[nodiscard]] boost::asio::awaitable<void> run(const std::function<void()>& work);

  // Waits until all work is done. There must be none afterwards.
  void join() { pool_.join(); }

 private:
  boost::asio::thread_pool pool_;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_WORKER_POOL_H_
