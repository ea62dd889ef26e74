/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-send-limits.h"

#include "lifecycle-hash.h"

#include <tuple>

namespace ns3
{
namespace lifecycle
{

void
WindowUsage::AddTo(Digest& digest) const
{
    digest.Add(std::tie(end, most, limited));
}

void
SendTimes::AddTo(Digest& digest) const
{
    if (digest.HasHistory())
    {
        digest.Add(std::tie(m_wait, m_since));
        for (const Duration spent : m_spent)
        {
            digest.Add(spent);
        }
    }
}

} // namespace lifecycle
} // namespace ns3
