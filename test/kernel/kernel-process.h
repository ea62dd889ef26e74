/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#ifndef KERNEL_PROCESS_H
#define KERNEL_PROCESS_H

#include <string>
#include <sys/types.h>
#include <vector>

/**
 * \file
 * The process whose sockets are the kernel's.
 */

/// A child that says on its standard output when it is ready, and begins when it is told to.
class KernelProcess
{
  public:
    /// \param arguments program and arguments; returns when the child has written something
    explicit KernelProcess(const std::vector<std::string>& arguments);
    /// A child that is still there is ended.
    ~KernelProcess();
    KernelProcess(const KernelProcess&) = delete;
    KernelProcess& operator=(const KernelProcess&) = delete;

    /// Tell it to begin.
    void Begin();
    /// \return whether it has ended
    bool HasEnded();

  private:
    pid_t m_child{-1}; //!< -1: it has ended
    int m_input{-1};   //!< its standard input
};

#endif // KERNEL_PROCESS_H
