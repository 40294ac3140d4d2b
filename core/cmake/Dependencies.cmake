# Every outside library, as an imported target. core: torch_cpu, Assimp, glm, vips, OpenCV imgproc, small
# header libraries. Qt is looked up in render/ and ui/ only, so that the `core` preset never asks for it.

if(NOT BOZZETTO_DEPS_DIR)
    if(DEFINED ENV{BOZZETTO_CACHE})
        set(BOZZETTO_DEPS_DIR $ENV{BOZZETTO_CACHE}/deps)
    elseif(DEFINED ENV{XDG_CACHE_HOME})
        set(BOZZETTO_DEPS_DIR $ENV{XDG_CACHE_HOME}/bozzetto/deps)
    else()
        set(BOZZETTO_DEPS_DIR $ENV{HOME}/.cache/bozzetto/deps)
    endif()
endif()
set(torchDir ${BOZZETTO_DEPS_DIR}/torch)
set(assimpDir ${BOZZETTO_DEPS_DIR}/cmeel.prefix)
if(NOT EXISTS ${torchDir}/lib/libtorch_cpu.so OR NOT EXISTS ${assimpDir}/lib/libassimp.so)
    message(FATAL_ERROR "LibTorch and Assimp were expected below ${BOZZETTO_DEPS_DIR}; "
                        "`./bozzetto.sh setup` fetches them, or set BOZZETTO_DEPS_DIR.")
endif()

# libtorch_cpu.so of the CUDA wheel names libcudart and libcupti; both are small and need no driver.
find_library(cudartLibrary NAMES libcudart.so.13 PATHS ${BOZZETTO_DEPS_DIR}/nvidia/cu13/lib
             /usr/local/cuda/lib64 /usr/local/cuda-13.0/lib64 REQUIRED)
find_library(cuptiLibrary NAMES libcupti.so.13 PATHS ${BOZZETTO_DEPS_DIR}/nvidia/cu13/lib
             /usr/local/cuda/lib64 /usr/local/cuda/extras/CUPTI/lib64 /usr/local/cuda-13.0/extras/CUPTI/lib64
             REQUIRED)
get_filename_component(cudartDir ${cudartLibrary} DIRECTORY)
get_filename_component(cuptiDir ${cuptiLibrary} DIRECTORY)
set(CMAKE_BUILD_RPATH ${torchDir}/lib ${assimpDir}/lib ${cudartDir} ${cuptiDir})

add_library(torch_cpu INTERFACE)
target_include_directories(torch_cpu SYSTEM INTERFACE ${torchDir}/include ${torchDir}/include/torch/csrc/api/include)
target_link_libraries(torch_cpu INTERFACE ${torchDir}/lib/libtorch_cpu.so ${torchDir}/lib/libc10.so)
target_link_options(torch_cpu INTERFACE "LINKER:-rpath-link,${cudartDir}:${cuptiDir}:${torchDir}/lib"
                                        "LINKER:--disable-new-dtags")

# LibTorch brings {fmt} with it; a second version of it in one program would not link.
target_compile_definitions(torch_cpu INTERFACE FMT_HEADER_ONLY)

add_library(assimp_library INTERFACE)
target_include_directories(assimp_library SYSTEM INTERFACE ${assimpDir}/include)
target_link_libraries(assimp_library INTERFACE ${assimpDir}/lib/libassimp.so)

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenMP REQUIRED COMPONENTS CXX) # at::parallel_for runs on one thread without it
find_package(glm REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)

# Debian ships OpenCV's CMake package with the whole of OpenCV only; core and imgproc are found by name.
find_path(opencvInclude opencv2/imgproc.hpp PATH_SUFFIXES opencv4 REQUIRED)
find_library(opencvCore opencv_core REQUIRED)
find_library(opencvImgproc opencv_imgproc REQUIRED)
add_library(opencv_imgproc INTERFACE)
target_include_directories(opencv_imgproc SYSTEM INTERFACE ${opencvInclude})
target_link_libraries(opencv_imgproc INTERFACE ${opencvImgproc} ${opencvCore})

pkg_check_modules(vips REQUIRED IMPORTED_TARGET vips)

find_path(embreeInclude NAMES embree4/rtcore.h embree3/rtcore.h REQUIRED)
find_library(embreeLibrary NAMES embree4 embree3 REQUIRED)
add_library(embree_library INTERFACE)
target_include_directories(embree_library SYSTEM INTERFACE ${embreeInclude})
target_link_libraries(embree_library INTERFACE ${embreeLibrary})

# Headers only: c10d's Gloo is part of LibTorch, whose headers name Gloo's. Without them training runs in one process.
find_path(glooInclude gloo/context.h)

set(BOZZETTO_CUDA_ENABLED OFF)
if(NOT BOZZETTO_CUDA STREQUAL "OFF")
    include(CheckLanguage)
    if(NOT CMAKE_CUDA_COMPILER AND EXISTS /usr/local/cuda/bin/nvcc)
        set(CMAKE_CUDA_COMPILER /usr/local/cuda/bin/nvcc)
    endif()
    check_language(CUDA)
    if(CMAKE_CUDA_COMPILER)
        set(BOZZETTO_CUDA_ENABLED ON)
    elseif(BOZZETTO_CUDA STREQUAL "ON")
        message(FATAL_ERROR "BOZZETTO_CUDA is ON, but no nvcc was found.")
    endif()
endif()

add_library(bozzetto_flags INTERFACE)
target_compile_options(bozzetto_flags INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wall -Wextra -Wpedantic -Wshadow -Wno-unknown-pragmas>)
