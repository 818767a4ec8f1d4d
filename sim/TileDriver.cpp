//===- TileDriver.cpp - The tile as its host sees it ------------*- C++ -*-===//
//
// Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "sim/TileDriver.h"

#include "image/Error.h"
#include "sim/TileWords.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace snnc::sim {

TileDriver::TileDriver(std::shared_ptr<TileModel> model,
                       const image::Target &target, bool throughPort)
    : tile(std::move(model)), throughPort(throughPort) {
  checkChip(target);
  state = laneMemories("u_state", 32, 8);
  accumulators = laneMemories("u_acc.u_mem", 32, 16);
  synapses = laneMemories("u_synapse", 32, 8);
  payloads = laneMemories("u_payload", 16, 16);
}

void TileDriver::tick() {
  tile->tick(strayEvents);
  if (tile->responseValid && tile->responseError)
    ++refused;
}

void TileDriver::write(uint32_t address, uint32_t data) {
  tile->requestValid = tile->requestWrite = true;
  tile->requestAddress = address;
  tile->requestData = data;
  tick();
  tile->requestValid = false;
}

std::vector<uint32_t> TileDriver::read(uint32_t address, uint32_t words) {
  std::vector<uint32_t> result;
  tile->requestWrite = false;
  for (uint32_t i = 0; i < words + answerDelay - 1; ++i) {
    tile->requestValid = i < words;
    tile->requestAddress = address + i;
    tick();
    if (i >= answerDelay - 1)
      result.push_back(tile->responseData);
  }
  tile->requestValid = false;
  return result;
}

uint32_t TileDriver::read(uint32_t address) { return read(address, 1)[0]; }

unsigned TileDriver::takeErrors() {
  for (unsigned i = 0; i < answerDelay; ++i)
    tick();
  return std::exchange(refused, 0);
}

void TileDriver::checkChip(const image::Target &target) {
  if (read(IdentityRegister) != identity)
    throw Error("rtl: the chip does not identify itself");
  uint32_t *sizes[] = {
      &chip.lanes,           &chip.groups,       &chip.descriptors,
      &chip.blocks,          &chip.programWords, &chip.stateRows,
      &chip.accumulatorRows, &chip.synapseRows,  &chip.axons,
      &chip.tableWords,      &chip.eventRecords, &chip.modulators,
      &chip.maxSlots};
  uint32_t address = LanesRegister;
  for (uint32_t *size : sizes)
    *size = read(address++);
  auto need = [&](const char *what, uint32_t wanted, uint32_t there) {
    if (wanted > there)
      throw Error("rtl: the image is for target '" + target.name + "' with " +
                  std::to_string(wanted) + " " + what +
                  "; the Verilated chip has " + std::to_string(there) +
                  " (build it with -DSNNC_RTL_TARGET=" + target.name + ")");
  };
  need("lanes", target.lanes, chip.lanes);
  if (target.lanes < chip.lanes)
    throw Error("rtl: the image is for " + std::to_string(target.lanes) +
                " lanes; the Verilated chip has " + std::to_string(chip.lanes));
  need("groups", target.groups, chip.groups);
  need("row descriptors", target.descriptors, chip.descriptors);
  need("blocks", target.blocks, chip.blocks);
  need("program words", target.programWords, chip.programWords);
  need("state rows", target.stateRows, chip.stateRows);
  need("accumulator rows", target.accumulatorRows, chip.accumulatorRows);
  need("synapse rows", target.synapseRows, chip.synapseRows);
  need("axon entries", target.axons, chip.axons);
  need("table words", target.tableWords, chip.tableWords);
  need("event records", target.eventRecords, chip.eventRecords);
  chip.learnEntries = read(LearnCapacityRegister);
  need("learning entries", target.learnEntries, chip.learnEntries);
}

std::vector<Backdoor> TileDriver::laneMemories(const std::string &name,
                                               unsigned width,
                                               unsigned granule) {
  std::vector<Backdoor> result;
  for (uint32_t lane = 0; lane < chip.lanes; ++lane)
    result.emplace_back(*tile,
                        "g_lane[" + std::to_string(lane) + "].u_lane." + name,
                        width, granule);
  return result;
}

