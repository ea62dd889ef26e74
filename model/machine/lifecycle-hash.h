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

/**
 * \ingroup tcp-lifecycle-machine
 *
 * A hash of 128 bits of all that is added to it, in that order.
 *
 * By default a value counts as it is. A Digest of a time counts from there: two connections that
 * differ only in when they are have one digest. Without history what lies in the past is all the
 * same, and so is what was measured of the round trip: that is right where nothing follows from
 * it, that is, where Config's initialRto, minRto and maxRto are one and rtoAfterSynLoss and
 * quickAcks are 0.
 */
class Digest
{
  public:
    Digest() = default;

    /// \param now times count from here \param stamps the same as a TSval \param history see the
    /// class
    Digest(Instant now, uint32_t stamps, bool history)
        : m_now(now),
          m_stamps(stamps),
          m_history(history)
    {
    }

    /// \return whether the past counts
    bool HasHistory() const
    {
        return m_history;
    }

    /// \param word added
    void AddWord(uint64_t word)
    {
        m_low = (m_low ^ word) * 0x9e3779b97f4a7c15U;
        m_low ^= m_low >> 32;
        m_high = (m_high + word) * 0xc4ceb9fe1a85ec53U;
        m_high ^= m_high >> 29;
    }

    /// \param stamp a TSval, added
    void AddStamp(uint32_t stamp)
    {
        AddWord(stamp - m_stamps);
    }

    /// \param value a number or an enumerator, or a class with AddTo()
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

    /// \param value a length of time
    void Add(Duration value)
    {
        AddWord(static_cast<uint64_t>(value.count()));
    }

    /// \param value a point in time
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

    /// \param value a value or nothing
    template <typename T>
    void Add(const std::optional<T>& value)
    {
        AddWord(value ? 1 : 0);
        if (value)
        {
            Add(*value);
        }
    }

    /// \param values some values
    template <typename T, std::size_t N>
    void Add(const std::array<T, N>& values)
    {
        for (const T& value : values)
        {
            Add(value);
        }
    }

    /// \param parts references to the parts of a value, as std::tie() gives
    template <typename... T>
    void Add(const std::tuple<T...>& parts)
    {
        std::apply([this](const auto&... part) { (this->Add(part), ...); }, parts);
    }

    /// \return one half (its last step is MurmurHash3's 64-bit finalizer)
    uint64_t Low() const
    {
        return Finish(m_low);
    }

    /// \return the other half
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

    Instant m_now{};                      //!< times count from here
    uint32_t m_stamps{0};                 //!< timestamps count from here
    bool m_history{true};                 //!< whether the past counts
    uint64_t m_low{0x243f6a8885a308d3U};  //!< pi, as good as any number
    uint64_t m_high{0x13198a2e03707344U}; //!< the same
};

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_HASH_H
