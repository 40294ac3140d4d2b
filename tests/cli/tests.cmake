# tests of cli; paths from tests/
bozzetto_test(NAME tst_cli SOURCES cli/tst_cli.cpp LABELS cli TIMEOUT 900)
add_dependencies(tst_cli bozzetto_cli bozzetto_import)
bozzetto_test(NAME tst_cli_train SOURCES cli/tst_cli_train.cpp LABELS cli slow TIMEOUT 900)
add_dependencies(tst_cli_train bozzetto_cli bozzetto_import)
