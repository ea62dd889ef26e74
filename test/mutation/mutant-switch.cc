/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

/**
 * \file
 * Linked with the sources of schemata.py.
 *
 * LIFECYCLE_MUTANT: the number of the mutant that is switched on. LIFECYCLE_REACHED: a file to
 * which the numbers that were reached are appended at the end.
 */

#include "mutant-switch.h"

#include <cstdio>
#include <cstdlib>

namespace mutant
{

int g_active = -1;
unsigned char g_reached[MOST];

namespace
{

/// Before all other objects are constructed.
__attribute__((constructor(101))) void
Begin()
{
    const char* number = std::getenv("LIFECYCLE_MUTANT");
    if (number != nullptr)
    {
        g_active = std::atoi(number);
    }
}

/// After main().
__attribute__((destructor(101))) void
End()
{
    const char* name = std::getenv("LIFECYCLE_REACHED");
    std::FILE* file = name != nullptr ? std::fopen(name, "a") : nullptr;
    if (file != nullptr)
    {
        std::fputs("* 0", file);
        for (int i = 0; i < MOST; ++i)
        {
            if (g_reached[i] != 0)
            {
                std::fprintf(file, " %d", i);
            }
        }
        std::fputs("\n", file);
        std::fclose(file);
    }
}

} // namespace

} // namespace mutant
