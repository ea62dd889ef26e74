/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_TEST_MEMORY_H
#define LIFECYCLE_TEST_MEMORY_H

#include <cstddef>

/**
 * \file
 * What this program has allocated by operator new.
 */

namespace ns3
{
namespace lifecycle
{
namespace test
{

/// \return bytes in use, with what the allocator adds to each
std::size_t BytesAllocated();
/// \return how often operator new was called
std::size_t Allocations();

} // namespace test
} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_TEST_MEMORY_H
