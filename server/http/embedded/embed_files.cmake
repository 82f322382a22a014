# embed_files(SOURCE_VARIABLE FUNCTION name NAMESPACE name [BASE folder] FILES file...): writes a source file that defines
# the function (embedded_files.h) with what the given files hold, and sets SOURCE_VARIABLE to its path. A file's name is its
# path below the base; without one, its name without folder. The assembler reads the files: a megabyte as a C++ array would take
# longer to compile than the rest of the room.

function(embed_files source_variable)
  cmake_parse_arguments(PARSE_ARGV 1 EMBED "" "FUNCTION;NAMESPACE;BASE" "FILES")
  set(function ${EMBED_FUNCTION})
  set(namespace ${EMBED_NAMESPACE})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${function}.cc)
  set(number 0)
  foreach(file IN LISTS EMBED_FILES)
    if(EMBED_BASE)
      file(RELATIVE_PATH name ${EMBED_BASE} ${file})
    else()
      get_filename_component(name ${file} NAME)
    endif()
    set(symbol heliograph_${function}_${number})
    string(APPEND assembly
      "asm(\".pushsection .rodata\\n\"\n"
      "    \"${symbol}: .incbin \\\"${file}\\\"\\n\"\n"
      "    \"${symbol}_end: .byte 0\\n\"\n"
      "    \".popsection\\n\");\n")
    string(APPEND declarations
      "extern \"C\" const char ${symbol}[];\n"
      "extern \"C\" const char ${symbol}_end[];\n")
    string(APPEND rows "      {\"${name}\", {${symbol}, ${symbol}_end}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
// Written by embed_files.cmake.
#include <array>

#include "http/embedded/embedded_files.h"

@assembly@
@declarations@
namespace heliograph::@namespace@ {

std::span<const http::EmbeddedFile> @function@() {
  static const std::array<http::EmbeddedFile, @number@> kFiles{{
@rows@  }};
  return kFiles;
}

}  // namespace heliograph::@namespace@
]])
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${EMBED_FILES}")
  set(${source_variable} ${source} PARENT_SCOPE)
endfunction()
