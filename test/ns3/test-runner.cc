/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "ns3/test.h"

/// ns-3's test runner, which in a source tree is a program of the tree.
int
main(int argc, char* argv[])
{
    return ns3::TestRunner::Run(argc, argv);
}
