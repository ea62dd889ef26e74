/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * \ingroup tcp-lifecycle
 *
 * Prints the three-way handshake (RFC 9293, figure 6), drawn from a simulation.
 */

#include "tcp-lifecycle-arguments.h"
#include "tcp-lifecycle-ladder-text.h"
#include "tcp-lifecycle-scenario-run.h"

#include <iostream>

using namespace ns3;

namespace
{

/// \param argc as main's \param argv as main's \return exit status
int
Run(int argc, char** argv)
{
    TcpLifecycleArguments("lifecycle-handshake", "Prints the three-way handshake.")
        .Parse(argc, argv);
    const TcpLifecycleScenario handshake = {
        "three-way handshake",
        "-",
        "RFC 9293, figure 6",
        "A opens actively, B passively.",
        "",
        {{'B', TcpLifecycleScenarioAction::Listen, TcpLifecycleScenarioFrom::Start, "0"},
         {'A', TcpLifecycleScenarioAction::Open, TcpLifecycleScenarioFrom::Start, "0"}},
        {},
        0,
        {}};
    TcpLifecycleScenarioRun run(handshake, {});
    run.Run();
    std::cout << TcpLifecycleLadderText(run.GetModel());
    return 0;
}

} // namespace

int
main(int argc, char* argv[])
{
    return TcpLifecycleMain("lifecycle-handshake", [argc, argv] { return Run(argc, argv); });
}
