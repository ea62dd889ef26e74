/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SEQ_H
#define LIFECYCLE_SEQ_H

#include <cstdint>

/**
 * \file
 * \ingroup tcp-lifecycle-wire
 * Sequence numbers modulo 2^32 (RFC 9293, section 3.4).
 */

namespace ns3
{
namespace lifecycle
{

/**
 * \ingroup tcp-lifecycle-wire
 *
 * A TCP sequence number: an octet's place in a circular space of 2^32.
 *
 * There is no `operator<`. On a circle "less than" is not an order: a < b and b < c do not give
 * a < c. The comparisons of RFC 9293 are named functions instead (Before(), AtOrBefore(),
 * InWindow()), and they are meaningful only for numbers less than 2^31 apart. Two numbers exactly
 * 2^31 apart are each Before() the other's opposite in the same way as RFC 1982 leaves them:
 * Distance() is then -2^31, so Before(a, b) and Before(b, a) are both true; no window of TCP is
 * that wide (RFC 7323, section 2.3, limits it to 2^30).
 */
class Seq
{
  public:
    /// Sequence number 0.
    constexpr Seq() = default;

    /// \param value the number as in the header, host byte order
    constexpr explicit Seq(uint32_t value)
        : m_value(value)
    {
    }

    /// \return the number as in the header, host byte order
    constexpr uint32_t Value() const
    {
        return m_value;
    }

    /// \return the number \p octets further on, modulo 2^32
    constexpr Seq operator+(uint32_t octets) const
    {
        return Seq(m_value + octets);
    }

    /// \return the number \p octets back, modulo 2^32
    constexpr Seq operator-(uint32_t octets) const
    {
        return Seq(m_value - octets);
    }

    /// \return signed distance from \p other to this, in [-2^31, 2^31)
    constexpr int32_t operator-(Seq other) const
    {
        return static_cast<int32_t>(m_value - other.m_value);
    }

    /// Move \p octets on, modulo 2^32. \return this
    constexpr Seq& operator+=(uint32_t octets)
    {
        m_value += octets;
        return *this;
    }

    /// \return whether both are the same number
    constexpr bool operator==(Seq other) const
    {
        return m_value == other.m_value;
    }

    /// \return whether they differ
    constexpr bool operator!=(Seq other) const
    {
        return m_value != other.m_value;
    }

  private:
    uint32_t m_value{0}; //!< the number
};

/// \return a < b in RFC 9293's modular sense
constexpr bool
Before(Seq a, Seq b)
{
    return (a - b) < 0;
}

/// \return a =< b in RFC 9293's modular sense
constexpr bool
AtOrBefore(Seq a, Seq b)
{
    return (a - b) <= 0;
}

/// \return a > b in RFC 9293's modular sense
constexpr bool
After(Seq a, Seq b)
{
    return (a - b) > 0;
}

/// \return a >= b in RFC 9293's modular sense
constexpr bool
AtOrAfter(Seq a, Seq b)
{
    return (a - b) >= 0;
}

/// \return whether start =< seq < start + length (RFC 9293 3.4, "RCV.NXT =< SEG.SEQ < ...")
constexpr bool
InWindow(Seq seq, Seq start, uint32_t length)
{
    return seq.Value() - start.Value() < length;
}

/// \return octets from \p from up to \p to, which must not lie before it
constexpr uint32_t
Span(Seq from, Seq to)
{
    return to.Value() - from.Value();
}

/// \return the later of two numbers less than 2^31 apart
constexpr Seq
Latest(Seq a, Seq b)
{
    return Before(a, b) ? b : a;
}

/// \return the earlier of two numbers less than 2^31 apart
constexpr Seq
Earliest(Seq a, Seq b)
{
    return Before(a, b) ? a : b;
}

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SEQ_H
