# Reads auth_methods.json, the one table of the authentication methods, for what is made from it:
#
#   auth_method_enumerators, auth_method_rows             C++, for auth_method_table.h.in
#   AUTH_METHODS, ONLINE_AUTH_METHODS, OFFLINE_AUTH_METHODS   the API names as JSON has them between the quotes of a list,
#                                                         for http/openapi/openapi.json
#
# In JavaScript: auth-methods.mjs.

set(auth_method_file ${CMAKE_CURRENT_LIST_DIR}/auth_methods.json)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${auth_method_file})
file(READ ${auth_method_file} auth_method_table)

# OFFLINE_PIN becomes kOfflinePin.
function(enumerator_of name variable)
  string(TOLOWER ${name} words)
  string(REPLACE "_" ";" words ${words})
  set(enumerator k)
  foreach(word IN LISTS words)
    string(SUBSTRING ${word} 0 1 first)
    string(SUBSTRING ${word} 1 -1 rest)
    string(TOUPPER ${first} first)
    string(APPEND enumerator ${first}${rest})
  endforeach()
  set(${variable} ${enumerator} PARENT_SCOPE)
endfunction()

set(auth_method_enumerators)
set(auth_method_rows)
set(online_names)
set(offline_names)
string(JSON count LENGTH ${auth_method_table})
math(EXPR last "${count} - 1")
foreach(row RANGE ${last})
  foreach(column id api_name configuration_name second_factor)
    string(JSON ${column} GET ${auth_method_table} ${row} ${column})
  endforeach()
  enumerator_of(${api_name} method)
  enumerator_of(${second_factor} factor)
  string(APPEND auth_method_enumerators "  ${method} = ${id},\n")
  string(APPEND auth_method_rows
    "    AuthMethodRow{AuthMethod::${method}, \"${api_name}\", \"${configuration_name}\", SecondFactor::${factor}},\n")
  if(id MATCHES "^0x0")
    list(APPEND offline_names ${api_name})
  else()
    list(APPEND online_names ${api_name})
  endif()
endforeach()
list(JOIN online_names "\", \"" ONLINE_AUTH_METHODS)
list(JOIN offline_names "\", \"" OFFLINE_AUTH_METHODS)
set(AUTH_METHODS "${ONLINE_AUTH_METHODS}\", \"${OFFLINE_AUTH_METHODS}")