void TileDriver::fill(std::vector<Backdoor> &memories, Region region,
                      const std::vector<uint32_t> &words) {
  for (uint32_t i = 0; i < words.size(); ++i) {
    if (throughPort)
      write(region + i, words[i]);
    else
      memories[i % chip.lanes].write(i / chip.lanes, words[i]);
  }
}

void TileDriver::clearMemories() {
  if (throughPort) {
    write(CommandRegister, InitCommand);
    std::vector<StreamEvent> none;
    tile->tick(none);
    tile->runWhileBusy(~uint64_t(0), none);
    return;
  }
  for (std::vector<Backdoor> *memories :
       {&state, &accumulators, &synapses, &payloads})
    for (Backdoor &memory : *memories)
      memory.clear();
  if (chip.learnEntries)
    Backdoor(*tile, "g_learn.u_learn_table", 32, 32).clear();
  for (uint32_t i = 0; i < chip.blocks; ++i)
    write(MarkRegion + i, 0);
}

void TileDriver::loadTables(const image::Tile &image,
                            const NetworkTables &network) {
  for (uint32_t i = 0; i < chip.tableWords; ++i)
    write(TableRegion + i,
          i < image.tables.size() ? static_cast<uint32_t>(image.tables[i]) : 0);
  for (uint32_t i = 0; i < chip.programWords; ++i) {
    uint64_t word = i < image.program.size() ? image.program[i] : 0;
    write(ProgramRegion + 2 * i, static_cast<uint32_t>(word));
    write(ProgramRegion + 2 * i + 1, static_cast<uint32_t>(word >> 32));
  }
  for (uint32_t i = 0; i < chip.groups; ++i) {
    std::array<uint32_t, 8> words{};
    if (i < image.groups.size())
      words = groupWords(image.groups[i], "group " + std::to_string(i),
                         network.sources.empty() ? NetworkSource()
                                                 : network.sources[i]);
    for (uint32_t w = 0; w < wordsPerGroup; ++w)
      write(GroupRegion + i * wordsPerGroup + w, words[w]);
  }
  for (uint32_t i = 0; i < chip.descriptors; ++i) {
    auto words = i < image.descriptors.size()
                     ? descriptorWords(image.descriptors[i],
                                       "row descriptor " + std::to_string(i))
                     : std::array<uint32_t, 2>{};
    write(DescriptorRegion + 2 * i, words[0]);
    write(DescriptorRegion + 2 * i + 1, words[1]);
  }
  for (uint32_t i = 0; i < network.arrivals.size(); ++i)
    write(ArrivalRegion + i, network.arrivals[i]);
  Backdoor axons(*tile, "u_axons", 64, 32);
  for (uint32_t i = 0; i < chip.axons; ++i) {
    uint64_t word =
        i < image.axons.size()
            ? axonWord(image.axons[i], "axon entry " + std::to_string(i))
            : 0;
    if (!throughPort) {
      axons.write(i, word);
      continue;
    }
    write(AxonRegion + 2 * i, static_cast<uint32_t>(word));
    write(AxonRegion + 2 * i + 1, static_cast<uint32_t>(word >> 32));
  }
}

void TileDriver::loadLearn(const image::Tile &image) {
  for (uint32_t i = 0; i < image.learn.size(); ++i) {
    const image::LearnEntry &entry = image.learn[i];
    auto words = learnWords(entry, image, lanes(),
                            "entry " + std::to_string(i) + " of Learn");
    for (uint32_t w = 0; w < words.size(); ++w)
      write(LearnRegion + i * wordsPerLearnEntry + w, words[w]);
  }
  write(LearnEntriesRegister, static_cast<uint32_t>(image.learn.size()));
}

void TileDriver::load(const image::Tile &image, const NetworkTables &network) {
  tile->reset();
  write(CommandRegister,
        FlushCommand | ClearErrorsCommand | ClearCountersCommand);
  clearMemories();
  fill(state, StateRegion, image.state);
  fill(synapses, SynapseRegion, image.synapses);
  loadTables(image, network);
  loadLearn(image);
  writeLearning(true);
  writeSignals(0);
  writeFalls(0);
  for (uint32_t i = 0; i < chip.modulators; ++i)
    writeModulator(i, 0);
  writeStep(0);
  if (takeErrors())
    throw Error("rtl: the chip refused a write while it was loaded");
}

