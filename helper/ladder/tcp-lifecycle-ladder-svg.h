/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_LADDER_SVG_H
#define TCP_LIFECYCLE_LADDER_SVG_H

#include "tcp-lifecycle-ladder.h"

#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Ladder diagrams as pictures.
 */

namespace ns3
{

/**
 * Draw a ladder as one SVG file that needs nothing else: no script, no font, no network.
 *
 * Time runs down, to scale. Where much time passes and nothing happens, it is left out and both
 * ends' lines are broken; events too close together to be read are pulled apart. Each end's line is
 * a band in the colour of its state. A segment is a slanted arrow from its sending to its arrival
 * with its label along it; a lost one ends in a red cross.
 *
 * \param model a connection's life
 * \return an XML document in UTF-8
 */
std::string TcpLifecycleLadderSvg(const TcpLifecycleLadderModel& model);

} // namespace ns3

#endif // TCP_LIFECYCLE_LADDER_SVG_H
