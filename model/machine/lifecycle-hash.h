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
 * Hashes of values. Equal values have equal hashes in every run, on all machines of one word size.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * \ingroup tcp-lifecycle-machine
 *
 * A 128-bit hash of all values added to it, in order.
 *
 * By default times are absolute. With a reference time, times are relative to it, so that two
 * connections that differ by a shift in time have the same digest. Without history, all past times
 * and RTT measurements count as equal. This is correct if the behavior does not depend on them,
 * that is, if Config's initialRto, minRto and maxRto are equal, and rtoAfterSynLoss and quickAcks
 * are 0.
 */
class Digest
{
  public:
    Digest() = default;

    /// \param now reference of times \param stamps reference of TSvals \param history see the class
    Digest(Instant now, uint32_t stamps, bool history)
        : m_now(now),
          m_stamps(stamps),
          m_history(history)
    {
    }

    /// \return whether the past is hashed
    bool HasHistory() const
    {
        return m_history;
    }

    /// \param word the value to add
    void AddWord(uint64_t word)
    {
        m_low = (m_low ^ word) * 0x9e3779b97f4a7c15U;
        m_low ^= m_low >> 32;
        m_high = (m_high + word) * 0xc4ceb9fe1a85ec53U;
        m_high ^= m_high >> 29;
    }

    /// \param stamp the TSval to add
    void AddStamp(uint32_t stamp)
    {
        AddWord(stamp - m_stamps);
    }

    /// \param value a number or an enumerator, or an object with AddTo()
    template <typename T>
    void Add(const T& value)
    {
        if constexpr (std::is_enum_v<T> || std::is_integral_v<T>)
        {
            AddWord(static_cast<uint64_t>(value));
        }
        else
        {
            value.AddTo(*this);
        }
    }

    /// \param value a sequence number
    void Add(Seq value)
    {
        AddWord(value.Value());
    }

    /// \param value a duration
    void Add(Duration value)
    {
        AddWord(static_cast<uint64_t>(value.count()));
    }

    /// \param value an instant
    void Add(Instant value)
    {
        if (value == NEVER)
        {
            AddWord(~uint64_t{0});
        }
        else
        {
            Add(!m_history && value < m_now ? Duration(-1) : value - m_now);
        }
    }

    /// \param value an optional value
    template <typename T>
    void Add(const std::optional<T>& value)
    {
        AddWord(value ? 1 : 0);
        if (value)
        {
            Add(*value);
        }
    }

    /// \param values an array of values
    template <typename T, std::size_t N>
    void Add(const std::array<T, N>& values)
    {
        for (const T& value : values)
        {
            Add(value);
        }
    }

    /// \param parts references to the members of a value, from std::tie()
    template <typename... T>
    void Add(const std::tuple<T...>& parts)
    {
        std::apply([this](const auto&... part) { (this->Add(part), ...); }, parts);
    }

    /// \return the low half (its last step is MurmurHash3's 64-bit finalizer)
    uint64_t Low() const
    {
        return Finish(m_low);
    }

    /// \return the high half
    uint64_t High() const
    {
        return Finish(m_high);
    }

  private:
    static uint64_t Finish(uint64_t h)
    {
        h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdU;
        h = (h ^ (h >> 33)) * 0xc4ceb9fe1a85ec53U;
        return h ^ (h >> 33);
    }

    Instant m_now{};                      //!< reference of times
    uint32_t m_stamps{0};                 //!< reference of TSvals
    bool m_history{true};                 //!< whether the past is hashed
    uint64_t m_low{0x243f6a8885a308d3U};  //!< digits of pi
    uint64_t m_high{0x13198a2e03707344U}; //!< more digits of pi
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HASH_H
