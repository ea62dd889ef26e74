/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_PACKETDRILL_SHELL_H
#define TCP_LIFECYCLE_PACKETDRILL_SHELL_H

#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle-packetdrill
 * As much of a shell as scripts use.
 */

namespace ns3
{
namespace packetdrill
{

/// What a command has come to.
struct CommandResult
{
    std::string unsupported; //!< what is not known; empty if all is
    std::string output;      //!< what it printed
    int status{0};           //!< its exit status
};

/// \param what is not known \return a command that cannot be played
CommandResult UnsupportedCommand(const std::string& what);
/// \param text a command \return its words; quotes are taken off
std::vector<std::string> Split(const std::string& text);
/// \param text commands \param separators where they end, outside of quotes \return them
std::vector<std::string> Cut(const std::string& text, const std::string& separators);
/// \param text a line \return without a comment and blanks around
std::string Trim(std::string text);
/// Replace `$((a*b))` by its value. \param text a command \return it
std::string Evaluate(std::string text);
/// grep. \param words the command \param input its lines \return what it prints
CommandResult Grep(const std::vector<std::string>& words, const std::string& input);

} // namespace packetdrill
} // namespace ns3

#endif // TCP_LIFECYCLE_PACKETDRILL_SHELL_H
