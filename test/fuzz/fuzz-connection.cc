/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "fuzz-support.h"
#include "lifecycle-test-chaos.h"

#include <stdexcept>

/**
 * \file
 * Fuzzes a connection: the bytes choose its parameters, the segments, calls and stretches of time
 * that come to it. What must hold is in test/machine/lifecycle-test-chaos-checks.cc.
 */

int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    FuzzChoices choices(data, size);
    const auto choose = [&choices](uint32_t below) { return choices.Choose(below); };
    try
    {
        ns3::lifecycle::test::Chaos chaos(choose);
        while (!choices.IsEnd() && !chaos.IsOver())
        {
            chaos.Step();
        }
    }
    catch (const std::logic_error& error)
    {
        Require(false, error.what());
    }
    return 0;
}
