/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_SYN_COOKIE_H
#define LIFECYCLE_SYN_COOKIE_H

#include "lifecycle-address.h"
#include "lifecycle-options.h"
#include "lifecycle-seq.h"
#include "lifecycle-time.h"

#include <cstdint>
#include <optional>

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * SYN cookies (RFC 4987, section 3.6 and appendix A): the SYN,ACK carries the state of SYN-RECEIVED
 * in its sequence number and TSval, and the ACK returns it. The layout is that of Linux
 * (net/ipv4/syncookies.c): eight bits of minutes and 24 bits of a hash of the minute, the peer's
 * ISN and the MSS index (which Linux adds), to both of which the hash of the 4-tuple and the peer's
 * ISN are added; window scale, SACK and ECN in the low six bits of TSval.
 */

namespace ns3
{
namespace lifecycle
{

/// A cookie is valid for at least this time, and at most one minute longer.
constexpr Duration SYN_COOKIE_LIFE = std::chrono::minutes(1);

/**
 * \param key secret of the host \param tuple the 4-tuple \param irs the peer's ISN
 * \param peerMss the MSS that the peer announced, or the default; it is rounded down to one of four
 * values, or up to the lowest of them
 * \param now current time \return the ISN of the SYN,ACK
 */
Seq MakeSynCookie(uint64_t key, const FourTuple& tuple, Seq irs, uint16_t peerMss, Instant now);

/**
 * \param key secret of the host \param tuple the 4-tuple \param irs the peer's ISN
 * \param iss own ISN, from the peer's acknowledgment \param now current time
 * \return the MSS, or nothing if the cookie is invalid or too old
 */
std::optional<uint16_t> ReadSynCookie(uint64_t key,
                                      const FourTuple& tuple,
                                      Seq irs,
                                      Seq iss,
                                      Instant now);

/**
 * \param value a TSval \param offered the options of the peer's SYN \param ecn whether ECN is
 * negotiated \return a TSval that is lower by at most 63 (a step is 64 ticks), with window scale,
 * SACK and ECN in its low six bits
 */
uint32_t PutOptionsInTimestamp(uint32_t value, const KnownOptions& offered, bool ecn);

/// \param echo TSecr of the ACK \return window scale and SACK, see PutOptionsInTimestamp()
KnownOptions OptionsFromTimestamp(uint32_t echo);

/// \param echo TSecr of the ACK \return whether ECN is negotiated, see PutOptionsInTimestamp()
bool EcnFromTimestamp(uint32_t echo);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SYN_COOKIE_H
