//===- Pair.h - Two threads that go in step ---------------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef SNNC_SIM_PAIR_H
#define SNNC_SIM_PAIR_H

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

namespace snnc::sim {

/// Runs a function of 0 here and of 1 on another thread, both at once, again
/// and again: it is called some hundred thousand times a second, so each waits
/// for the other awake for a while.
class Pair {
public:
  explicit Pair(std::function<void(unsigned)> half)
      : half(std::move(half)), other([this] { loop(); }) {}
  ~Pair() {
    leave = true;
    asked.fetch_add(1, std::memory_order_release);
    other.join();
  }

  void run() {
    uint64_t turn = asked.fetch_add(1, std::memory_order_release) + 1;
    half(0);
    wait([&] { return done.load(std::memory_order_acquire) == turn; });
  }

private:
  template <typename Condition> static void wait(Condition condition) {
    for (unsigned tries = 0; !condition(); ++tries)
      if (tries > 20000)
        std::this_thread::yield();
  }

  void loop() {
    for (uint64_t turn = 1;; ++turn) {
      wait([&] { return asked.load(std::memory_order_acquire) >= turn; });
      if (leave)
        return;
      half(1);
      done.store(turn, std::memory_order_release);
    }
  }

  std::function<void(unsigned)> half;
  std::atomic<uint64_t> asked{0}, done{0};
  std::atomic<bool> leave{false};
  std::thread other;
};

} // namespace snnc::sim

#endif // SNNC_SIM_PAIR_H
