/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tcp-lifecycle-output.h"

#include "ns3/fatal-error.h"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <exception>
#include <filesystem>
#include <iterator>
#include <system_error>

/**
 * \file
 * \ingroup tcp-lifecycle
 * A file that reports every write error.
 */

namespace ns3
{

namespace
{

/// Bytes. The C library's own buffer of 4096 means a call of the system for every other
/// connection.
constexpr std::size_t BUFFER_SIZE = 65536;

/// Files that a run leaves, beside captures. The mark of a run comes first.
constexpr const char* RUN_FILES[] = {"run.json",
                                     "run.txt",
                                     "run.sqlite",
                                     "workload.txt",
                                     "transitions.csv",
                                     "connections.csv",
                                     "segments.csv",
                                     "ladder.txt",
                                     "ladder.svg",
                                     "study.txt",
                                     "table.csv",
                                     "curves.csv",
                                     "figures.csv"};

/// \param file in a run's folder \return whether it is a capture of this module's programs
bool
IsCapture(const std::filesystem::path& file)
{
    const std::string name = file.filename().string();
    const bool own = name.rfind("lab-", 0) == 0 || name.rfind("workload-", 0) == 0 ||
                     name.rfind("capture-", 0) == 0;
    return own && (file.extension() == ".pcap" || file.extension() == ".pcapng");
}

} // namespace

TcpLifecycleFileError::TcpLifecycleFileError(const std::string& path, const std::string& reason)
    : std::runtime_error("cannot write " + path + ": " + reason)
{
}

TcpLifecycleOutput::TcpLifecycleOutput(const std::string& path, Mode mode)
    : m_path(path),
      m_file(std::fopen(path.c_str(), mode == Mode::Append ? "ab" : "wb"))
{
    if (!m_file)
    {
        throw TcpLifecycleFileError(m_path, std::strerror(errno));
    }
    m_buffer.resize(BUFFER_SIZE);
    std::setvbuf(m_file, m_buffer.data(), _IOFBF, m_buffer.size());
}

TcpLifecycleOutput::TcpLifecycleOutput(std::ostream& stream)
    : m_path("the stream given"),
      m_stream(&stream)
{
}

TcpLifecycleOutput::~TcpLifecycleOutput()
{
    if (m_stream)
    {
        return; // it may be gone already
    }
    try
    {
        Close();
    }
    catch (const TcpLifecycleFileError& error)
    {
        if (std::uncaught_exceptions() == 0) // else that error is told, and is the first
        {
            NS_FATAL_ERROR(error.what());
        }
    }
}

void
TcpLifecycleOutput::Write(const std::string& text)
{
    if (m_stream)
    {
        if (!m_stream->write(text.data(), static_cast<std::streamsize>(text.size())))
        {
            throw TcpLifecycleFileError(m_path, "write failed");
        }
        return;
    }
    if (!m_file)
    {
        throw TcpLifecycleFileError(m_path, "already closed");
    }
    if (std::fwrite(text.data(), 1, text.size(), m_file) != text.size())
    {
        const int reason = errno;
        std::fclose(m_file);
        m_file = nullptr;
        throw TcpLifecycleFileError(m_path, std::strerror(reason));
    }
}

void
TcpLifecycleOutput::Close()
{
    if (m_stream)
    {
        if (!m_stream->flush())
        {
            throw TcpLifecycleFileError(m_path, "write failed");
        }
        return;
    }
    if (!m_file)
    {
        return;
    }
    std::FILE* file = m_file;
    m_file = nullptr;
    // what is buffered can fail at the flush, what the system delays at the close
    const bool flushed = std::fflush(file) == 0;
    const int flushError = errno;
    const bool closed = std::fclose(file) == 0;
    if (!flushed || !closed)
    {
        throw TcpLifecycleFileError(m_path, std::strerror(flushed ? errno : flushError));
    }
}

void
TcpLifecycleOutput::WriteFile(const std::string& path, const std::string& text)
{
    TcpLifecycleOutput output(path);
    output.Write(text);
    output.Close();
}

void
TcpLifecycleOutput::MakeFolder(const std::string& path)
{
    std::error_code error;
    std::filesystem::create_directories(path, error);
    if (error)
    {
        throw TcpLifecycleFileError(path, error.message());
    }
    if (!std::filesystem::is_directory(path))
    {
        throw TcpLifecycleFileError(path, std::strerror(ENOTDIR));
    }
}

void
TcpLifecycleOutput::OwnFolder(const std::string& path, bool force)
{
    const std::filesystem::path folder(path);
    MakeFolder(path);
    std::error_code error;
    if (!std::filesystem::is_regular_file(folder / RUN_FILES[0], error))
    {
        return;
    }
    if (!force)
    {
        throw std::invalid_argument("--out: '" + path +
                                    "' has the files of another run; give another folder, or "
                                    "replace them with --force");
    }
    std::vector<std::filesystem::path> files(std::begin(RUN_FILES), std::end(RUN_FILES));
    for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    {
        if (IsCapture(entry.path()))
        {
            files.push_back(entry.path().filename());
        }
    }
    for (const auto& file : files)
    {
        std::filesystem::remove(folder / file, error);
        if (error)
        {
            throw TcpLifecycleFileError((folder / file).string(), error.message());
        }
    }
}

} // namespace ns3
