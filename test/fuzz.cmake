# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# The fuzzers of test/fuzz. With TCP_LIFECYCLE_FUZZERS libFuzzer runs them, see test/run.sh; else
# test/fuzz/fuzz-driver.cc does, and each is a test of a few seconds.

set(fuzz ${CMAKE_CURRENT_SOURCE_DIR}/fuzz)
add_custom_target(fuzzers)
if(NOT TCP_LIFECYCLE_FUZZERS)
  add_library(fuzz-driver OBJECT ${fuzz}/fuzz-driver.cc)
endif()
# \param name of a fuzzer, fuzz/fuzz-<name>.cc, with seeds in fuzz/seeds/<name>
# \param runs inputs in the test \param most bytes of an input; libraries follow
function(add_fuzzer name runs most)
  set(program fuzz-${name})
  add_executable(${program} ${fuzz}/${program}.cc)
  target_link_libraries(${program} PRIVATE ${ARGN})
  target_include_directories(${program} PRIVATE . machine host)
  add_dependencies(fuzzers ${program})
  if(TCP_LIFECYCLE_FUZZERS)
    target_link_options(${program} PRIVATE -fsanitize=fuzzer)
    return()
  endif()
  target_link_libraries(${program} PRIVATE fuzz-driver)
  file(GLOB seeds ${fuzz}/seeds/${name})
  if(name STREQUAL packetdrill)
    set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/packetdrill/broken)
  endif()
  add_test(NAME fuzz.${name} COMMAND ${program} -runs=${runs} -most=${most} ${seeds})
  set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT 600)
endfunction()

# Libraries by what a fuzzer needs.
set(hosts tcp-lifecycle-wire tcp-lifecycle-machine tcp-lifecycle-host)
set(network tcp-lifecycle-lab ${libtcp-lifecycle} ${libinternet} ${libpoint-to-point} ${libapplications})
add_fuzzer(codec 200000 100 tcp-lifecycle-wire)
add_fuzzer(connection 5000 1000 ${hosts})
add_fuzzer(host 60000 2000 ${hosts})
add_fuzzer(two-hosts 2000 4000 ${hosts})
# What drives connections and hosts at random is that of the tests of the layers.
target_sources(
  fuzz-connection
  PRIVATE machine/lifecycle-test-chaos-checks.cc machine/lifecycle-test-chaos.cc
          machine/lifecycle-test-config.cc
)
target_sources(
  fuzz-host PRIVATE machine/lifecycle-test-config.cc host/lifecycle-test-host-config.cc
)
target_sources(
  fuzz-two-hosts
  PRIVATE machine/lifecycle-test-config.cc host/lifecycle-test-host-config.cc
          host/lifecycle-test-two-hosts-end.cc host/lifecycle-test-two-hosts-users.cc
          host/lifecycle-test-two-hosts.cc
)
add_fuzzer(packetdrill 50000 2000 tcp-lifecycle-wire tcp-lifecycle-packetdrill)
target_sources(fuzz-packetdrill PRIVATE packetdrill/packetdrill-printer.cc)
target_include_directories(fuzz-packetdrill PRIVATE packetdrill)
add_fuzzer(faults 50000 500 ${network})
add_fuzzer(workload 20000 1000 ${network})
add_fuzzer(words 100000 100 ${network})

# What the analysis scripts read.
if(TCP_LIFECYCLE_EXAMPLES AND NOT TCP_LIFECYCLE_FUZZERS)
  add_test(NAME fuzz.readers COMMAND ${PYTHON3} -B ${fuzz}/fuzz-readers.py --runs=150)
  set_tests_properties(fuzz.readers PROPERTIES SKIP_RETURN_CODE 77 TIMEOUT 600)
endif()
