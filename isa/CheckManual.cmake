# Fails when the committed manual differs from what Isa.td says.
execute_process(COMMAND ${GENERATOR} -gen-manual ${SOURCE} -o ${OUTPUT} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "the generator failed")
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -E compare_files ${OUTPUT} ${COMMITTED} RESULT_VARIABLE differs)
if(differs)
  message(FATAL_ERROR "docs/isa.md is not current; build the target isa-manual")
endif()