void TileDriver::readRow(const std::vector<Backdoor> &lanesOf, Region region,
                         uint32_t row, uint32_t *words) {
  if (throughPort) {
    std::vector<uint32_t> values = read(region + row * chip.lanes, chip.lanes);
    std::copy(values.begin(), values.end(), words);
    return;
  }
  for (uint32_t lane = 0; lane < chip.lanes; ++lane)
    words[lane] = static_cast<uint32_t>(lanesOf[lane].read(row));
}

void TileDriver::writeRow(std::vector<Backdoor> &lanesOf, Region region,
                          uint32_t row, const uint32_t *words) {
  for (uint32_t lane = 0; lane < chip.lanes; ++lane) {
    if (throughPort)
      write(region + row * chip.lanes + lane, words[lane]);
    else
      lanesOf[lane].write(row, words[lane]);
  }
}

void TileDriver::readStateRow(uint32_t row, uint32_t *words) {
  readRow(state, StateRegion, row, words);
}

void TileDriver::writeStateRow(uint32_t row, const uint32_t *words) {
  writeRow(state, StateRegion, row, words);
}

void TileDriver::readAccumulatorRow(uint32_t row, uint32_t *words) {
  readRow(accumulators, AccumulatorRegion, row, words);
}

void TileDriver::writeAccumulatorRow(uint32_t row, const uint32_t *words) {
  writeRow(accumulators, AccumulatorRegion, row, words);
}

void TileDriver::readSynapseRow(uint32_t row, uint32_t *words) {
  readRow(synapses, SynapseRegion, row, words);
}

void TileDriver::writeSynapseRow(uint32_t row, const uint32_t *words) {
  writeRow(synapses, SynapseRegion, row, words);
}

std::vector<uint32_t> TileDriver::readSynapses(uint32_t rows) {
  std::vector<uint32_t> result(size_t(rows) * chip.lanes);
  for (uint32_t row = 0; row < rows; ++row)
    readSynapseRow(row, &result[size_t(row) * chip.lanes]);
  return result;
}

void TileDriver::writeModulator(uint32_t modulator, int32_t value) {
  write(ModulatorRegister + modulator, static_cast<uint32_t>(value));
}

void TileDriver::writeSignals(uint32_t mask) { write(SignalsRegister, mask); }

void TileDriver::writeFalls(uint32_t mask) { write(FallsRegister, mask); }

std::vector<uint32_t> TileDriver::readModulators(uint32_t count) {
  return read(ModulatorRegister, count);
}

uint32_t TileDriver::readSignals() { return read(SignalsRegister); }

void TileDriver::writeLearning(bool on) { write(LearningRegister, on); }

void TileDriver::writeStep(uint64_t step) {
  write(StepRegister, static_cast<uint32_t>(step));
  write(StepRegister + 1, static_cast<uint32_t>(step >> 32));
}

void TileDriver::inject(uint32_t group, uint32_t physical, int32_t payload) {
  write(InjectSourceRegister, group << 24 | physical);
  write(InjectRegister, static_cast<uint32_t>(payload) & 0xffff);
}

bool TileDriver::step(uint64_t limit, std::vector<StreamEvent> &events) {
  start();
  tile->tick(events);
  tile->runWhileBusy(limit, events);
  return !tile->busy;
}

Trap TileDriver::trap() {
  Trap result;
  result.errors = read(ErrorRegister);
  uint32_t pc = read(TrapPcRegister);
  result.inProgram = pc >> 31;
  result.pc = pc & 0x7fffffff;
  result.group = read(TrapGroupRegister);
  return result;
}

runtime::Counters TileDriver::counters() {
  runtime::Counters c;
  uint64_t *fields[] = {&c.steps,         &c.cycles,      &c.updateCycles,
                        &c.deliverCycles, &c.stallCycles, &c.instructions,
                        &c.events,        &c.synapticOps, &c.rowUnits,
                        &c.saturations,   &c.learnCycles, &c.synapseUpdates};
  std::vector<uint32_t> words =
      read(CounterRegister, 2 * static_cast<uint32_t>(std::size(fields)));
  for (size_t i = 0; i < std::size(fields); ++i)
    *fields[i] = words[2 * i] | uint64_t(words[2 * i + 1]) << 32;
  return c;
}

} // namespace snnc::sim
