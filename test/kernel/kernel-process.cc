/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "kernel-process.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

KernelProcess::KernelProcess(const std::vector<std::string>& arguments)
{
    int input[2];
    int output[2];
    if (pipe2(input, O_CLOEXEC) < 0 || pipe2(output, O_CLOEXEC) < 0)
    {
        throw std::runtime_error("no pipe to the kernel's user");
    }
    m_child = fork();
    if (m_child < 0)
    {
        throw std::runtime_error("no process for the kernel's user");
    }
    if (m_child == 0)
    {
        dup2(input[0], STDIN_FILENO);
        dup2(output[1], STDOUT_FILENO);
        std::vector<char*> words;
        for (const auto& argument : arguments)
        {
            words.push_back(const_cast<char*>(argument.c_str()));
        }
        words.push_back(nullptr);
        execvp(words[0], words.data());
        _exit(127);
    }
    close(input[0]);
    close(output[1]);
    m_input = input[1];
    char ready;
    const bool said = read(output[0], &ready, 1) == 1;
    close(output[0]);
    if (!said)
    {
        throw std::runtime_error("the kernel's user ended before it was ready: " + arguments[0]);
    }
}

KernelProcess::~KernelProcess()
{
    close(m_input);
    if (!HasEnded())
    {
        kill(m_child, SIGKILL);
        waitpid(m_child, nullptr, 0);
    }
}

void
KernelProcess::Begin()
{
    if (write(m_input, "g", 1) != 1)
    {
        throw std::runtime_error("the kernel's user is gone");
    }
}

bool
KernelProcess::HasEnded()
{
    if (m_child >= 0 && waitpid(m_child, nullptr, WNOHANG) == m_child)
    {
        m_child = -1;
    }
    return m_child < 0;
}
