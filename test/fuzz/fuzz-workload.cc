/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fuzz-support.h"
#include "tcp-lifecycle-traffic-csv.h"
#include "tcp-lifecycle-workload-settings.h"

#include <sys/mman.h>
#include <unistd.h>

/**
 * \file
 * Fuzzes what reads workloads and lists of connections: every text is one, or an error of one line,
 * and what is written of a workload is read as the same. The first byte chooses.
 */

using namespace ns3;

namespace
{

/// \param text of a file \return its settings, written, or empty if it is not a workload
std::string
Rewritten(const std::string& text)
{
    try
    {
        TcpLifecycleWorkloadSettings settings;
        settings.Read(text, "fuzz");
        // files that a text names are not read here
        if (text.find("trace") == std::string::npos && text.find("faults") == std::string::npos)
        {
            settings.Complete();
        }
        return settings.ToText();
    }
    catch (const TcpLifecycleSyntaxError& error)
    {
        RequireMessage(error);
        Require(error.GetPlace().column >= 1, "an error has a place");
        return {};
    }
}

/// \param text of a list of connections
void
ReadList(const std::string& text)
{
    static const int file = memfd_create("fuzz", 0);
    static const std::string path = "/proc/self/fd/" + std::to_string(file);
    Require(ftruncate(file, 0) == 0 &&
                pwrite(file, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()),
            "a file in memory can be written");
    constexpr uint32_t HOSTS = 3;
    try
    {
        Time last;
        for (const auto& entry : TcpLifecycleReadTrafficCsv(path, HOSTS, HOSTS))
        {
            Require(entry.client < HOSTS && entry.server < HOSTS, "a host is one that there is");
            Require(entry.at >= last, "connections are in the order of time");
            Require(!entry.delay || !entry.delay->IsStrictlyNegative(), "no delay is negative");
            last = entry.at;
        }
    }
    catch (const TcpLifecycleSyntaxError& error)
    {
        RequireMessage(error);
    }
}

} // namespace

int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    if (size == 0)
    {
        return 0;
    }
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (data[0] == 'c')
    {
        ReadList(text);
        return 0;
    }
    const std::string written = Rewritten(text);
    if (!written.empty())
    {
        Require(Rewritten(written) == written, "what is written is read as the same");
    }
    return 0;
}
