# A room is one static library with an include root of its own: a folder in the build tree that holds one symlink to the
# room. Code writes `#include "protocol/ocra.h"` and can see only the rooms its own room links, so an include against the
# direction of docs/architecture.md does not compile.
#
#   room(NAME SOURCES a.cc ... HEADERS a.h ... LINKS rooms::base ... PRIVATE_LINKS OpenSSL::Crypto ... PRECOMPILED ...)
#   room_test(NAME SOURCES a_test.cc ... LINKS ... PRECOMPILED ... FIXTURES ...)
#
# Both are called from the room's own folder; files are listed, never globbed, and each of them once. PRECOMPILED:
# precompile().

add_custom_target(threaded_tests)

function(room name)
  cmake_parse_arguments(PARSE_ARGV 1 ROOM "" "" "SOURCES;HEADERS;LINKS;PRIVATE_LINKS;PRECOMPILED")
  set(root ${CMAKE_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${name} SYMBOLIC)
  list(TRANSFORM ROOM_HEADERS PREPEND ${root}/${name}/)
  if(ROOM_SOURCES)
    add_library(${name} STATIC ${ROOM_SOURCES})
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${root} FILES ${ROOM_HEADERS})
    target_link_libraries(${name} PUBLIC ${ROOM_LINKS} PRIVATE build_flags hardening ${ROOM_PRIVATE_LINKS})
    precompile(${name} ${ROOM_PRECOMPILED})
    require_threads(${name})
  else()
    add_library(${name} INTERFACE)
    target_sources(${name} INTERFACE FILE_SET HEADERS BASE_DIRS ${root} FILES ${ROOM_HEADERS})
    target_link_libraries(${name} INTERFACE ${ROOM_LINKS})
  endif()
  add_library(rooms::${name} ALIAS ${name})
endfunction()

# Reads these headers, and those of the standard library that nearly every file includes, once for all files of a target:
# half of the time of compiling it (docs/performance.md, "The loop"). A file includes what it uses all the same, and
# `make lint` compiles each without this. A header of our own belongs here if nearly every file of the target includes it.
function(precompile target)
  if(HELIOGRAPH_PRECOMPILE)
    target_precompile_headers(${target} PRIVATE
      <algorithm> <array> <chrono> <functional> <map> <memory> <optional> <span> <string> <string_view> <vector> ${ARGN})
  endif()
endfunction()

# Threads are what a target says it links: Threads::Threads. A source that starts some in a target that does not is refused,
# so that the tests that run under TSan (threaded_tests) are found by what links what, and not by memory.
function(require_threads target)
  links_threads(${target} links)
  if(links)
    return()
  endif()
  get_target_property(sources ${target} SOURCES)
  foreach(source ${sources})
    cmake_path(ABSOLUTE_PATH source)
    if(NOT EXISTS ${source})
      continue()  # made by the build
    endif()
    file(STRINGS ${source} includes REGEX "^#include <(future|thread)>")
    if(includes)
      message(FATAL_ERROR "${source} has threads; ${target} must link Threads::Threads")
    endif()
  endforeach()
endfunction()

# Does the target link Threads::Threads, or a target of ours that does?
function(links_threads target result)
  set(${result} FALSE PARENT_SCOPE)
  foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
    get_target_property(libraries ${target} ${property})
    foreach(library ${libraries})
      string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" library "${library}")
      if(library STREQUAL "Threads::Threads")
        set(${result} TRUE PARENT_SCOPE)
        return()
      endif()
      if(NOT TARGET ${library})
        continue()
      endif()
      get_target_property(is_imported ${library} IMPORTED)
      if(is_imported)
        continue()
      endif()
      links_threads(${library} links)
      if(links)
        set(${result} TRUE PARENT_SCOPE)
        return()
      endif()
    endforeach()
  endforeach()
endfunction()

# A program of tests: GoogleTest's, without optimisation, which takes half the time to compile and touches nothing that is
# tested. Its tests are listed when CTest runs, not after each link.
#
#   test_program(NAME SOURCES ... LINKS ... PRECOMPILED ...)
function(test_program name)
  cmake_parse_arguments(PARSE_ARGV 1 PROGRAM "" "" "SOURCES;LINKS;PRECOMPILED")
  add_executable(${name} ${PROGRAM_SOURCES})
  target_link_libraries(${name} PRIVATE build_flags ${PROGRAM_LINKS} GTest::gmock GTest::gtest_main)
  target_compile_options(${name} PRIVATE -O0)
  target_compile_definitions(${name} PRIVATE HELIOGRAPH_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  precompile(${name} <gmock/gmock.h> <gtest/gtest.h> ${PROGRAM_PRECOMPILED})
  require_threads(${name})
endfunction()

# The room's unit tests, one program: <name>_test. FIXTURES: what CTest ends after them.
function(room_test name)
  cmake_parse_arguments(PARSE_ARGV 1 TEST "" "" "SOURCES;LINKS;PRECOMPILED;FIXTURES")
  if(NOT BUILD_TESTING)
    return()
  endif()
  test_program(${name}_test
    SOURCES ${TEST_SOURCES} LINKS rooms::${name} ${TEST_LINKS} PRECOMPILED ${TEST_PRECOMPILED})
  set(properties TIMEOUT 120)
  if(TEST_FIXTURES)
    list(APPEND properties FIXTURES_REQUIRED ${TEST_FIXTURES})
  endif()
  discover_tests(${name}_test ${name}. PROPERTIES ${properties})
endfunction()

# Makes a test of CTest's of each of the program's, when CTest runs. Those of a program with threads have the label "threads".
#
#   discover_tests(PROGRAM PREFIX [TEST_FILTER ...] PROPERTIES ...)
function(discover_tests program prefix)
  links_threads(${program} links)
  if(links)
    add_dependencies(threaded_tests ${program})
    list(APPEND ARGN LABELS threads)
  endif()
  gtest_discover_tests(${program} TEST_PREFIX ${prefix} DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60 ${ARGN})
endfunction()
