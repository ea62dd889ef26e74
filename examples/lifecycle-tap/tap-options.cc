/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tap-options.h"

#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-faults.h"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace ns3
{

namespace
{

/// --limit with a command.
const Time USUAL_LIMIT = Seconds(60);

/// \param arguments whose parts are checked against each other, and whose rules are read
void
CheckArguments(TapOptions& arguments)
{
    if (arguments.closer != "A" && arguments.closer != "B")
    {
        throw std::invalid_argument("--closer: " + TcpLifecycleQuoted(arguments.closer) +
                                    " is neither A nor B");
    }
    if (!arguments.fetch.empty() && arguments.fetch[0] != '/')
    {
        throw std::invalid_argument("--fetch: " + TcpLifecycleQuoted(arguments.fetch) +
                                    " is not a path; write --fetch=/" + arguments.fetch);
    }
    if (arguments.fetch.empty() && arguments.times != 1)
    {
        throw std::invalid_argument(
            "--times: the simulated host is a server; write --fetch=PATH, too");
    }
    if (arguments.network.delay.IsStrictlyNegative() || arguments.limit.IsStrictlyNegative())
    {
        throw std::invalid_argument("--delay and --limit are not negative");
    }
    if (!arguments.faultFile.empty())
    {
        arguments.rules = TcpLifecycleFaults::ReadFile(arguments.faultFile);
    }
    const auto more = TcpLifecycleFaults::Parse(arguments.faults, {"--fault"});
    arguments.rules.insert(arguments.rules.end(), more.begin(), more.end());
    arguments.records.Check(arguments.out);
    if (arguments.limit.IsZero() && !arguments.command.empty())
    {
        arguments.limit = USUAL_LIMIT;
    }
}

} // namespace

void
ReadTapOptions(int argc, char** argv, TapOptions& arguments)
{
    TcpLifecycleArguments cmd("lifecycle-tap",
                              "Lets a simulated host A talk to a real program, which is run at "
                              "this machine's kernel B: lifecycle-tap [OPTIONS] [-- COMMAND...]");
    cmd.AddOption("profile",
                  "of A: rfc9293, linux, freebsd, windows or macos",
                  arguments.profile,
                  [&](const auto& token) { arguments.profile = TcpLifecycleReadProfile(token); });
    cmd.AddValue("fetch", "A is the client and asks B for this path", arguments.fetch);
    cmd.AddNumber("port", "of the server", arguments.port, 1, 65535);
    cmd.AddNumber("times", "how often --fetch asks", arguments.times, 1, 1000000);
    cmd.AddNumber("size",
                  "bytes of A's responses, if the path is not a number",
                  arguments.size,
                  0,
                  4000000000);
    cmd.AddValue("closer", "which end closes first, A or B", arguments.closer);
    cmd.AddValue("rate", "rate of the link", arguments.network.rate);
    cmd.AddValue("delay", "one-way delay of the link", arguments.network.delay);
    cmd.AddReal("loss", "probability that the link loses a packet", arguments.loss, 0, 1);
    cmd.AddOption("fault",
                  "a fault rule such as 'drop A>B FIN 1'; may be repeated",
                  "",
                  [&](const auto& token) { arguments.faults += token.text + '\n'; });
    cmd.AddValue("faults", "file with fault rules, one per line", arguments.faultFile);
    cmd.AddValue("limit",
                 "time that it may take; 0s: 60 s with a command, no limit without",
                 arguments.limit);
    cmd.AddValue("out", "folder for output files; empty: none", arguments.out);
    arguments.records.AddOptions(cmd);
    const auto end = std::find_if(argv + 1, argv + argc, [](const char* word) {
        return std::strcmp(word, "--") == 0;
    });
    cmd.Parse(static_cast<int>(end - argv), argv);
    if (end != argv + argc)
    {
        arguments.command.assign(end + 1, argv + argc);
        if (arguments.command.empty())
        {
            throw std::invalid_argument("there is no command after --");
        }
    }
    CheckArguments(arguments);
}

} // namespace ns3
