/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "lifecycle-prr.h"

#include "lifecycle-hash.h"

#include <algorithm>
#include <tuple>

namespace ns3
{
namespace lifecycle
{

void
Prr::Begin(uint32_t window)
{
    m_window = window;
    m_delivered = 0;
    m_out = 0;
}

uint32_t
Prr::OnAck(ReductionBound bound, const PrrInput& input)
{
    const uint32_t size = std::max(input.segmentSize, 1U);
    const uint32_t least = m_out == 0 ? size : 0; // the fast retransmit (RFC 9937, 6)
    m_delivered += input.delivered;
    uint32_t count = 0;
    if (input.pipe > input.ssthresh)
    {
        // Proportional rate reduction: CEIL(prr_delivered * ssthresh / RecoverFS) - prr_out. The
        // ratio is that of whole segments, as in stacks whose windows are counted in segments
        // (Linux, tcp_cwnd_reduction())
        const uint64_t target = input.ssthresh >= size ? input.ssthresh / size : 1;
        const uint64_t window = std::max(m_window / size, 1U);
        const uint64_t due = (target * m_delivered + window * size - 1) / (window * size) * size;
        count = due > m_out ? static_cast<uint32_t>(std::min<uint64_t>(due - m_out, m_window)) : 0;
    }
    else
    {
        const uint32_t conserved = m_delivered > m_out ? m_delivered - m_out : 0;
        uint32_t limit = conserved; // CRB, the conservative reduction bound
        switch (bound)
        {
        case ReductionBound::None:
        case ReductionBound::Conservative:
            break;
        case ReductionBound::SlowStart: // SSRB
            limit = std::max(conserved, input.delivered) + size;
            break;
        case ReductionBound::Revised: // RFC 9937, 6: SSRB only if SND.UNA advances without new
                                      // losses
            limit = std::max(conserved, input.delivered) + (input.safe ? size : 0);
            break;
        }
        count = std::min(input.ssthresh - input.pipe, limit);
    }
    return std::max(count, least);
}

auto
Prr::Parts() const
{
    return std::tie(m_window, m_delivered, m_out);
}

bool
Prr::operator==(const Prr& other) const
{
    return Parts() == other.Parts();
}

void
Prr::AddTo(Digest& digest) const
{
    digest.Add(Parts());
}

} // namespace lifecycle
} // namespace ns3
