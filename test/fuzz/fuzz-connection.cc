/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "../machine/lifecycle-test-chaos-checks.cc"
#include "../machine/lifecycle-test-chaos.cc"
#include "../machine/lifecycle-test-config.cc"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

/**
 * \file
 * Fuzzes a connection: the bytes choose its parameters, the segments, calls and stretches of time
 * that come to it. What must hold is in test/machine/lifecycle-test-chaos-checks.cc; they are
 * included because a fuzzer is one file.
 *
 * Build with `clang++ -std=c++17 -fsanitize=fuzzer,address,undefined` and the sources of model/wire
 * and model/machine.
 */

/// libFuzzer's entry. \param data bytes \param size how many \return 0
extern "C" int
LLVMFuzzerTestOneInput(const uint8_t* data, std::size_t size)
{
    const uint8_t* const end = data + size;
    const auto choose = [&data, end](uint32_t below) {
        // as many bytes as the choice needs, so that few bytes make many choices
        uint64_t number = 0;
        uint64_t range = 1;
        while (range < below && data != end)
        {
            number = number << 8 | *data++;
            range <<= 8;
        }
        return static_cast<uint32_t>(number % below);
    };
    try
    {
        ns3::lifecycle::test::Chaos chaos(choose);
        while (data != end && !chaos.IsOver())
        {
            chaos.Step();
        }
    }
    catch (const std::logic_error& error)
    {
        std::fprintf(stderr, "does not hold: %s\n", error.what());
        std::abort();
    }
    return 0;
}
