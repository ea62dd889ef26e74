/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TAP_COMMAND_H
#define TAP_COMMAND_H

#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The program that uses the kernel's sockets.
 */

namespace ns3
{

/// A program in the network namespace of this process. It has this process's standard input and
/// output.
class TapCommand
{
  public:
    /// \param words program and arguments; none: there is no program
    explicit TapCommand(const std::vector<std::string>& words);
    /// Ends all processes of the namespace but this one.
    ~TapCommand();
    TapCommand(const TapCommand&) = delete;
    TapCommand& operator=(const TapCommand&) = delete;

    /// Start it. \throw std::runtime_error if there can be no process
    void Start();
    /// \return its exit status, or 128 and the number of the signal that has ended it; nothing: it
    /// runs
    std::optional<int> GetStatus();

  private:
    std::vector<std::string> m_words; //!< program and arguments
    pid_t m_child{-1};                //!< it, once it was started
    std::optional<int> m_status;      //!< see GetStatus()
};

} // namespace ns3

#endif // TAP_COMMAND_H
