# tests of ui; paths from tests/
find_package(Qt6 REQUIRED COMPONENTS Widgets OpenGLWidgets Svg LinguistTools)

bozzetto_test(NAME tst_job_runner SOURCES ui/tst_job_runner.cpp LIBRARIES ui LABELS unit ui)
bozzetto_test(NAME tst_document SOURCES ui/tst_document.cpp LIBRARIES ui LABELS unit ui)
bozzetto_test(NAME tst_navigation SOURCES ui/tst_navigation.cpp LIBRARIES ui LABELS unit ui)
bozzetto_test(NAME tst_widgets SOURCES ui/tst_widgets.cpp LIBRARIES ui LABELS unit ui)
set_tests_properties(tst_widgets PROPERTIES ENVIRONMENT "LC_ALL=C.UTF-8;QT_QPA_PLATFORM=offscreen")
bozzetto_test(NAME tst_studio SOURCES ui/tst_studio.cpp ui/analytic_object.cpp LIBRARIES ui LABELS unit ui)
set_tests_properties(tst_studio PROPERTIES ENVIRONMENT "LC_ALL=C.UTF-8;QT_QPA_PLATFORM=offscreen")
bozzetto_test(NAME tst_window SOURCES ui/tst_window.cpp ui/analytic_object.cpp ui/window_bench.cpp LIBRARIES ui
              LABELS gl ui)
bozzetto_test(NAME tst_model_manager SOURCES ui/tst_model_manager.cpp ui/analytic_object.cpp ui/window_bench.cpp
              LIBRARIES ui LABELS gl ui)
bozzetto_test(NAME tst_training_room SOURCES ui/tst_training_room.cpp ui/analytic_object.cpp ui/window_bench.cpp
              LIBRARIES ui LABELS gl slow ui TIMEOUT 900)
add_dependencies(tst_training_room bozzetto_cli bozzetto_import)
bozzetto_test(NAME tst_cloud_making SOURCES ui/tst_cloud_making.cpp ui/analytic_object.cpp ui/window_bench.cpp
              LIBRARIES ui LABELS gl slow ui TIMEOUT 900)
add_dependencies(tst_cloud_making bozzetto_import)
bozzetto_test(NAME tst_window_scale SOURCES ui/tst_window_scale.cpp ui/analytic_object.cpp ui/window_bench.cpp
              LIBRARIES ui LABELS gl ui)
set_tests_properties(tst_window_scale PROPERTIES ENVIRONMENT "LC_ALL=C.UTF-8;QT_SCALE_FACTOR=2")
bozzetto_test(NAME tst_translations SOURCES ui/tst_translations.cpp ui/analytic_object.cpp ui/window_bench.cpp
              LIBRARIES ui LABELS gl ui)
target_compile_definitions(tst_translations PRIVATE BOZZETTO_LUPDATE="$<TARGET_FILE:Qt6::lupdate>")
bozzetto_test(NAME tst_studio_generation SOURCES ui/tst_studio_generation.cpp ui/window_bench.cpp LIBRARIES ui
              LABELS gl slow ui TIMEOUT 900)
# One thread: on a busy machine the fit's many short parallel loops wait for each other far longer than they work.
set_tests_properties(tst_studio_generation PROPERTIES
    ENVIRONMENT "LC_ALL=C.UTF-8;QTEST_FUNCTION_TIMEOUT=1200000;OMP_NUM_THREADS=1")
add_dependencies(tst_studio_generation bozzetto_import)
