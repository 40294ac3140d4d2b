# tests of core; paths from tests/
bozzetto_test(NAME tst_base SOURCES core/base/tst_base.cpp)
bozzetto_test(NAME tst_resize SOURCES core/image/tst_resize.cpp)
bozzetto_test(NAME tst_codec SOURCES core/image/tst_codec.cpp LIBRARIES PkgConfig::vips)
set_target_properties(tst_codec PROPERTIES DISABLE_PRECOMPILE_HEADERS ON) # libvips' flags differ from those it was made with
bozzetto_test(NAME tst_depth SOURCES core/vision/tst_depth.cpp)
bozzetto_test(NAME tst_matte SOURCES core/vision/tst_matte.cpp)
