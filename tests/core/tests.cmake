# tests of core; paths from tests/
bozzetto_test(NAME tst_base SOURCES core/base/tst_base.cpp)
bozzetto_test(NAME tst_extract SOURCES core/surface/tst_extract.cpp)
bozzetto_test(NAME tst_export SOURCES core/io/tst_export.cpp)
