/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef TCP_LIFECYCLE_OUTPUT_H
#define TCP_LIFECYCLE_OUTPUT_H

#include <cstdint>
#include <cstdio>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A file that reports every write error.
 */

namespace ns3
{

/// A file cannot be written; what() names it and says why.
class TcpLifecycleFileError : public std::runtime_error
{
  public:
    /// \param path the file \param reason why
    TcpLifecycleFileError(const std::string& path, const std::string& reason);
};

/**
 * \ingroup tcp-lifecycle
 *
 * Where text or other bytes go: a file of its own, or a stream of the user's.
 */
class TcpLifecycleOutput
{
  public:
    /// How an existing file is opened.
    enum class Mode : uint8_t
    {
        Create, //!< it is truncated
        Append, //!< data are appended to it
    };

    /// \param path file to create \param mode for an existing file
    /// \throw TcpLifecycleFileError if it cannot be opened
    explicit TcpLifecycleOutput(const std::string& path, Mode mode = Mode::Create);
    /// \param stream output; must outlive this
    explicit TcpLifecycleOutput(std::ostream& stream);
    /// Closes. An error that shows only then stops the program with a message.
    ~TcpLifecycleOutput();
    TcpLifecycleOutput(const TcpLifecycleOutput&) = delete;
    TcpLifecycleOutput& operator=(const TcpLifecycleOutput&) = delete;

    /// \param text appended \throw TcpLifecycleFileError if it cannot be written
    void Write(const std::string& text);
    /**
     * Write what is buffered, and close the file; once is enough.
     * \throw TcpLifecycleFileError if not all could be written
     */
    void Close();

    /**
     * Write a whole file.
     * \param path file \param text its contents
     * \throw TcpLifecycleFileError if not all could be written
     */
    static void WriteFile(const std::string& path, const std::string& text);

    /**
     * Make a folder, and those above it.
     * \param path folder; nothing happens if it is there
     * \throw TcpLifecycleFileError if it cannot be made
     */
    static void MakeFolder(const std::string& path);

    /**
     * Make a folder for a run's files. It is another run's if `run.json` is there.
     * \param path folder \param force another run's files are removed, those of known names
     * \throw std::invalid_argument if it is another run's and must not be emptied
     * \throw TcpLifecycleFileError if it cannot be made, or emptied
     */
    static void OwnFolder(const std::string& path, bool force);

  private:
    std::string m_path;              //!< for messages
    std::vector<char> m_buffer;      //!< what m_file buffers in
    std::FILE* m_file{nullptr};      //!< the file, or null
    std::ostream* m_stream{nullptr}; //!< the stream, or null
};

} // namespace ns3

#endif // TCP_LIFECYCLE_OUTPUT_H
