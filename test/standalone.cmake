# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# Tests of the stand-alone build: the check of layers, the installed package, check scripts, benchmarks, fuzzers
# and clang-tidy.

# A pure layer that includes an ns-3 header in any form does not compile.
set(quoted_include [["ns3/simulator.h"]])
set(angled_include [[<ns3/simulator.h>]])
foreach(form IN ITEMS quoted_include angled_include)
  set(probe ${CMAKE_CURRENT_BINARY_DIR}/${form}.cc)
  file(CONFIGURE OUTPUT ${probe} CONTENT "#include ${${form}}\n" @ONLY)
  add_test(
    NAME wall.${form}
    COMMAND
      ${CMAKE_CXX_COMPILER} -fsyntax-only
      "-I$<JOIN:$<TARGET_PROPERTY:tcp-lifecycle-wire,INCLUDE_DIRECTORIES>,;-I>" ${probe}
    COMMAND_EXPAND_LISTS
  )
  set_tests_properties(wall.${form} PROPERTIES PASS_REGULAR_EXPRESSION "include no ns-3 header")
endforeach()

# The package: installed, and used by a program outside the tree. Left out under a sanitizer, which
# a program would have to be built with as well.
if(NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  add_test(NAME installed_package
           COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${CMAKE_CURRENT_SOURCE_DIR}/consumer
                   -DBUILD_DIR=${PROJECT_BINARY_DIR} -DWORK_DIR=${CMAKE_CURRENT_BINARY_DIR}/consumer
                   -DGENERATOR=${CMAKE_GENERATOR} -DCOMPILER=${CMAKE_CXX_COMPILER}
                   -DLAUNCHER=${CCACHE_PROGRAM} -Dns3_DIR=${ns3_DIR}
                   -P ${CMAKE_CURRENT_SOURCE_DIR}/consumer/check.cmake
  )
endif()

# The suites that ns-3's own test.py runs in a source tree, of which the shortest.
if(TARGET test-wire)
  add_executable(ns3-test-runner ns3/test-runner.cc ns3/tcp-lifecycle-test-suite.cc)
  target_compile_definitions(
    ns3-test-runner
    PRIVATE TCP_LIFECYCLE_TEST_PROGRAM="$<TARGET_FILE_DIR:test-wire>/test-"
  )
  target_link_libraries(ns3-test-runner PRIVATE ${libcore})
  add_test(NAME ns3_suites_run COMMAND ns3-test-runner --suite=tcp-lifecycle-wire --verbose)
  set_tests_properties(
    ns3_suites_run PROPERTIES PASS_REGULAR_EXPRESSION "PASS tcp-lifecycle-wire"
  )
endif()

# Scripts: exit 0 to pass, 77 to be skipped. They get the three folders below by environment.
if(TCP_LIFECYCLE_EXAMPLES)
  find_program(PYTHON3 python3 PATHS /usr/bin NO_DEFAULT_PATH)
  file(GLOB scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/check-*.py
       ${CMAKE_CURRENT_SOURCE_DIR}/check-*.sh
  )
  file(GLOB analysis CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/analysis/test_*.py)
  foreach(script IN LISTS scripts analysis)
    get_filename_component(name ${script} NAME_WE)
    if(script MATCHES "/analysis/")
      string(REPLACE "test_" "analysis." name ${name})
      add_test(NAME ${name} COMMAND ${PYTHON3} -B -W error ${script})
    elseif(script MATCHES "\\.py$")
      add_test(NAME ${name} COMMAND ${PYTHON3} -B ${script})
    else()
      add_test(NAME ${name} COMMAND bash ${script})
    endif()
    set_tests_properties(
      ${name}
      PROPERTIES
        SKIP_RETURN_CODE 77
        ENVIRONMENT
        "TCP_LIFECYCLE_SOURCE_DIR=${PROJECT_SOURCE_DIR};TCP_LIFECYCLE_BUILD_DIR=${PROJECT_BINARY_DIR};TCP_LIFECYCLE_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
    )
  endforeach()
endif()

# This machine's kernel at the other end of the link, in a network namespace; judged by Python.
if(TCP_LIFECYCLE_EXAMPLES AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/kernel/*.cc)
  add_executable(kernel-case ${sources})
  target_link_libraries(
    kernel-case PRIVATE tcp-lifecycle-kernel tcp-lifecycle-lab ${libtcp-lifecycle} ${libinternet} ${libpoint-to-point}
  )
  add_test(NAME judge_of_kernel_cases
           COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_SOURCE_DIR}/kernel/test_judge.py
  )
  # A program beside a simulated host: curl, nginx, Python's web server.
  add_test(NAME real_hosts COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_SOURCE_DIR}/kernel/real-hosts.py)
  set_tests_properties(
    real_hosts PROPERTIES SKIP_RETURN_CODE 77 RUN_SERIAL TRUE TIMEOUT 600 ENVIRONMENT
                          "TCP_LIFECYCLE_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
  )
  # In real time: it gets the machine for itself.
  add_test(NAME cases_against_this_kernel
           COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_SOURCE_DIR}/kernel/run-cases.py
  )
  set_tests_properties(
    cases_against_this_kernel
    PROPERTIES SKIP_RETURN_CODE 77 RUN_SERIAL TRUE TIMEOUT 600 ENVIRONMENT
               "TCP_LIFECYCLE_BIN_DIR=${CMAKE_RUNTIME_OUTPUT_DIRECTORY}"
  )
endif()

# Many connections, recorded: what the tests of examples/analysis hold against Wireshark's tools.
add_executable(many-connections analysis/many-connections.cc)
target_link_libraries(
  many-connections PRIVATE tcp-lifecycle-lab ${libtcp-lifecycle} ${libinternet} ${libpoint-to-point}
                           ${libapplications}
)

# Probability theory: the studies, with so few connections that they are a test. A row outside its
# interval fails it; doc/studies.rst and doc/validation.rst show the runs that decide more finely.
if(TCP_LIFECYCLE_EXAMPLES)
  foreach(study IN ITEMS connect-loss teardown-loss lost-last-ack short-time-wait
                         time-wait-population port-exhaustion rfc1337 syn-flood accept-queue
                         keep-alive nat-forgets formulas-opening formulas-closing
  )
    add_test(NAME study.${study} COMMAND lifecycle-study ${study} --fast)
  endforeach()
endif()

include(explore.cmake)

# Judges the judge of packetdrill's scripts. Public suites are used where they are, beside the project.
add_executable(
  mutate-packetdrill mutation/mutate-packetdrill.cc packetdrill/packetdrill-mutations.cc
                     packetdrill/packetdrill-printer.cc
)
target_include_directories(mutate-packetdrill PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/packetdrill)
target_compile_definitions(
  mutate-packetdrill PRIVATE TCP_LIFECYCLE_TEST_DIR="${CMAKE_CURRENT_SOURCE_DIR}"
)
target_link_libraries(
  mutate-packetdrill PRIVATE tcp-lifecycle-lab ${libtcp-lifecycle} ${libinternet} ${libpoint-to-point}
                             ${libapplications}
)
set(public_scripts ${PROJECT_SOURCE_DIR}/../shared/packetdrill)
if(TCP_LIFECYCLE_EXAMPLES)
  # Every event in every state, at every place in the window; and scripts on timers and calls.
  set(matrix ${CMAKE_CURRENT_BINARY_DIR}/scratch/packetdrill-matrix)
  add_test(
    NAME every_event_in_every_state
    COMMAND
      bash -c "python3 -B make-matrix.py ${matrix} && \"$0\" --profile=rfc9293 --strict --jobs=2 ${matrix}/*.pkt"
      $<TARGET_FILE:lifecycle-packetdrill>
    WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/packetdrill
  )
  add_test(NAME own_packetdrill_scripts_pass
           COMMAND bash -c "\"$0\" --profile=linux --strict scripts/linux/*.pkt"
                   $<TARGET_FILE:lifecycle-packetdrill>
           WORKING_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR}/packetdrill
  )
  add_test(NAME public_packetdrill_scripts_pass
           COMMAND bash ${CMAKE_CURRENT_SOURCE_DIR}/public-packetdrill.sh
                   $<TARGET_FILE:lifecycle-packetdrill> ${public_scripts}
  )
  set_tests_properties(public_packetdrill_scripts_pass PROPERTIES SKIP_RETURN_CODE 77)
endif()
if(EXISTS ${public_scripts})
  add_test(NAME mutants_of_public_scripts_fail
           COMMAND mutate-packetdrill --profile=freebsd -DFreeBSD ${public_scripts}/freebsd -D
                   --profile=linux ${public_scripts}/google ${public_scripts}/linux
                   ${public_scripts}/nplab ${public_scripts}/gvisor
  )
endif()

# The benchmark: check-instructions.py runs it, too.
if(TCP_LIFECYCLE_BENCHMARKS OR (TCP_LIFECYCLE_EXAMPLES AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize"))
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/bench/*.cc)
  add_executable(bench-lifecycle ${sources})
  target_link_libraries(
    bench-lifecycle PRIVATE ${libtcp-lifecycle} ${libinternet} ${libpoint-to-point}
                            ${libapplications}
  )
  add_custom_target(benchmarks DEPENDS bench-lifecycle)
endif()

include(fuzz.cmake)

# Judges the tests of the pure layers: mutants that they are known to kill. All others, by a command: see
# mutation/mutate-model.py. It takes the objects of this build, one for each source.
if(TCP_LIFECYCLE_EXAMPLES AND TARGET test-host AND CMAKE_GENERATOR STREQUAL "Ninja"
   AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize"
)
  add_test(NAME mutants_of_the_model_are_killed
           COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_SOURCE_DIR}/mutation/mutate-model.py
                   --build=${PROJECT_BINARY_DIR} --known --count=6
  )
  set_tests_properties(
    mutants_of_the_model_are_killed PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600
  )
endif()
