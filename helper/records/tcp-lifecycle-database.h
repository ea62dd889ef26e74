/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_DATABASE_H
#define TCP_LIFECYCLE_DATABASE_H

#include "tcp-lifecycle-segment-feed.h"
#include "tcp-lifecycle-trace.h"

#include "ns3/simple-ref-count.h"

#include <memory>
#include <string>

/**
 * \file
 * \ingroup tcp-lifecycle
 * The tables of a run as a database.
 */

namespace ns3
{

/**
 * \ingroup tcp-lifecycle
 *
 * An SQLite database with the tables `connections`, `transitions` and `segments`, whose columns are
 * those of the CSV files, and the table `run` with `name` and `value`.
 *
 * Rows are written as they come. Until Close() the file is called `<path>.partial`; a file that
 * was there before stays as it is until then, and for good if anything fails.
 */
class TcpLifecycleDatabase : public SimpleRefCount<TcpLifecycleDatabase>
{
  public:
    /**
     * \param path file to create, or to replace
     * \param segments whether there is a table `segments`
     * \throw TcpLifecycleFileError if it cannot be written, or IsAvailable() is false
     */
    explicit TcpLifecycleDatabase(const std::string& path, bool segments = false);
    /// Closes. An error that shows only then stops the program with a message.
    ~TcpLifecycleDatabase();
    TcpLifecycleDatabase(const TcpLifecycleDatabase&) = delete;
    TcpLifecycleDatabase& operator=(const TcpLifecycleDatabase&) = delete;

    /// \return whether the module was built with SQLite
    static bool IsAvailable();

    /**
     * A row of the table `run`. After Close() it does nothing, as the other calls.
     * \param name `run.json` \param value anything
     * \throw TcpLifecycleFileError if it cannot be written
     */
    void SetAbout(const std::string& name, const std::string& value);
    /// \param transition written \throw TcpLifecycleFileError if it cannot be
    void OnTransition(const TcpLifecycleTransition& transition);
    /// \param record written \throw TcpLifecycleFileError if it cannot be
    void OnConnection(const TcpLifecycleRecord& record);
    /// \param segment written; there must be a table for it
    /// \throw TcpLifecycleFileError if it cannot be
    void OnSegment(const TcpLifecycleSegmentRecord& segment);

    /**
     * Write the rest, add indices by connection, and put the file in its place; once is enough.
     * \throw TcpLifecycleFileError if that cannot be done
     */
    void Close();

  private:
    class Writer;

    /// \param act done with the writer, if there is one; if it fails there is none afterwards
    template <typename Act>
    void Write(const Act& act);

    std::unique_ptr<Writer> m_writer; //!< null once closed, or failed
};

} // namespace ns3

#endif // TCP_LIFECYCLE_DATABASE_H
