# embed_files(SOURCE_VARIABLE file...): writes a source file that defines embeddedFiles() (embedded_files.h) with what the
# given files hold, and sets SOURCE_VARIABLE to its path. The assembler reads the files: a megabyte as a C++ array would
# take longer to compile than the rest of the room.

function(embed_files source_variable)
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded_files_data.cc)
  set(number 0)
  foreach(file IN LISTS ARGN)
    get_filename_component(name ${file} NAME)
    string(APPEND assembly
      "asm(\".pushsection .rodata\\n\"\n"
      "    \"heliograph_embedded_${number}: .incbin \\\"${file}\\\"\\n\"\n"
      "    \"heliograph_embedded_${number}_end: .byte 0\\n\"\n"
      "    \".popsection\\n\");\n")
    string(APPEND declarations
      "extern \"C\" const char heliograph_embedded_${number}[];\n"
      "extern \"C\" const char heliograph_embedded_${number}_end[];\n")
    string(APPEND rows
      "      {\"${name}\", {heliograph_embedded_${number}, heliograph_embedded_${number}_end}},\n")
    math(EXPR number "${number} + 1")
  endforeach()
  file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [[
// Written by embed_files.cmake.
#include <array>

#include "http/openapi/embedded_files.h"

@assembly@
@declarations@
namespace heliograph::http {

std::span<const EmbeddedFile> embeddedFiles() {
  static const std::array<EmbeddedFile, @number@> kFiles{{
@rows@  }};
  return kFiles;
}

}  // namespace heliograph::http
]])
  set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS "${ARGN}")
  set(${source_variable} ${source} PARENT_SCOPE)
endfunction()
