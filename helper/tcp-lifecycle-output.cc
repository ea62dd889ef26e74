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
#include <filesystem>
#include <system_error>

/**
 * \file
 * \ingroup tcp-lifecycle
 * Files whose errors are noticed.
 */

namespace ns3
{

namespace
{

/// Octets. The C library's own buffer of 4096 means a call of the system for every other
/// connection.
constexpr std::size_t BUFFER_SIZE = 65536;

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
        NS_FATAL_ERROR(error.what());
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

} // namespace ns3
