# LLVM and MLIR 22 as shared libraries, and helpers for targets that use them.
find_program(LLVM_CONFIG NAMES llvm-config-22 REQUIRED)
execute_process(COMMAND ${LLVM_CONFIG} --prefix
                OUTPUT_VARIABLE LLVM_PREFIX OUTPUT_STRIP_TRAILING_WHITESPACE)
find_package(MLIR REQUIRED CONFIG PATHS ${LLVM_PREFIX}/lib/cmake/mlir NO_DEFAULT_PATH)

list(APPEND CMAKE_MODULE_PATH ${MLIR_CMAKE_DIR} ${LLVM_CMAKE_DIR})
include(TableGen)
include(AddLLVM)
include(AddMLIR)

add_library(snnc_mlir INTERFACE)
target_include_directories(snnc_mlir SYSTEM INTERFACE ${MLIR_INCLUDE_DIRS} ${LLVM_INCLUDE_DIRS})
target_link_libraries(snnc_mlir INTERFACE MLIR LLVM)
# Optimization of the compiler itself costs more build time than it saves run time.
target_compile_options(snnc_mlir INTERFACE $<$<CONFIG:Release>:-O1>)
# What mlir-tblgen generates has unused parameters.
target_compile_options(snnc_mlir INTERFACE -Wno-unused-parameter)

# snnc_mlir_library(NAME sources... [LINK ...] [DEPENDS ...]): with MLIR's
# headers precompiled once for all such libraries.
function(snnc_mlir_library name)
  cmake_parse_arguments(ARG "" "" "LINK;DEPENDS" ${ARGN})
  snnc_library(${name} ${ARG_UNPARSED_ARGUMENTS} LINK snnc_mlir ${ARG_LINK} DEPENDS ${ARG_DEPENDS})
  if(NOT TARGET snnc_mlir_pch)
    file(WRITE ${CMAKE_BINARY_DIR}/cmake/pch.cpp "")
    add_library(snnc_mlir_pch STATIC ${CMAKE_BINARY_DIR}/cmake/pch.cpp)
    target_link_libraries(snnc_mlir_pch PUBLIC snnc_mlir PRIVATE snnc_warnings)
    target_precompile_headers(snnc_mlir_pch PRIVATE
      <mlir/IR/Builders.h> <mlir/IR/BuiltinOps.h> <mlir/IR/BuiltinAttributes.h>
      <mlir/IR/Dialect.h> <mlir/IR/OpImplementation.h> <mlir/IR/PatternMatch.h>
      <mlir/IR/SymbolTable.h> <mlir/Pass/Pass.h> <llvm/ADT/TypeSwitch.h>)
  endif()
  target_precompile_headers(${name} REUSE_FROM snnc_mlir_pch)
endfunction()
