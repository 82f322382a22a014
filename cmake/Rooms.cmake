# A room is one static library with an include root of its own: a folder in the build tree that holds one symlink to the
# room. Code writes `#include "protocol/ocra.h"` and can see only the rooms its own room links, so an include against the
# direction of docs/architecture.md does not compile.
#
#   room(NAME [TOGETHER] SOURCES a.cc ... APART b.cc ... HEADERS a.h ... LINKS rooms::base ...
#        PRIVATE_LINKS OpenSSL::Crypto ...)
#   room_test(NAME [TOGETHER] SOURCES a_test.cc ... APART b_test.cc ... LINKS ... PRECOMPILED <json.hpp> ... FIXTURES ...)
#
# Both are called from the room's own folder; files are listed, never globbed, and each of them once. TOGETHER, APART:
# compile_together().

function(room name)
  cmake_parse_arguments(PARSE_ARGV 1 ROOM "TOGETHER" "" "SOURCES;APART;HEADERS;LINKS;PRIVATE_LINKS")
  set(root ${CMAKE_BINARY_DIR}/rooms/${name})
  file(MAKE_DIRECTORY ${root})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${root}/${name} SYMBOLIC)
  list(TRANSFORM ROOM_HEADERS PREPEND ${root}/${name}/)
  if(ROOM_SOURCES)
    add_library(${name} STATIC ${ROOM_SOURCES} ${ROOM_APART})
    target_sources(${name} PUBLIC FILE_SET HEADERS BASE_DIRS ${root} FILES ${ROOM_HEADERS})
    target_link_libraries(${name} PUBLIC ${ROOM_LINKS} PRIVATE build_flags hardening ${ROOM_PRIVATE_LINKS})
    if(ROOM_TOGETHER)
      compile_together(${name} APART ${ROOM_APART})
    endif()
  else()
    add_library(${name} INTERFACE)
    target_sources(${name} INTERFACE FILE_SET HEADERS BASE_DIRS ${root} FILES ${ROOM_HEADERS})
    target_link_libraries(${name} INTERFACE ${ROOM_LINKS})
  endif()
  add_library(rooms::${name} ALIAS ${name})
endfunction()

# Several files of a target become one for the compiler, so that it reads the headers of CLI11, JSON and GoogleTest, and
# compiles what they bring, once for all of them: docs/decisions/0026-compile-together.md. APART: those of its files that
# cannot join in, since they give a name of another file a second meaning.
function(compile_together target)
  cmake_parse_arguments(PARSE_ARGV 1 TOGETHER "" "" "APART")
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${HELIOGRAPH_COMPILE_TOGETHER} UNITY_BUILD_BATCH_SIZE 6)
  set_source_files_properties(${TOGETHER_APART} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# What tests are made of is compiled without optimisation: in half the time, and what they test is not touched by it.
function(compile_test_quickly target)
  target_compile_options(${target} PRIVATE -O0)
endfunction()

# The room's unit tests, one program: <name>_test. PRECOMPILED: headers that most of them include, besides GoogleTest's.
# FIXTURES: what CTest ends after them.
function(room_test name)
  cmake_parse_arguments(PARSE_ARGV 1 TEST "TOGETHER" "" "SOURCES;APART;LINKS;PRECOMPILED;FIXTURES")
  if(NOT BUILD_TESTING)
    return()
  endif()
  add_executable(${name}_test ${TEST_SOURCES} ${TEST_APART})
  target_link_libraries(${name}_test PRIVATE build_flags rooms::${name} ${TEST_LINKS} GTest::gmock GTest::gtest_main)
  compile_test_quickly(${name}_test)
  if(TEST_TOGETHER)
    compile_together(${name}_test APART ${TEST_APART})
  endif()
  if(HELIOGRAPH_COMPILE_TOGETHER)
    target_precompile_headers(${name}_test PRIVATE <gmock/gmock.h> <gtest/gtest.h> ${TEST_PRECOMPILED})
  endif()
  target_compile_definitions(${name}_test PRIVATE HELIOGRAPH_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  set(properties TIMEOUT 120)
  if(TEST_FIXTURES)
    list(APPEND properties FIXTURES_REQUIRED ${TEST_FIXTURES})
  endif()
  gtest_discover_tests(${name}_test TEST_PREFIX ${name}. DISCOVERY_TIMEOUT 60 PROPERTIES ${properties})
endfunction()
