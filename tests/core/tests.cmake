# tests of core; paths from tests/
bozzetto_test(NAME tst_base SOURCES core/base/tst_base.cpp)
bozzetto_test(NAME tst_extract SOURCES core/surface/tst_extract.cpp)
bozzetto_test(NAME tst_export SOURCES core/io/tst_export.cpp)
bozzetto_test(NAME tst_import SOURCES core/io/tst_import.cpp)
add_dependencies(tst_import bozzetto_import)
bozzetto_test(NAME tst_blender SOURCES dcc/tst_blender.cpp LABELS dcc)
add_dependencies(tst_blender bozzetto_import)
