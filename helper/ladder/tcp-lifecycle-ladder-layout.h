/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_LADDER_LAYOUT_H
#define TCP_LIFECYCLE_LADDER_LAYOUT_H

#include "tcp-lifecycle-ladder.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The positions of the elements of a ladder. Lengths are SVG user units (pixels at 100 %).
 */

namespace ns3
{

/// The measures of a picture.
struct TcpLifecycleLadderMeasures
{
    std::array<double, 2> axis{270, 850}; //!< x of the two ends' bands
    double band{14};                      //!< width of a band
    double line{18};                      //!< height of a line of text
    double letter{8.43};                  //!< width of a letter of a label, monospaced at 14
    double flight{78};                    //!< height of an ordinary flight
    double longestPause{150};             //!< a pause higher than this is left out
    double leftOut{58};                   //!< height of a pause that is left out
    double shortestPause{8};              //!< height of the shortest one
    double arrowStep{20};                 //!< between the starts, or ends, of two arrows at one end
    double tail{26};        //!< of the bands before the first event and after the last
    double lostReach{0.62}; //!< how far a lost segment gets, of the whole way
};

/// An arrow and its label.
struct TcpLifecycleLadderArrow
{
    std::size_t segment{0}; //!< index of the segment
    double x1{0};           //!< start
    double y1{0};           //!< start
    double x2{0};           //!< end, where a lost one ends
    double y2{0};           //!< end
    std::string label;      //!< text along it
    double labelX{0};       //!< the label's middle, on the arrow
    double labelY{0};       //!< the label's middle, on the arrow
};

/// Places for everything.
struct TcpLifecycleLadderLayout
{
    /// A pause that is left out.
    struct Pause
    {
        double y{0};      //!< its middle
        std::string text; //!< how long it was
    };

    std::vector<double> events;                  //!< y of each event
    std::vector<Pause> pauses;                   //!< what is left out
    std::vector<TcpLifecycleLadderArrow> arrows; //!< one for each segment that is drawn
    double top{0};                               //!< where the bands begin
    double bottom{0};                            //!< where they end
};

/**
 * Find places: y grows with time, to scale, but for pauses that are left out and for events that
 * would hide each other; labels are on their arrows where they overlap the least.
 * \param model a life
 * \param measures the picture's
 * \param top y of the bands' upper end
 * \return the places
 */
TcpLifecycleLadderLayout MakeTcpLifecycleLadderLayout(const TcpLifecycleLadderModel& model,
                                                      const TcpLifecycleLadderMeasures& measures,
                                                      double top);

} // namespace ns3

#endif // TCP_LIFECYCLE_LADDER_LAYOUT_H
