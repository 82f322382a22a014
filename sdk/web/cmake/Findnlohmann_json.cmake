# The host's headers of nlohmann_json for another machine, and those of tl::expected, which base/ includes without
# asking: each by itself, since beside them in /usr/include is the host's C library.

set(header_libraries ${CMAKE_BINARY_DIR}/header-libraries)
file(MAKE_DIRECTORY ${header_libraries})
foreach(library nlohmann tl)
  file(CREATE_LINK /usr/include/${library} ${header_libraries}/${library} SYMBOLIC)
endforeach()

if(NOT TARGET nlohmann_json::nlohmann_json)
  add_library(nlohmann_json::nlohmann_json INTERFACE IMPORTED GLOBAL)
endif()
set(nlohmann_json_INCLUDE_DIRS ${header_libraries})
set(nlohmann_json_FOUND TRUE)
