/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "tap-command.h"

#include "tcp-lifecycle-kernel-space.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ns3
{

namespace
{

/// How often, and for how many microseconds, is waited for processes to end.
constexpr int PATIENCE = 100;
/// See PATIENCE.
constexpr useconds_t PAUSE = 20000;
/// What a shell says of a program that is not there (POSIX, XCU 2.8.2).
constexpr int NOT_FOUND = 127;

/// \param status of waitpid() \return the status that a shell would give
int
ShellStatus(int status)
{
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

} // namespace

TapCommand::TapCommand(const std::vector<std::string>& words)
    : m_words(words)
{
}

TapCommand::~TapCommand()
{
    if (m_child < 0)
    {
        return;
    }
    // The namespace was made by this process, so all that run in it are its descendants.
    for (int round = 0; round < PATIENCE; ++round)
    {
        const auto processes = TcpLifecycleKernelSpace::ListProcesses();
        for (const int process : processes)
        {
            if (round == 0 || round == PATIENCE - 1)
            {
                kill(process, round == 0 ? SIGTERM : SIGKILL);
            }
        }
        while (waitpid(-1, nullptr, WNOHANG) > 0)
        {
        }
        if (processes.empty())
        {
            return;
        }
        usleep(PAUSE);
    }
}

void
TapCommand::Start()
{
    if (m_words.empty())
    {
        return;
    }
    // Daemons become this process's children, so that they can be waited for.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    const pid_t parent = getpid();
    m_child = fork();
    if (m_child < 0)
    {
        throw std::runtime_error(std::string("no process for ") + m_words[0] + ": " +
                                 std::strerror(errno));
    }
    if (m_child > 0)
    {
        return;
    }
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent)
    {
        _exit(NOT_FOUND);
    }
    std::vector<char*> words;
    for (auto& word : m_words)
    {
        words.push_back(&word[0]);
    }
    words.push_back(nullptr);
    execvp(words[0], words.data());
    std::cerr << "lifecycle-tap: can't run " << m_words[0] << ": " << std::strerror(errno)
              << std::endl;
    _exit(NOT_FOUND);
}

std::optional<int>
TapCommand::GetStatus()
{
    int status = 0;
    if (m_child > 0 && !m_status && waitpid(m_child, &status, WNOHANG) == m_child)
    {
        m_status = ShellStatus(status);
    }
    return m_status;
}

} // namespace ns3
