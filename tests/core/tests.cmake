# tests of core; paths from tests/
bozzetto_test(NAME tst_base SOURCES core/base/tst_base.cpp)
bozzetto_test(NAME tst_triplane SOURCES core/field/tst_triplane.cpp)
bozzetto_test(NAME tst_renderer SOURCES core/field/tst_renderer.cpp)
bozzetto_test(NAME tst_renderer_golden SOURCES core/field/tst_renderer_golden.cpp)
bozzetto_test(NAME tst_extract SOURCES core/surface/tst_extract.cpp)
bozzetto_test(NAME tst_export SOURCES core/io/tst_export.cpp)
