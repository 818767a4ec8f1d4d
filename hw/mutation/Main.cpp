//===- Main.cpp - Runs the test suite on each mutant ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// usage: snnc-mutants JOBS MUTANT... [gtest options]
//
// Runs all tests that are linked in on the tile without a fault, then on each
// of the mutants, each in a process of its own until the first test fails.
// Prints one line a mutant: "N killed BY", where BY is a test, "crash" or
// "timeout" (four times as long as without a fault), or "N survived". Without
// arguments: the tests on the tile without a fault, as googletest runs them.
//
//===----------------------------------------------------------------------===//

#include "hw/mutation/MutantTile.h"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <map>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

/// Writes the name of a failing test to the parent.
class Reporter : public ::testing::EmptyTestEventListener {
public:
  explicit Reporter(int pipe) : pipe(pipe) {}
  void OnTestEnd(const ::testing::TestInfo &test) override {
    if (!test.result()->Failed())
      return;
    std::string name = std::string(test.test_suite_name()) + "." + test.name();
    if (write(pipe, name.data(), name.size()) < 0)
      _exit(2);
  }

private:
  int pipe;
};

struct Child {
  unsigned mutant = 0;
  int pipe = -1;
};

/// Runs the tests in a new process, at most `seconds` long.
pid_t launch(unsigned mutant, unsigned seconds, int &readEnd) {
  int ends[2];
  if (pipe(ends))
    return -1;
  pid_t pid = fork();
  if (pid == 0) {
    close(ends[0]);
    int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, 1);
    dup2(nowhere, 2);
    // A mutant may also ask for endless events; neither takes the machine down.
    rlimit memory{rlim_t(4) << 30, rlim_t(4) << 30}, none{0, 0};
    setrlimit(RLIMIT_AS, &memory);
    setrlimit(RLIMIT_CORE, &none);
    rlimit time{seconds, seconds};
    setrlimit(RLIMIT_CPU, &time);
    snnc::mutation::selectMutant(mutant);
    ::testing::UnitTest::GetInstance()->listeners().Append(
        new Reporter(ends[1]));
    _exit(RUN_ALL_TESTS());
  }
  close(ends[1]);
  readEnd = ends[0];
  return pid;
}

std::string verdict(int status, int pipe) {
  char text[200];
  ssize_t length = read(pipe, text, sizeof text);
  close(pipe);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
    return "survived";
  if (length > 0)
    return "killed " + std::string(text, static_cast<size_t>(length));
  bool timeout = WIFSIGNALED(status) &&
                 (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL);
  return timeout ? "killed timeout" : "killed crash";
}

double cpuSecondsOfChildren() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         static_cast<double>(usage.ru_utime.tv_usec) * 1e-6;
}

} // namespace

int main(int argc, char **argv) {
  ::testing::InitGoogleTest(&argc, argv);
  if (argc == 1)
    return RUN_ALL_TESTS();
  if (argc == 2) {
    std::fprintf(stderr, "usage: %s JOBS MUTANT...\n", argv[0]);
    return 1;
  }
  auto number = [&](int i) {
    return static_cast<unsigned>(std::strtoul(argv[i], nullptr, 10));
  };
  unsigned jobs = number(1);
  ::testing::GTEST_FLAG(fail_fast) = true;

  int pipe = -1, status = 0;
  pid_t pid = launch(0, 3600, pipe);
  if (pid < 0 || waitpid(pid, &status, 0) < 0)
    return 1;
  std::string sound = verdict(status, pipe);
  double seconds = cpuSecondsOfChildren();
  std::printf("0 %s (%.1f s)\n", sound.c_str(), seconds);
  std::fflush(stdout);
  if (sound != "survived")
    return 1;
  auto limit = static_cast<unsigned>(seconds * 4 + 5);

  int next = 2;
  std::map<pid_t, Child> running;
  while (next < argc || !running.empty()) {
    while (next < argc && running.size() < jobs) {
      Child child;
      child.mutant = number(next++);
      pid_t started = launch(child.mutant, limit, child.pipe);
      if (started < 0)
        return 1;
      running[started] = child;
    }
    pid_t done = wait(&status);
    auto found = running.find(done);
    if (found == running.end())
      return 1;
    std::printf("%u %s\n", found->second.mutant,
                verdict(status, found->second.pipe).c_str());
    std::fflush(stdout);
    running.erase(found);
  }
  return 0;
}
