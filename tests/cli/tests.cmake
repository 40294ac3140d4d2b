# tests of cli; paths from tests/
bozzetto_test(NAME tst_cli_train SOURCES cli/tst_cli_train.cpp LABELS cli slow TIMEOUT 900)
add_dependencies(tst_cli_train bozzetto_cli bozzetto_import)
bozzetto_test(NAME tst_cli SOURCES cli/tst_cli.cpp cli/program.cpp LABELS cli TIMEOUT 900)
bozzetto_test(NAME tst_bad_input SOURCES cli/tst_bad_input.cpp cli/program.cpp LABELS cli TIMEOUT 900)
bozzetto_test(NAME tst_tensors SOURCES cli/tst_tensors.cpp cli/program.cpp LABELS cli TIMEOUT 900)
foreach(test tst_cli tst_bad_input tst_tensors)
    add_dependencies(${test} bozzetto_cli bozzetto_import)
endforeach()
