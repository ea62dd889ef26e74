/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_CAPTURE_FILES_H
#define TCP_LIFECYCLE_CAPTURE_FILES_H

#include "tcp-lifecycle-capture.h"
#include "tcp-lifecycle-output.h"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The files of a capture.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * Writes frames into the files that a kind of capture has.
 *
 * A file for each connection is open only while something is written to it, of which a share is
 * kept in memory; so there may be more of them than files that can be open.
 */
class TcpLifecycleCaptureFiles
{
  public:
    /// \param prefix path without extension \param kind what is in a file
    TcpLifecycleCaptureFiles(const std::string& prefix, TcpLifecycleCaptureKind kind);

    /**
     * The next interface; frames name it by its number, from 0 on.
     * \param device a device \param link its link type
     * \throw TcpLifecycleFileError if its file cannot be written, or has another link type
     */
    void AddInterface(const Ptr<NetDevice>& device, lifecycle::LinkType link);
    /// \param frame written \throw TcpLifecycleFileError if it cannot be
    void Write(const TcpLifecycleCapturedFrame& frame);
    /// Write all that is kept, and close. \throw TcpLifecycleFileError if not all could be written
    void Close();

  private:
    /// A file that stays open.
    struct File
    {
        File(const std::string& path, lifecycle::LinkType type);

        TcpLifecycleOutput output; //!< the file
        lifecycle::LinkType link;  //!< of its first interface
        uint32_t interfaces{0};    //!< how many are described in it
    };

    /// A device.
    struct Interface
    {
        std::shared_ptr<File> file; //!< its file; null: a file for each connection
        uint32_t numberInFile{0};   //!< which of the interfaces there
        lifecycle::LinkType link{}; //!< how its packets begin
    };

    /// What is kept of a connection's file.
    struct Kept
    {
        std::string octets; //!< to be appended
        bool begun{false};  //!< the file is there
    };

    /// \param path of a file \param link its link type \param begins what it begins with
    /// \return the file, opened if it was not
    std::shared_ptr<File> Open(const std::string& path,
                               lifecycle::LinkType link,
                               const std::string& begins);
    /// \param end node and connection \param kept appended to its file
    void Append(const std::pair<uint32_t, uint64_t>& end, Kept& kept) const;

    std::string m_prefix;                                 //!< of all paths
    TcpLifecycleCaptureKind m_kind;                       //!< what is in a file
    std::vector<Interface> m_interfaces;                  //!< all
    std::map<std::string, std::shared_ptr<File>> m_open;  //!< by path
    std::map<std::pair<uint32_t, uint64_t>, Kept> m_kept; //!< by node and connection
    std::size_t m_keptOctets{0};                          //!< in all of them
};

} // namespace ns3

#endif // TCP_LIFECYCLE_CAPTURE_FILES_H
