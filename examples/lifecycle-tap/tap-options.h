/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TAP_OPTIONS_H
#define TAP_OPTIONS_H

#include "tcp-lifecycle-fault-model.h"
#include "tcp-lifecycle-kernel-network.h"
#include "tcp-lifecycle-run-records.h"

#include "ns3/nstime.h"

#include <cstdint>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The command line of lifecycle-tap.
 */

namespace ns3
{

/// What the command line says.
struct TapOptions
{
    TcpLifecycleKernelNetwork::Settings network; //!< --rate, --delay
    double loss{0};                              //!< --loss
    std::string faultFile;                       //!< --faults
    std::string faults;                          //!< --fault, a rule a line
    std::vector<TcpLifecycleFaultRule> rules;    //!< of both
    std::string profile{"linux"};                //!< --profile
    std::string fetch;                           //!< --fetch
    uint32_t port{80};                           //!< --port
    uint32_t times{1};                           //!< --times
    uint32_t size{1000};                         //!< --size
    std::string closer{"A"};                     //!< --closer
    Time limit;                                  //!< --limit
    std::string out;                             //!< --out
    TcpLifecycleRunRecords records{"host"};      //!< --segments, --db and so on
    std::vector<std::string> command;            //!< after --
};

/// \param argc as main's \param argv as main's \param arguments get what they say
/// \throw std::invalid_argument if one is invalid
void ReadTapOptions(int argc, char** argv, TapOptions& arguments);

} // namespace ns3

#endif // TAP_OPTIONS_H
