/*
 * Copyright (c) 2026 The tcp-lifecycle authors
 *
 * SPDX-License-Identifier: GPL-2.0-only
 */

#include "model-test-apart.h"

#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

namespace model_test
{

namespace
{

constexpr const char* TASK = "TCP_LIFECYCLE_TEST_TASK"; //!< variable of the environment
constexpr unsigned SECONDS = 120;                       //!< that it may take

} // namespace

bool
RunApart(const std::string& name, const std::string& task)
{
    const std::string filter = "--run_test=" + name;
    const pid_t child = fork();
    if (child == 0)
    {
        setenv(TASK, task.c_str(), 1);
        alarm(SECONDS); // it survives execl(), and ends what never ends
        execl("/proc/self/exe", "test-model", filter.c_str(), "--log_level=error", nullptr);
        _exit(127);
    }
    int status = 0;
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) &&
           WEXITSTATUS(status) == 0;
}

std::string
GetTask()
{
    const char* const task = std::getenv(TASK);
    return task != nullptr ? task : "";
}

} // namespace model_test
