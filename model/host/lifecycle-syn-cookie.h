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
 * SYN cookies (RFC 4987, section 3.6 and appendix A): the state of SYN-RECEIVED travels in the
 * numbers of the SYN,ACK and comes back in the ACK. Laid out as Linux does
 * (net/ipv4/syncookies.c): eight bits of minutes, 24 bits of a hash of the minute, the peer's ISN
 * and the MSS index (which Linux adds), the hash of the 4-tuple and the peer's ISN added to both;
 * window scale, SACK and ECN in the low six bits of TSval.
 */

namespace ns3
{
namespace lifecycle
{

/// A cookie is good for this long at least, and for one minute more at most.
constexpr Duration SYN_COOKIE_LIFE = std::chrono::minutes(1);

/**
 * \param key secret of the host \param tuple two ends \param irs the peer's ISN
 * \param peerMss the MSS that the peer announced, or the default; the greatest in a table of four
 * that is not above it is kept (the least if all are)
 * \param now time \return the ISN to answer with
 */
Seq MakeSynCookie(uint64_t key, const FourTuple& tuple, Seq irs, uint16_t peerMss, Instant now);

/**
 * \param key secret of the host \param tuple two ends \param irs the peer's ISN
 * \param iss own ISN, as the peer has acknowledged it \param now time
 * \return the MSS that is kept in it, or nothing if it is no cookie, or too old
 */
std::optional<uint16_t> ReadSynCookie(uint64_t key,
                                      const FourTuple& tuple,
                                      Seq irs,
                                      Seq iss,
                                      Instant now);

/**
 * \param value a TSval \param offered the options on the peer's SYN \param ecn whether ECN is
 * agreed on \return a TSval that is at most 63 less (64 ticks are a step), with window scale, SACK
 * and ECN in its low six bits
 */
uint32_t PutOptionsInTimestamp(uint32_t value, const KnownOptions& offered, bool ecn);

/// \param echo TSecr of the ACK \return window scale and SACK, as PutOptionsInTimestamp() had them
KnownOptions OptionsFromTimestamp(uint32_t echo);

/// \param echo TSecr of the ACK \return whether ECN is agreed on, by the same
bool EcnFromTimestamp(uint32_t echo);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_SYN_COOKIE_H
