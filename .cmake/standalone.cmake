# Copyright (c) 2026 The tcp-lifecycle authors
#
# SPDX-License-Identifier: GPL-2.0-only
#
# What an ns-3 source tree would supply: its targets, its options, build_lib and build_lib_example.

option(TCP_LIFECYCLE_TESTS "Build the tests (the test programs need Boost.Test)" ON)
option(TCP_LIFECYCLE_EXAMPLES "Build the programs in examples/ and doc/tools/" ON)
option(TCP_LIFECYCLE_BENCHMARKS "Build the programs in test/bench/" OFF)
option(TCP_LIFECYCLE_FUZZERS "Build the programs in test/fuzz/ (need clang)" OFF)
option(TCP_LIFECYCLE_WERROR "Make every warning an error" OFF)
option(TCP_LIFECYCLE_PCH "Compile the headers of ns-3 and Boost.Test once for each target" ON)
option(TCP_LIFECYCLE_UNITY "Compile several sources of the library at once" OFF)
set(TCP_LIFECYCLE_PROFILE "" CACHE STRING "GCC's profile-guided optimization: record a profile, or use it")
set(ENABLE_TESTS ${TCP_LIFECYCLE_TESTS})
set(ENABLE_EXAMPLES ${TCP_LIFECYCLE_EXAMPLES})

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release, RelWithDebInfo or Debug" FORCE)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # A checkout in another folder shares the cache; ccache's manual asks for the sloppiness where
  # headers are precompiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER
      ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE_PROGRAM}
  )
endif()

include(CTest)
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

find_package(ns3 REQUIRED)
include(${CMAKE_CURRENT_LIST_DIR}/repair-ns3.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/lint.cmake)
message(STATUS "tcp-lifecycle stand-alone against ns-3 ${ns3_VERSION} in ${ns3_DIR}")

# ns-3's own headers set the standard: C++17 up to 3.40, C++20 up to 3.45, C++23 since.
if(ns3_VERSION VERSION_LESS 3.41)
  set(CMAKE_CXX_STANDARD 17)
elseif(ns3_VERSION VERSION_LESS 3.46)
  set(CMAKE_CXX_STANDARD 20)
else()
  set(CMAKE_CXX_STANDARD 23)
endif()
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/lib)

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow)
if(TCP_LIFECYCLE_WERROR)
  add_compile_options(-Werror)
endif()

# A call within the library goes straight to its function, not through a table that another library
# could change: a connection's way leads through hundreds of small functions, and the processor's
# instruction cache is what it waits for (doc/performance.md).
if(NOT APPLE AND NOT WIN32)
  add_compile_options(-fno-semantic-interposition -fno-plt -fvisibility-inlines-hidden -falign-functions=64)
  add_link_options($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,SHARED_LIBRARY>:LINKER:-Bsymbolic-functions>)
endif()

