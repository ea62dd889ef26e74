# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# The explorer of examples/lifecycle-explore as a test, linked with the objects of the pure layers and with
# nothing of ns-3; and mutants of the layers, which it must find.

find_package(Threads REQUIRED)

set(explorer ${PROJECT_SOURCE_DIR}/examples/lifecycle-explore)
file(GLOB sources CONFIGURE_DEPENDS ${explorer}/explore-*.cc)
list(FILTER sources EXCLUDE REGEX "explore-report") # pictures are the library's
add_library(explore-parts OBJECT ${sources} ${CMAKE_CURRENT_SOURCE_DIR}/explore/explore-core.cc)
target_include_directories(explore-parts PRIVATE ${explorer})
target_link_libraries(explore-parts PRIVATE tcp-lifecycle-host)

add_executable(explore-core)
target_link_libraries(
  explore-core PRIVATE explore-parts tcp-lifecycle-wire tcp-lifecycle-machine tcp-lifecycle-host
                       Threads::Threads
)

# A sanitizer makes it ten times slower.
set(bounds)
if(CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  set(bounds --states=2000)
endif()
add_test(NAME explore.catalogue COMMAND explore-core all ${bounds})
set_tests_properties(explore.catalogue PROPERTIES PROCESSORS 2 TIMEOUT 1200)
add_test(NAME explore.resume COMMAND explore-core
                                     --resume=${CMAKE_CURRENT_BINARY_DIR}/explore.checkpoint
)

# Adds a test with a changed line of a layer: the explorer finds it in a configuration.
# \param source of model/<layer>, compiled with `now` in place of `was` in `file` beside it
function(add_explore_mutant name layer source file was now configuration)
  if(TCP_LIFECYCLE_UNITY OR CMAKE_CXX_FLAGS MATCHES "-fsanitize")
    return()
  endif()
  set(layer_folder ${PROJECT_SOURCE_DIR}/model/${layer})
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/mutants/${name})
  file(READ ${layer_folder}/${file} text)
  string(FIND "${text}" "${was}" place)
  if(place EQUAL -1)
    message(FATAL_ERROR "test/explore.cmake: ${file} has no \"${was}\"; say what ${name} changes now")
  endif()
  string(REPLACE "${was}" "${now}" text "${text}")
  configure_file(${layer_folder}/${source} ${folder}/${source} COPYONLY)
  file(CONFIGURE OUTPUT ${folder}/${file} CONTENT "${text}" @ONLY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${layer_folder}/${file})
  get_filename_component(base ${source} NAME)
  add_executable(
    explore-mutant-${name}
    ${folder}/${source}
    $<FILTER:$<TARGET_OBJECTS:tcp-lifecycle-machine>,EXCLUDE,/model/${layer}/${base}>
    $<FILTER:$<TARGET_OBJECTS:tcp-lifecycle-host>,EXCLUDE,/model/${layer}/${base}>
    $<TARGET_OBJECTS:tcp-lifecycle-wire> $<TARGET_OBJECTS:explore-parts>
  )
  target_include_directories(
    explore-mutant-${name} PRIVATE $<TARGET_PROPERTY:tcp-lifecycle-${layer},INCLUDE_DIRECTORIES>
  )
  target_link_libraries(explore-mutant-${name} PRIVATE Threads::Threads)
  add_test(NAME explore.mutant-${name} COMMAND explore-mutant-${name} ${configuration} --broken)
  set_tests_properties(explore.mutant-${name} PROPERTIES TIMEOUT 60)
endfunction()

# One byte before a shut window gets no persist timer: the two ends wait for each other forever.
add_explore_mutant(
  persist machine lifecycle-connection-timers.cc lifecycle-connection-timers.cc
  "const bool waiting = m_snd.Unsent() > 0" "const bool waiting = m_snd.Unsent() > 1" zero-window
)
# Rows of the transition table are missing.
add_explore_mutant(
  row-data-after-close machine lifecycle-state.cc lifecycle-state.h
  "{State::FinWait2, State::Closed, Cause::DataAfterClose, \"3.6.1, SHLD-3\"}," "" data
)
add_explore_mutant(
  row-embryo machine lifecycle-state.cc lifecycle-state.h
  "{State::SynReceived, State::Closed, Cause::Reset, \"RFC 7413, 4.2.2: its user has it\"}," "" fast-open
)
# A RST is believed wherever it is in the window (RFC 793).
add_explore_mutant(
  blind-reset machine lifecycle-receive-space.cc lifecycle-receive-space.cc
  "return check == ResetCheck::InWindow ?" "return check != ResetCheck::InWindow ?" forged
)
# A connection that ends while it waits to be accepted keeps its place in the accept queue.
add_explore_mutant(
  accept-queue host lifecycle-host-listeners.cc lifecycle-host-listeners.cc
  "Dequeue(listener.acceptQueue, index);" "" hosts-queues
)

# What is written of a counterexample leads to it again.
if(TARGET lifecycle-explore AND TARGET lifecycle-packetdrill AND TARGET lifecycle-lab)
  add_test(NAME explore.counterexamples_are_reproduced
           COMMAND ${PYTHON3} -B ${CMAKE_CURRENT_SOURCE_DIR}/explore/replay-counterexamples.py
                   ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}
  )
endif()
