# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Writes tcp-lifecycle-commit.cc, which says from what commit the module was configured. Only when that
# is another one is the file touched, and compiled again. Sets tcp_lifecycle_commit_source.

set(tcp_lifecycle_commit unknown)
find_package(Git QUIET)
if(GIT_FOUND)
  execute_process(
    COMMAND ${GIT_EXECUTABLE} rev-parse HEAD --show-toplevel
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
    OUTPUT_VARIABLE answer
    ERROR_QUIET
    RESULT_VARIABLE status
  )
  # In an ns-3 tree without a repository of its own, the answer is about ns-3.
  if(status EQUAL 0 AND answer MATCHES "^([0-9a-f]+)\n(.*)\n$")
    set(commit ${CMAKE_MATCH_1})
    file(REAL_PATH "${CMAKE_MATCH_2}" top)
    file(REAL_PATH "${CMAKE_CURRENT_SOURCE_DIR}" here)
    if(top STREQUAL here)
      set(tcp_lifecycle_commit ${commit})
      execute_process(
        COMMAND ${GIT_EXECUTABLE} diff-index --quiet HEAD --
        WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}
        ERROR_QUIET
        RESULT_VARIABLE status
      )
      if(NOT status EQUAL 0)
        string(APPEND tcp_lifecycle_commit -dirty)
      endif()
    endif()
  endif()
endif()

set(tcp_lifecycle_commit_source ${CMAKE_CURRENT_BINARY_DIR}/tcp-lifecycle-commit.cc)
configure_file(
  ${CMAKE_CURRENT_SOURCE_DIR}/helper/records/tcp-lifecycle-commit.cc.in ${tcp_lifecycle_commit_source} @ONLY
)
