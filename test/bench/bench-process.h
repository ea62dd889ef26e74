/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef BENCH_PROCESS_H
#define BENCH_PROCESS_H

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

/**
 * \file
 * Measurements in processes of their own, so that memory is that of the process and nothing is left
 * over from the one before.
 */

namespace ns3
{
namespace bench
{

/// What one process measures.
struct Result
{
    double cpu{0};      //!< seconds of CPU time
    double memory{0};   //!< bytes of resident memory that the process has grown by
    uint64_t done{0};   //!< how much came to its end
    uint64_t amount{0}; //!< how much there was to do
};

/// Measures from its making on.
class Meter
{
  public:
    Meter();
    /// \param done how much came to its end \param amount how much there was to do
    /// \return what there was since
    Result Read(uint64_t done, uint64_t amount) const;

  private:
    double m_cpu;    //!< seconds at the start
    double m_memory; //!< bytes at the start
};

/**
 * Run one measurement in a child process. The program stops if it does not come to its end.
 * \param name what it is called in a message \param measurement it \return its result
 */
Result Measure(const std::string& name, const std::function<Result()>& measurement);

/// \param values some, at least one \return their median
double Median(std::vector<double> values);

/// \param text fields between commas, empty ones left out \return the fields
std::vector<std::string> Split(const std::string& text);
/// \param text numbers between commas \return them
std::vector<uint32_t> SplitNumbers(const std::string& text);

} // namespace bench
} // namespace ns3

#endif // BENCH_PROCESS_H
