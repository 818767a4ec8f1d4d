# Compiler flags that hold for the whole tree.
add_library(snnc_warnings INTERFACE)
target_compile_options(snnc_warnings INTERFACE -Wall -Wextra -Werror)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

if(SNNC_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                      -fno-omit-frame-pointer
                      # Instrumented code gains little from more, and takes long to build.
                      -O1
                      # g++ 12 sees uninitialized reads where it instruments.
                      -Wno-maybe-uninitialized)
  add_link_options(-fsanitize=address,undefined)
endif()
if(SNNC_COVERAGE)
  add_compile_options(--coverage -O1)
  add_link_options(--coverage)
endif()

# snnc_library(NAME sources... [LINK libs...]): a static library of one folder.
function(snnc_library name)
  cmake_parse_arguments(ARG "" "" "LINK;DEPENDS" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PUBLIC ${ARG_LINK} PRIVATE snnc_warnings)
  if(ARG_DEPENDS)
    add_dependencies(${name} ${ARG_DEPENDS})
  endif()
endfunction()
