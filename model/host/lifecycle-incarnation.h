/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_INCARNATION_H
#define LIFECYCLE_INCARNATION_H

#include "lifecycle-packed-state.h"
#include "lifecycle-segment.h"

/**
 * \file
 * \ingroup tcp-lifecycle-host
 * A SYN for a connection in TIME-WAIT.
 */

namespace ns3
{
namespace lifecycle
{

/**
 * Whether a SYN opens a new incarnation of a connection in TIME-WAIT: RFC 6191, section 2, where
 * the last timestamp seen is TS.Recent and the last sequence number seen is before RCV.NXT. As
 * Linux and the BSDs have it, the SYN must lie beyond RCV.NXT; but see TimeWaitPolicy::synAtNext.
 *
 * \param old the connection
 * \param syn a segment with SYN, without ACK and RST
 * \param timestamps whether the new one would use them if the SYN offers them
 * \param atNext whether a SYN at RCV.NXT lies beyond it
 * \return whether the SYN is honoured
 */
bool OpensNewIncarnation(const PackedTimeWait& old,
                         const Segment& syn,
                         bool timestamps,
                         bool atNext = false);

/**
 * RFC 9293, MAY-2 (1): the new numbers begin above all of the old ones. Its (2), back to TIME-WAIT
 * when the SYN turns out to be an old duplicate, is not done; RFC 6191 does not ask for it.
 *
 * \param chosen the ISN by the host's policy \param oldSndNxt SND.NXT of the old connection
 * \return the ISN
 */
Seq NewIncarnationIss(Seq chosen, Seq oldSndNxt);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_INCARNATION_H
