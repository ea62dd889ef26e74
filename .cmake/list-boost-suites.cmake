# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Writes LIST_FILE: one CTest test per top-level suite of the Boost.Test program PROGRAM, named
# <ROOM>.<suite>, with a report in REPORT_DIR (an empty file until it has run) and a working directory
# of its own in SCRATCH_DIR.

# --list_content prints a suite or case per line, indented by depth, an asterisk where it is enabled.
execute_process(
  COMMAND ${PROGRAM} --list_content=HRF --color_output=no
  OUTPUT_VARIABLE content
  ERROR_VARIABLE content
  RESULT_VARIABLE result
)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "${PROGRAM} --list_content: ${content}")
endif()

set(tests)
string(REGEX MATCHALL "(^|\n)[A-Za-z0-9_]+\\*?" suites "${content}")
foreach(suite IN LISTS suites)
  string(REGEX REPLACE "[\n*]" "" suite "${suite}")
  set(name "${ROOM}.${suite}")
  file(MAKE_DIRECTORY ${SCRATCH_DIR}/${name})
  file(WRITE ${REPORT_DIR}/${name}.xml "")
  string(
    APPEND
    tests
    "add_test([==[${name}]==] [==[${PROGRAM}]==] [==[--run_test=${suite}]==] --color_output=no"
    " --report_format=XML --report_level=short [==[--report_sink=${REPORT_DIR}/${name}.xml]==])\n"
    "set_tests_properties([==[${name}]==] PROPERTIES TIMEOUT 600"
    " WORKING_DIRECTORY [==[${SCRATCH_DIR}/${name}]==])\n"
  )
endforeach()
file(WRITE ${LIST_FILE} "${tests}")
