/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LIFECYCLE_MIRRORED_H
#define LIFECYCLE_MIRRORED_H

#include "lifecycle-address.h"

/**
 * \file
 * \ingroup tcp-lifecycle
 * A 4-tuple seen from the other end.
 */

namespace ns3
{
namespace lifecycle
{

/// \param tuple two ends \return the same, seen from the other end
inline FourTuple
Mirrored(const FourTuple& tuple)
{
    return {tuple.remote, tuple.local, tuple.remotePort, tuple.localPort};
}

} // namespace lifecycle
} // namespace ns3

#endif // LIFECYCLE_MIRRORED_H
