# Warnings, hardening and sanitizers, for our own targets only.

set(HELIOGRAPH_SANITIZE "" CACHE STRING "Sanitizers, as -fsanitize= takes them: address,undefined or thread")
option(HELIOGRAPH_PRECOMPILE "Read the headers that nearly all files of a target include once (precompile() in Rooms.cmake)" ON)
option(HELIOGRAPH_FUZZ "Build the libFuzzer targets (clang only)" OFF)

# Warnings are errors for the compilers that all of this is built with day by day: GCC 12 and clang 14, those of Debian 12.
# Another one may warn of what nobody has seen yet, and builds all the same. Developers' presets and CI's look at Debian 13
# set CMAKE_COMPILE_WARNING_AS_ERROR themselves.
if(NOT DEFINED CMAKE_COMPILE_WARNING_AS_ERROR)
  string(REGEX MATCH "^[0-9]+" major ${CMAKE_CXX_COMPILER_VERSION})
  if("${CMAKE_CXX_COMPILER_ID} ${major}" MATCHES "^(GNU 12|Clang 14)$")
    set(CMAKE_COMPILE_WARNING_AS_ERROR ON)
  endif()
endif()

add_library(build_flags INTERFACE)
target_compile_features(build_flags INTERFACE cxx_std_20)
target_compile_options(build_flags INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow -fstack-protector-strong)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 sees an overlap in every optimised `"text" + std::string` (GCC bug 105651), an uninitialised read in optimised
  # copies of std::optional (80635) and in braced temporaries that hold strings. And what it would not tell of the standard
  # library's own headers, it tells when these are precompiled: bounds of strings that it cannot know. clang-tidy and the
  # sanitizers look for the real ones.
  target_compile_options(build_flags INTERFACE
    -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
endif()

# What the product is compiled with besides, and its tests are not.
add_library(hardening INTERFACE)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(hardening INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  target_link_options(hardening INTERFACE -Wl,-z,relro,-z,now)
endif()

if(HELIOGRAPH_SANITIZE)
  # Everything is instrumented, so that containers that cross a room's edge agree about their poison.
  add_compile_options(-fsanitize=${HELIOGRAPH_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${HELIOGRAPH_SANITIZE})
  if(HELIOGRAPH_SANITIZE MATCHES "undefined")
    # Two looks at each pointer that is followed: a third of the time of compiling. ASan finds a null pointer as well, and
    # nothing here makes bytes into objects that need an alignment.
    add_compile_options(-fno-sanitize=null,alignment)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      # A check that GCC does not have. Clang 14 cannot assemble it for coroutines.
      add_compile_options(-fno-sanitize=function)
    endif()
  endif()
endif()
