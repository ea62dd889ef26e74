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
 * Whether a SYN opens a new incarnation of a connection in TIME-WAIT: RFC 6191, section 2, with
 * TS.Recent as the last timestamp seen, and RCV.NXT - 1 as the last sequence number seen. As in
 * Linux and the BSDs, the SYN must be above RCV.NXT; but see TimeWaitPolicy::synAtNext.
 *
 * \param old the connection
 * \param syn a segment with SYN, without ACK and RST
 * \param timestamps whether the new connection would use timestamps that the SYN offers
 * \param atNext whether a SYN at RCV.NXT is accepted
 * \return whether the SYN is accepted
 */
bool OpensNewIncarnation(const PackedTimeWait& old,
                         const Segment& syn,
                         bool timestamps,
                         bool atNext = false);

/**
 * RFC 9293, MAY-2 (1): the new sequence numbers start above all of the old ones. MAY-2 (2), the
 * return to TIME-WAIT if the SYN is an old duplicate, is not implemented; RFC 6191 does not require
 * it.
 *
 * \param chosen the ISN by the host's policy \param oldSndNxt SND.NXT of the old connection
 * \return the ISN
 */
Seq NewIncarnationIss(Seq chosen, Seq oldSndNxt);

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_INCARNATION_H
