/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-syn-cookie.h"

#include "lifecycle-isn.h"

#include <array>

namespace ns3
{
namespace lifecycle
{

namespace
{

constexpr Duration MINUTE = std::chrono::minutes(1); //!< Linux: TCP_SYNCOOKIE_PERIOD
constexpr uint32_t MAX_AGE = 2;                      //!< exclusive, in minutes: MAX_SYNCOOKIE_AGE
constexpr uint32_t LOW_BITS = 24;                    //!< Linux: COOKIEBITS
constexpr uint32_t LOW_MASK = (1u << LOW_BITS) - 1;  //!< Linux: COOKIEMASK

/// Second halves of the keys of the two hashes; those of ISNs and ports differ.
constexpr uint64_t TUPLE_PURPOSE = 0x7475706c65;    // "tuple"
constexpr uint64_t MINUTE_PURPOSE = 0x6d696e757465; // "minute"

/// The MSS values that a cookie can encode (Linux: msstab of IPv4 and IPv6)
constexpr std::array<uint16_t, 4> MSS_IPV4 = {536, 1300, 1440, 1460};
constexpr std::array<uint16_t, 4> MSS_IPV6 = {1220, 1420, 1440, 8940};

constexpr uint32_t SCALE_MASK = 0xf;   //!< Linux: TS_OPT_WSCALE_MASK; all ones: no window scaling
constexpr uint32_t SACK_BIT = 1u << 4; //!< Linux: TS_OPT_SACK
constexpr uint32_t ECN_BIT = 1u << 5;  //!< Linux: TS_OPT_ECN
constexpr uint32_t STAMP_BITS = 6;     //!< Linux: TSBITS
constexpr uint32_t STAMP_MASK = (1u << STAMP_BITS) - 1; //!< Linux: TSMASK

const std::array<uint16_t, 4>&
TableFor(const FourTuple& tuple)
{
    return tuple.local.isIpv6 ? MSS_IPV6 : MSS_IPV4;
}

uint32_t
HashOfTuple(uint64_t key, const FourTuple& tuple)
{
    TupleOctets octets;
    const std::size_t size = PutTuple(tuple, true, octets);
    return static_cast<uint32_t>(SipHash(key, TUPLE_PURPOSE, octets.data(), size));
}

/// The peer's ISN and the index are part of the hashed data. Linux adds them to the hash; an ISN
/// and an index that are off by the same amount then form a valid cookie, so that a segment after a
/// lost one could create a connection that lacks the lost bytes. \return the low bits of a cookie
uint32_t
LowOf(uint64_t key, const FourTuple& tuple, uint32_t minute, Seq irs, uint32_t index)
{
    TupleOctets octets;
    const std::size_t size = PutTuple(tuple, true, octets);
    const uint64_t key0 = key ^ (uint64_t{irs.Value()} << 32 | minute);
    return static_cast<uint32_t>(SipHash(key0, MINUTE_PURPOSE ^ index, octets.data(), size) &
                                 LOW_MASK);
}

uint32_t
MinuteOf(Instant now)
{
    return static_cast<uint32_t>(now.time_since_epoch() / MINUTE);
}

} // namespace

Seq
MakeSynCookie(uint64_t key, const FourTuple& tuple, Seq irs, uint16_t peerMss, Instant now)
{
    const std::array<uint16_t, 4>& table = TableFor(tuple);
    uint32_t index = static_cast<uint32_t>(table.size()) - 1;
    while (index > 0 && table[index] > peerMss)
    {
        --index;
    }
    const uint32_t minute = MinuteOf(now);
    const uint32_t low = LowOf(key, tuple, minute, irs, index);
    return Seq(HashOfTuple(key, tuple) + irs.Value() + (minute << LOW_BITS) + low);
}

std::optional<uint16_t>
ReadSynCookie(uint64_t key, const FourTuple& tuple, Seq irs, Seq iss, Instant now)
{
    const uint32_t rest = iss.Value() - HashOfTuple(key, tuple) - irs.Value();
    const uint32_t minute = MinuteOf(now);
    const uint32_t age = (minute - (rest >> LOW_BITS)) & (0xffffffff >> LOW_BITS);
    if (age >= MAX_AGE)
    {
        return std::nullopt;
    }
    const std::array<uint16_t, 4>& table = TableFor(tuple);
    for (uint32_t index = 0; index < table.size(); ++index)
    {
        if (LowOf(key, tuple, minute - age, irs, index) == (rest & LOW_MASK))
        {
            return table[index];
        }
    }
    return std::nullopt;
}

uint32_t
PutOptionsInTimestamp(uint32_t value, const KnownOptions& offered, bool ecn)
{
    uint32_t bits = offered.windowScale ? *offered.windowScale & SCALE_MASK : SCALE_MASK;
    if (offered.windowScale && *offered.windowScale > 14)
    {
        bits = 14; // RFC 7323, 2.3: a larger shift count is treated as 14
    }
    bits |= offered.sackPermitted ? SACK_BIT : 0;
    bits |= ecn ? ECN_BIT : 0;
    const uint32_t put = (value & ~STAMP_MASK) | bits;
    return (value & STAMP_MASK) < bits ? put - (1u << STAMP_BITS) : put;
}

KnownOptions
OptionsFromTimestamp(uint32_t echo)
{
    KnownOptions offered;
    if ((echo & SCALE_MASK) != SCALE_MASK)
    {
        offered.windowScale = static_cast<uint8_t>(echo & SCALE_MASK);
    }
    offered.sackPermitted = (echo & SACK_BIT) != 0;
    return offered;
}

bool
EcnFromTimestamp(uint32_t echo)
{
    return (echo & ECN_BIT) != 0;
}

} // namespace lifecycle
} // namespace ns3
