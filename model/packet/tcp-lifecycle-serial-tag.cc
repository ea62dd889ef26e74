/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-serial-tag.h"

namespace ns3
{

NS_OBJECT_ENSURE_REGISTERED(TcpLifecycleSerialTag);

TcpLifecycleSerialTag::TcpLifecycleSerialTag(uint64_t serial)
    : m_serial(serial)
{
}

TypeId
TcpLifecycleSerialTag::GetTypeId()
{
    static TypeId tid = TypeId("ns3::TcpLifecycleSerialTag")
                            .SetParent<Tag>()
                            .SetGroupName("TcpLifecycle")
                            .AddConstructor<TcpLifecycleSerialTag>();
    return tid;
}

TypeId
TcpLifecycleSerialTag::GetInstanceTypeId() const
{
    return GetTypeId();
}

uint32_t
TcpLifecycleSerialTag::GetSerializedSize() const
{
    return 8;
}

void
TcpLifecycleSerialTag::Serialize(TagBuffer buffer) const
{
    buffer.WriteU64(m_serial);
}

void
TcpLifecycleSerialTag::Deserialize(TagBuffer buffer)
{
    m_serial = buffer.ReadU64();
}

void
TcpLifecycleSerialTag::Print(std::ostream& os) const
{
    os << "serial=" << m_serial;
}

uint64_t
TcpLifecycleSerialTag::Get() const
{
    return m_serial;
}

} // namespace ns3
