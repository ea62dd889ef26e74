/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef LADDER_TABLE_H
#define LADDER_TABLE_H

#include "tcp-lifecycle-ladder.h"

#include <stdexcept>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Ladders as a table of comma-separated values.
 *
 * Columns: `event,end,time_ns,serial,flags,seq,ack,length,sack,text`. Events:
 *
 *     ladder                                      another ladder begins; text: its title
 *     end       end, text: its name; seq: what its numbers are relative to, without a SYN
 *     state     end, text: the state it begins in
 *     sent      end, time_ns, serial, flags, seq, ack, length, sack; text: again, lost, lost?
 *     received  time_ns, serial: the one that was sent arrives
 *     change    end, time_ns, flags: the state before, text: the state after, sack: the cause
 *     remark    text: words between two events
 *     note      text: words below the diagram
 */

namespace ns3
{

/// A table that cannot be used: where, and why.
class LadderTableError : public std::runtime_error
{
  public:
    using std::runtime_error::runtime_error;
};

/**
 * \param text of a table \param name of its file, for complaints
 * \return what it says
 * \throw LadderTableError if it cannot be used
 */
std::vector<TcpLifecycleLadderModel> ReadLadderTable(const std::string& text,
                                                     const std::string& name);

} // namespace ns3

#endif // LADDER_TABLE_H
