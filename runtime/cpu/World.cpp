//===- World.cpp - The processes that mpirun has started ------------------===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/cpu/Exchange.h"

#include "image/Error.h"

#include <climits>
#include <cstdlib>
#include <memory>
#include <mpi.h>
#include <numeric>

namespace snnc::runtime::cpu {

namespace {

class MpiExchange final : public Exchange {
public:
  MpiExchange() {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    MPI_Comm_rank(MPI_COMM_WORLD, &own);
  }
  ~MpiExchange() override { MPI_Finalize(); }
  unsigned ranks() const override { return static_cast<unsigned>(size); }
  unsigned rank() const override { return static_cast<unsigned>(own); }

  std::vector<std::vector<uint8_t>>
  gather(const std::vector<uint8_t> &mine) override {
    if (mine.size() > INT_MAX)
      throw Error("more than 2 GiB between ranks at once");
    int count = static_cast<int>(mine.size());
    std::vector<int> counts(ranks()), starts(ranks());
    MPI_Allgather(&count, 1, MPI_INT, counts.data(), 1, MPI_INT,
                  MPI_COMM_WORLD);
    int64_t total = 0;
    for (unsigned r = 0; r < ranks(); ++r) {
      starts[r] = static_cast<int>(total);
      total += counts[r];
      if (total > INT_MAX)
        throw Error("more than 2 GiB between ranks at once");
    }
    std::vector<uint8_t> all(static_cast<size_t>(total));
    MPI_Allgatherv(mine.data(), count, MPI_BYTE, all.data(), counts.data(),
                   starts.data(), MPI_BYTE, MPI_COMM_WORLD);
    std::vector<std::vector<uint8_t>> parts;
    for (unsigned r = 0; r < ranks(); ++r)
      parts.emplace_back(all.begin() + starts[r],
                         all.begin() + starts[r] + counts[r]);
    return parts;
  }
  uint64_t sum(uint64_t mine) override { return reduce(mine, MPI_SUM); }
  uint64_t least(uint64_t mine) override { return reduce(mine, MPI_MIN); }
  void abort() override { MPI_Abort(MPI_COMM_WORLD, 1); }

private:
  uint64_t reduce(uint64_t mine, MPI_Op op) {
    uint64_t result = 0;
    MPI_Allreduce(&mine, &result, 1, MPI_UINT64_T, op, MPI_COMM_WORLD);
    return result;
  }
  int size = 1, own = 0;
};

/// Whether a launcher of MPI has started this process; joining takes a while,
/// and is spared where there is nobody to join.
bool isLaunched() {
  for (const char *name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"})
    if (std::getenv(name))
      return true;
  return false;
}

/// Whether this process has joined others.
bool joined = false;

} // namespace

Exchange &world() {
  static std::unique_ptr<Exchange> all =
      isLaunched() ? std::unique_ptr<Exchange>(new MpiExchange)
                   : std::make_unique<Exchange>();
  joined = all->ranks() > 1;
  return *all;
}

void endOthers() {
  if (joined)
    world().abort();
}

} // namespace snnc::runtime::cpu
