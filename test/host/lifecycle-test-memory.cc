/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-test-memory.h"

#include <cstdlib>
#include <malloc.h>
#include <new>

namespace
{

std::size_t g_bytes = 0;       // in use
std::size_t g_allocations = 0; // since the start

/// glibc keeps the size of a block in the word before it.
constexpr std::size_t HEAD = sizeof(std::size_t);

void
Count(void* block)
{
    g_bytes += malloc_usable_size(block) + HEAD;
    ++g_allocations;
}

} // namespace

void*
operator new(std::size_t size)
{
    void* block = std::malloc(size);
    if (block == nullptr)
    {
        throw std::bad_alloc();
    }
    Count(block);
    return block;
}

void
operator delete(void* block) noexcept
{
    if (block != nullptr)
    {
        g_bytes -= malloc_usable_size(block) + HEAD;
        std::free(block);
    }
}

void
operator delete(void* block, std::size_t) noexcept
{
    operator delete(block);
}

namespace ns3
{
namespace lifecycle
{
namespace test
{

std::size_t
BytesAllocated()
{
    return g_bytes;
}

std::size_t
Allocations()
{
    return g_allocations;
}

} // namespace test
} // namespace lifecycle
} // namespace ns3
