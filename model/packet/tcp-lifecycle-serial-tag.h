/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_SERIAL_TAG_H
#define TCP_LIFECYCLE_SERIAL_TAG_H

#include "ns3/tag.h"

#include <cstdint>
#include <ostream>

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * Names one transmission of a segment from its sender to its receiver (packet tag). It is there
 * only while somebody listens to the sender's trace source `SegmentSent`.
 */
class TcpLifecycleSerialTag : public Tag
{
  public:
    /// A tag that names nothing.
    TcpLifecycleSerialTag() = default;

    /// \param serial the name, not 0
    explicit TcpLifecycleSerialTag(uint64_t serial);

    /// \return the TypeId, ns3::TcpLifecycleSerialTag
    static TypeId GetTypeId();
    TypeId GetInstanceTypeId() const override;
    uint32_t GetSerializedSize() const override;
    void Serialize(TagBuffer buffer) const override;
    void Deserialize(TagBuffer buffer) override;
    void Print(std::ostream& os) const override;

    /// \return the name; 0: none
    uint64_t Get() const;

  private:
    uint64_t m_serial{0}; //!< the name
};

} // namespace ns3

#endif // TCP_LIFECYCLE_SERIAL_TAG_H
