# tests of render; paths from tests/
find_package(Qt6 REQUIRED COMPONENTS Gui)
add_library(render_fixture STATIC render/fixture.cpp)
target_link_libraries(render_fixture PUBLIC render Qt6::Gui bozzetto_flags)
bozzetto_test(NAME tst_field_volume SOURCES render/tst_field_volume.cpp LIBRARIES render_fixture)
bozzetto_test(NAME tst_point_blocks SOURCES render/tst_point_blocks.cpp LIBRARIES render_fixture)
bozzetto_test(NAME tst_gl_points SOURCES render/tst_gl_points.cpp LIBRARIES render_fixture LABELS gl)
bozzetto_test(NAME tst_gl_renderer SOURCES render/tst_gl_renderer.cpp LIBRARIES render_fixture LABELS gl)
bozzetto_test(NAME tst_gl_golden SOURCES render/tst_gl_golden.cpp LIBRARIES render_fixture LABELS gl)
# Qt Gui's definitions differ from those that the shared header was compiled with, and no tensor is needed here.
set_target_properties(tst_field_volume tst_point_blocks tst_gl_points tst_gl_renderer tst_gl_golden
                      PROPERTIES DISABLE_PRECOMPILE_HEADERS ON)
