/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_HASH_H
#define LIFECYCLE_HASH_H

#include "lifecycle-seq.h"
#include "lifecycle-time.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>

/**
 * \file
 * \ingroup tcp-lifecycle-machine
 * Hashes of values: equal values have equal hashes, in every run and on every machine of one word
 * size.
 */

namespace ns3
{
namespace lifecycle
{

/// \param seed a hash \param word what is added to it \return both (MurmurHash3's 64-bit finalizer)
constexpr uint64_t
HashMix(uint64_t seed, uint64_t word)
{
    uint64_t h = (seed ^ word) + 0x9e3779b97f4a7c15U;
    h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdU;
    h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53U;
    return h ^ (h >> 33);
}

/// \param value a number, an enumerator, or a class with Hash() \return its word
template <typename T>
uint64_t
HashWord(const T& value)
{
    if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
    {
        return static_cast<uint64_t>(value);
    }
    else
    {
        return value.Hash();
    }
}

/// \param value a sequence number \return its word
inline uint64_t
HashWord(Seq value)
{
    return value.Value();
}

/// \param value a length of time \return its word
inline uint64_t
HashWord(Duration value)
{
    return static_cast<uint64_t>(value.count());
}

/// \param value a point in time \return its word
inline uint64_t
HashWord(Instant value)
{
    return HashWord(value.time_since_epoch());
}

/// \param value a value or nothing \return its word
template <typename T>
uint64_t
HashWord(const std::optional<T>& value)
{
    return value ? HashMix(1, HashWord(*value)) : 0;
}

/// \param values some values \return their word
template <typename T, std::size_t N>
uint64_t
HashWord(const std::array<T, N>& values)
{
    uint64_t hash = N;
    for (const T& value : values)
    {
        hash = HashMix(hash, HashWord(value));
    }
    return hash;
}

/// \param parts references to the parts of a value, as std::tie() gives \return its hash
template <typename... T>
std::size_t
HashParts(const std::tuple<T...>& parts)
{
    uint64_t hash = sizeof...(T);
    std::apply([&hash](const auto&... part) { ((hash = HashMix(hash, HashWord(part))), ...); },
               parts);
    return static_cast<std::size_t>(hash);
}

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HASH_H
