/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Prints the tables of the manual's page on packetdrill: shell commands and sysctls.
 */

#include "tcp-lifecycle-packetdrill-commands.h"
#include "tcp-lifecycle-packetdrill-sysctls.h"

#include <iostream>
#include <string>

using namespace ns3::packetdrill;

namespace
{

/// \param rule a sysctl \return the attributes that it sets
std::string
Target(const SysctlRule& rule)
{
    std::string text;
    for (const char* attribute : rule.attributes)
    {
        text += (text.empty() ? "" : ", ") + std::string("``") + attribute + "``";
    }
    for (std::size_t i = 0; i < rule.words.size(); ++i)
    {
        text += (i == 0 ? ": " : ", ") + std::to_string(i) + " " + rule.words[i];
    }
    return text.empty() ? "accepted, without effect" : text;
}

} // namespace

int
main()
{
    std::cout << ".. Printed by doc/tools/print-packetdrill.cc; "
                 "cmake --build --preset default --target doc-update\n\n"
                 ".. list-table::\n   :header-rows: 1\n   :widths: 25 75\n\n"
                 "   * - Command\n     - Effect\n";
    for (const Commands::Help& help : Commands::All())
    {
        std::cout << "   * - ``" << help.name << "``\n     - " << help.meaning << "\n";
    }
    std::cout << "\n.. list-table::\n   :header-rows: 1\n   :widths: 35 30 35\n\n"
                 "   * - sysctl\n     - Attribute\n     - Meaning\n";
    for (const SysctlRule& rule : AllSysctls())
    {
        std::cout << "   * - ``" << rule.name << "``\n     - " << Target(rule) << "\n     - "
                  << rule.meaning << "\n";
    }
    return 0;
}
