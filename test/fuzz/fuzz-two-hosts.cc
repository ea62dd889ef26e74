/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fuzz-support.h"
#include "lifecycle-test-two-hosts.h"

/**
 * \file
 * Fuzzes two hosts: the bytes choose the parameters of both and of all their connections, what
 * their users call, also in the middle of a notification, what the network does with each segment,
 * and what is forged. What must hold is in test/host/lifecycle-test-two-hosts.cc.
 */

using namespace ns3::lifecycle;

int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    FuzzChoices choices(data, size);
    test::Visits visits{};
    try
    {
        test::TwoHosts hosts([&choices](uint32_t below) { return choices.Choose(below); }, visits);
        // a step at the end of time makes no choice
        for (std::size_t step = 0; step < size && !choices.IsEnd(); ++step)
        {
            hosts.Step();
        }
        hosts.Finish();
    }
    catch (const std::logic_error& error)
    {
        Require(false, error.what());
    }
    return 0;
}
