#include "http/worker_pool.h"

#include <algorithm>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace heliograph::http {

namespace asio = boost::asio;

WorkerPool::WorkerPool(std::size_t threads) : pool_(std::max<std::size_t>(1, threads)) {}

asio::awaitable<void> WorkerPool::run(const std::function<void()>& work) {
  const auto initiate = [this, &work](auto handler) {
    auto executor = asio::get_associated_executor(handler);
    // Without the guard the io_context would find itself without work and end.
    auto task = [&work, handler = std::move(handler), guard = asio::make_work_guard(executor)]() mutable {
      work();
      asio::dispatch(guard.get_executor(), std::move(handler));
    };
    asio::post(pool_, std::move(task));
  };
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(initiate, asio::use_awaitable);
}

}  // namespace heliograph::http
