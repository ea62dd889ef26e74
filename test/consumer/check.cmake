# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Installs the module built in BUILD_DIR to a prefix below WORK_DIR, then builds and runs SOURCE_DIR
# against what lies there and nothing else of this tree. A program runs from there, with its manual page and
# completion beside it.

set(prefix ${WORK_DIR}/prefix)
file(REMOVE_RECURSE ${prefix})

foreach(
  step IN
  ITEMS "${CMAKE_COMMAND};--install;${BUILD_DIR};--prefix;${prefix}"
        "${CMAKE_COMMAND};-S;${SOURCE_DIR};-B;${WORK_DIR}/build;-G;${GENERATOR};-DCMAKE_PREFIX_PATH=${prefix};-DCMAKE_CXX_COMPILER=${COMPILER};-DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER};-Dns3_DIR=${ns3_DIR}"
        "${CMAKE_COMMAND};--build;${WORK_DIR}/build"
        "${WORK_DIR}/build/consumer"
        "${WORK_DIR}/build/by-name"
        "${prefix}/bin/lifecycle-lab;--version"
)
  execute_process(COMMAND ${step} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
  message("${output}")
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${step}: ${result}")
  endif()
endforeach()

foreach(file IN ITEMS share/man/man1/lifecycle-lab.1 share/bash-completion/completions/lifecycle-lab)
  if(NOT EXISTS ${prefix}/${file})
    message(FATAL_ERROR "${prefix}/${file} is not installed")
  endif()
endforeach()