# What a run has gone through, put side by side: see .ci/profiled.sh.
set(tcp_lifecycle_profile_dir ${PROJECT_BINARY_DIR}/profile)
if(TCP_LIFECYCLE_PROFILE AND NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  message(FATAL_ERROR "TCP_LIFECYCLE_PROFILE needs g++; set CMAKE_CXX_COMPILER")
endif()
if(TCP_LIFECYCLE_PROFILE STREQUAL "record")
  add_compile_options(-fprofile-generate=${tcp_lifecycle_profile_dir})
  add_link_options(-fprofile-generate)
elseif(TCP_LIFECYCLE_PROFILE STREQUAL "use")
  # A source that has changed since is compiled without.
  add_compile_options(
    -fprofile-use=${tcp_lifecycle_profile_dir} -fprofile-correction -Wno-missing-profile
    -Wno-error=coverage-mismatch
  )
elseif(TCP_LIFECYCLE_PROFILE)
  message(FATAL_ERROR "TCP_LIFECYCLE_PROFILE is \"${TCP_LIFECYCLE_PROFILE}\"; it may be record, use or empty")
endif()

# Most of the compiler's time goes into these headers. Sources include what they use all the same: ns-3's
# own tree, and the target lint, compile without precompiled headers.
set(tcp_lifecycle_std_headers
    <algorithm>
    <array>
    <cstdint>
    <functional>
    <map>
    <memory>
    <optional>
    <sstream>
    <stdexcept>
    <string>
    <utility>
    <vector>
)
set(tcp_lifecycle_ns3_headers
    <ns3/boolean.h>
    <ns3/internet-stack-helper.h>
    <ns3/ipv4.h>
    <ns3/ipv6.h>
    <ns3/log.h>
    <ns3/node-container.h>
    <ns3/nstime.h>
    <ns3/packet.h>
    <ns3/point-to-point-helper.h>
    <ns3/simulator.h>
    <ns3/socket.h>
    <ns3/string.h>
    <ns3/traced-callback.h>
    <ns3/uinteger.h>
)
set(tcp_lifecycle_boost_test_headers <boost/test/data/monomorphic.hpp> <boost/test/data/test_case.hpp>
                                     <boost/test/unit_test.hpp>
)

# Compiles headers once for the sources of a target.
function(tcp_lifecycle_precompile target)
  if(TCP_LIFECYCLE_PCH)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    # ccache needs it to see which precompiled header a source has used.
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      target_compile_options(${target} PRIVATE -fpch-preprocess)
    endif()
  endif()
endfunction()

# Tests and studies, which are built with a target of the library, need Boost's headers. Who uses the
# installed library needs none of them.
function(tcp_lifecycle_give_boost target)
  if(TARGET Boost::headers)
    target_link_libraries(${target} PUBLIC $<BUILD_INTERFACE:Boost::headers>)
  endif()
endfunction()

# Sources with local names that others have, too.
set(tcp_lifecycle_apart
    helper/packetdrill/packetdrill-parser-call.cc
    helper/packetdrill/packetdrill-parser-packet.cc
    helper/packetdrill/tcp-lifecycle-packetdrill-info.cc
    helper/packetdrill/tcp-lifecycle-packetdrill-sockets-options.cc
    helper/lab/topology/tcp-lifecycle-topology.cc
    helper/lab/workload/tcp-lifecycle-workload.cc
    model/stack/tcp-lifecycle-l4-icmp.cc
    model/settings/tcp-lifecycle-setting-text.cc
    model/settings/tcp-lifecycle-settings-host.cc
    model/settings/tcp-lifecycle-settings.cc
    model/socket/tcp-lifecycle-socket-options.cc
)

# Lets the compiler see several sources as one, if that is wanted: not those above, nor those with a
# log component, of which a translation unit has one.
function(tcp_lifecycle_unify target sources)
  if(NOT TCP_LIFECYCLE_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
  foreach(source IN LISTS sources)
    get_filename_component(path ${source} ABSOLUTE)
    file(STRINGS ${path} component REGEX "^NS_LOG_COMPONENT_DEFINE" LIMIT_COUNT 1)
    if(component OR source IN_LIST tcp_lifecycle_apart)
      set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  endforeach()
endfunction()

# In an ns-3 tree the handle of a module's library comes with the list of modules.
set(libtcp-lifecycle libtcp-lifecycle)

set(tcp_lifecycle_cmake_dir ${CMAKE_CURRENT_LIST_DIR})
set(tcp_lifecycle_include_dir ${PROJECT_BINARY_DIR}/include)
set(tcp_lifecycle_wall_dir ${PROJECT_BINARY_DIR}/wall)

# Fills the folder that is first on the include path of the pure layers: under the name of every
# header of ns-3 a file that stops the compiler. An installed ns-3 is in /usr/include, so leaving ns-3 off
# the include path would not keep it out.
function(tcp_lifecycle_build_wall)
  get_target_property(include_dirs ${libcore} INTERFACE_INCLUDE_DIRECTORIES)
  foreach(include_dir IN LISTS include_dirs)
    file(GLOB headers RELATIVE ${include_dir} ${include_dir}/ns3/*.h)
    foreach(header IN LISTS headers)
      if(NOT EXISTS ${tcp_lifecycle_wall_dir}/${header})
        file(WRITE ${tcp_lifecycle_wall_dir}/${header}
             "#error \"${header}: the pure layers include no ns-3 header\"\n"
        )
      endif()
    endforeach()
  endforeach()
endfunction()

# Adds tcp-lifecycle-<room>, the objects of a pure layer, compiled once for its test program and the
# module's library. \param uses the folders whose headers it may include, from outside in.
function(tcp_lifecycle_add_room room uses sources)
  set(name tcp-lifecycle-${room})
  add_library(${name} OBJECT ${sources})
  target_include_directories(${name} PUBLIC ${tcp_lifecycle_wall_dir})
  foreach(used IN LISTS uses)
    target_include_directories(${name} PUBLIC ${PROJECT_SOURCE_DIR}/${used})
  endforeach()
  tcp_lifecycle_give_boost(${name})
  tcp_lifecycle_unify(${name} "${sources}")
endfunction()

function(build_lib)
  cmake_parse_arguments(
    BLIB "IGNORE_PCH" "LIBNAME"
    "SOURCE_FILES;HEADER_FILES;LIBRARIES_TO_LINK;TEST_SOURCES;PRIVATE_HEADER_FILES" ${ARGN}
  )
  set(name ${lib${BLIB_LIBNAME}})
  add_library(${name} SHARED)
  add_library(ns3::${name} ALIAS ${name})

  tcp_lifecycle_build_wall()
  # The pure layers, each with the folders whose headers it may include. In a folder that has files of
  # both kinds a name without "tcp-" says which are pure.
  set(pure_wire model/wire)
  set(pure_machine model/wire model/machine)
  set(pure_host ${pure_machine} model/host)
  set(pure_middlebox ${pure_host} model/middlebox)
  set(pure_capture model/wire helper/capture)
  set(sources ${BLIB_SOURCE_FILES})
  foreach(room IN ITEMS wire machine host middlebox capture)
    set(pattern "^(model|helper)/${room}/lifecycle-")
    set(room_sources ${sources})
    list(FILTER room_sources INCLUDE REGEX ${pattern})
    list(FILTER sources EXCLUDE REGEX ${pattern})
    tcp_lifecycle_add_room(${room} "${pure_${room}}" "${room_sources}")
    target_sources(${name} PRIVATE $<TARGET_OBJECTS:tcp-lifecycle-${room}>)
  endforeach()
  target_sources(${name} PRIVATE ${sources})

  # A public header "ns3/x.h" only names the file: in the build tree that of the source tree, and once installed
  # that in ns3/tcp-lifecycle, where it and what it includes are side by side.
  set(module_header ${tcp_lifecycle_include_dir}/ns3/${BLIB_LIBNAME}-module.h)
  set(installed_dir ${PROJECT_BINARY_DIR}/installed-headers)
  set(installed_headers)
  set(includes)
  foreach(header IN LISTS BLIB_HEADER_FILES)
    get_filename_component(base ${header} NAME)
    file(CONFIGURE OUTPUT ${tcp_lifecycle_include_dir}/ns3/${base}
         CONTENT "#include \"${PROJECT_SOURCE_DIR}/${header}\"\n" @ONLY
    )
    file(CONFIGURE OUTPUT ${installed_dir}/${base}
         CONTENT "#include \"${BLIB_LIBNAME}/${base}\" // IWYU pragma: export\n" @ONLY
    )
    list(APPEND installed_headers ${installed_dir}/${base})
    string(APPEND includes "#include \"ns3/${base}\"\n")
  endforeach()
  file(CONFIGURE OUTPUT ${module_header} CONTENT "#pragma once\n${includes}" @ONLY)

  target_include_directories(
    ${name} PUBLIC $<BUILD_INTERFACE:${tcp_lifecycle_include_dir}>
                   $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
  )
  target_compile_features(${name} PUBLIC cxx_std_${CMAKE_CXX_STANDARD})
  # Debian's ns-3 is built with logging but its targets do not say so.
  target_compile_definitions(${name} PUBLIC NS3_LOG_ENABLE PRIVATE $<$<CONFIG:Debug>:NS3_ASSERT_ENABLE>)
  target_link_libraries(${name} PUBLIC ${BLIB_LIBRARIES_TO_LINK})
  tcp_lifecycle_give_boost(${name})
  tcp_lifecycle_unify(${name} "${sources}")
  set_target_properties(${name} PROPERTIES OUTPUT_NAME ns3-${BLIB_LIBNAME})
  tcp_lifecycle_precompile(${name} ${tcp_lifecycle_std_headers} ${tcp_lifecycle_ns3_headers})

  if(ENABLE_EXAMPLES)
    add_subdirectory(examples)
  endif()
  set(package ns3-${BLIB_LIBNAME})
  set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/${package})
  install(TARGETS ${name} EXPORT ${package}Targets)
  install(FILES ${installed_headers} ${module_header} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/ns3)
  install(EXPORT ${package}Targets NAMESPACE ns3:: DESTINATION ${package_dir})
  configure_package_config_file(
    ${tcp_lifecycle_cmake_dir}/${package}Config.cmake.in ${PROJECT_BINARY_DIR}/${package}Config.cmake
    INSTALL_DESTINATION ${package_dir}
  )
  write_basic_package_version_file(
    ${PROJECT_BINARY_DIR}/${package}ConfigVersion.cmake COMPATIBILITY SameMinorVersion
  )
  install(FILES ${PROJECT_BINARY_DIR}/${package}Config.cmake
                ${PROJECT_BINARY_DIR}/${package}ConfigVersion.cmake
                ${tcp_lifecycle_cmake_dir}/repair-ns3.cmake
          DESTINATION ${package_dir}
  )
endfunction()

# Gives the programs' library its sources, compiled exactly as those of the module's library are: with its
# precompiled header, and with the macro that CMake defines where that is compiled.
function(tcp_lifecycle_fill_lab name sources)
  set(pure_sources ${sources})
  list(FILTER pure_sources INCLUDE REGEX "/packetdrill/packetdrill-")
  list(FILTER sources EXCLUDE REGEX "/packetdrill/packetdrill-")
  tcp_lifecycle_add_room(packetdrill "model/wire;helper/packetdrill" "${pure_sources}")
  target_sources(${name} PRIVATE ${sources} $<TARGET_OBJECTS:tcp-lifecycle-packetdrill>)
  target_compile_definitions(
    ${name} PRIVATE libtcp_lifecycle_EXPORTS $<$<CONFIG:Debug>:NS3_ASSERT_ENABLE>
  )
  tcp_lifecycle_unify(${name} "${sources}")
  if(TCP_LIFECYCLE_PCH)
    target_precompile_headers(${name} REUSE_FROM ${libtcp-lifecycle})
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
      target_compile_options(${name} PRIVATE -fpch-preprocess)
    endif()
  endif()
endfunction()

function(build_lib_example)
  cmake_parse_arguments(
    EXAMPLE "IGNORE_PCH" "NAME" "SOURCE_FILES;HEADER_FILES;LIBRARIES_TO_LINK" ${ARGN}
  )
  # An ns-3 tree leaves out, without a message, a program that wants anything but modules of ns-3.
  foreach(library IN LISTS EXAMPLE_LIBRARIES_TO_LINK)
    get_target_property(is_imported ${library} IMPORTED)
    if(NOT library STREQUAL libtcp-lifecycle AND NOT is_imported)
      message(FATAL_ERROR "build_lib_example(${EXAMPLE_NAME}): ${library} is not a module of ns-3; "
                          "link it with set_property(TARGET ... LINK_LIBRARIES)"
      )
    endif()
  endforeach()
  add_executable(${EXAMPLE_NAME} ${EXAMPLE_SOURCE_FILES})
  target_link_libraries(${EXAMPLE_NAME} PRIVATE ${libtcp-lifecycle} ${EXAMPLE_LIBRARIES_TO_LINK})
  list(LENGTH EXAMPLE_SOURCE_FILES count)
  if(count GREATER 3)
    tcp_lifecycle_precompile(
      ${EXAMPLE_NAME} ${tcp_lifecycle_std_headers} ${tcp_lifecycle_ns3_headers}
    )
  endif()
endfunction()
