#!/usr/bin/env bash
# Sets up, builds and runs Bozzetto on Debian 12 or Ubuntu 24.04.
#   ./bozzetto.sh run [arguments]   build; open the studio on the bundled sample (arguments go to the command line)
#   ./bozzetto.sh test [ctest arguments]   build everything, then run the whole test suite under its own Xvfb
#   ./bozzetto.sh bench [arguments]  build, then the benchmarks
#   ./bozzetto.sh setup             install and fetch what is needed, no more
#   ./bozzetto.sh build             set up and build
# LibTorch and Assimp are unpacked once into $BOZZETTO_CACHE (default: $XDG_CACHE_HOME/bozzetto).
set -euo pipefail
cd "$(dirname "$0")"

preset=${BOZZETTO_PRESET:-release}
cache=${BOZZETTO_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/bozzetto}
deps=$cache/deps
export BOZZETTO_DEPS_DIR=$deps

build_packages=(
    build-essential cmake ninja-build pkg-config git ca-certificates unzip python3 python3-pip
    qt6-base-dev qt6-base-dev-tools libqt6opengl6-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libqt6svg6-dev
    libgl-dev libgl1-mesa-dri libglm-dev libvips-dev libopencv-imgproc-dev libcli11-dev nlohmann-json3-dev
    libbenchmark-dev libembree-dev libgloo-dev
)
test_packages=(xvfb xauth blender python3-numpy)

say() { printf '== %s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    say "installing ${missing[*]}"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Unpacks wheel $2 (a pip requirement) into folder $3 once; $1 names the stamp.
fetch_wheel() {
    local stamp=$deps/.$1 requirement=$2 folder=$3 wheels
    [ -e "$stamp" ] && return
    say "fetching $requirement"
    wheels=$(mktemp -d -p "$cache")
    python3 -m pip download -q --no-deps --only-binary=:all: --python-version 3.11 \
        --platform manylinux_2_28_x86_64 --platform manylinux_2_17_x86_64 --platform manylinux2014_x86_64 \
        --platform any -d "$wheels" "$requirement" || { rm -rf "$wheels"; return 1; }
    mkdir -p "$folder"
    unzip -qo "$wheels"/*.whl -d "$folder"
    rm -rf "$wheels"
    touch "$stamp"
}

find_toolkit_library() {
    ls /usr/local/cuda*/lib64/"$1" /usr/local/cuda*/extras/CUPTI/lib64/"$1" 2>/dev/null | head -n 1
}

setup() {
    install_packages "${build_packages[@]}"
    mkdir -p "$deps"
    fetch_wheel torch-2.11.0 torch==2.11.0 "$deps"
    fetch_wheel assimp-6.0.5 cmeel-assimp==6.0.5 "$deps"
    if [ -z "$(find_toolkit_library libcudart.so.13)" ]; then
        fetch_wheel cudart-13.0 'nvidia-cuda-runtime==13.0.*' "$deps"
    fi
    if [ -z "$(find_toolkit_library libcupti.so.13)" ]; then
        fetch_wheel cupti-13.0 'nvidia-cuda-cupti==13.0.*' "$deps"
    fi
    setup_gpu || say "the GPU's libraries could not be fetched; everything runs on the processor"
}

# What LibTorch's CUDA part loads besides the toolkit's runtime, where its run path looks for it: 2.7 GB, so only where a
# GPU is. Versions as that wheel asks for them.
setup_gpu() {
    [ -e /dev/nvidiactl ] || return 0
    local wheel
    for wheel in nvidia-cublas==13.1.0.3 nvidia-cuda-nvrtc==13.0.88 nvidia-cuda-runtime==13.0.96 \
        nvidia-cufft==12.0.0.61 nvidia-cufile==1.15.1.6 nvidia-curand==10.4.0.35 nvidia-cusolver==12.0.4.66 \
        nvidia-cusparse==12.6.3.3 nvidia-nvjitlink==13.0.88 nvidia-cudnn-cu13==9.19.0.56 \
        nvidia-cusparselt-cu13==0.8.0 nvidia-nccl-cu13==2.28.9 nvidia-nvshmem-cu13==3.4.5; do
        fetch_wheel "${wheel%%==*}" "$wheel" "$deps"
    done
}

setup_tests() {
    install_packages "${test_packages[@]}"
    fetch_wheel plyfile plyfile==1.1.5 "$deps/python"
    export BOZZETTO_PYTHON_PATH=$deps/python
}

build() {
    local strict=OFF
    [ "${CI:-}" = true ] && strict=ON
    cmake --preset "$preset" -DBOZZETTO_DEPS_DIR="$deps" -DBOZZETTO_WARNINGS_AS_ERRORS=$strict >"$cache/configure.log" ||
        { cat "$cache/configure.log" >&2; return 1; }
    cmake --build --preset "$preset"
}

has_display() { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }

run() {
    setup
    build
    local bin=build/$preset/bin sample=resources/samples/fox.png
    if [ $# -gt 0 ]; then
        exec "$bin/bozzetto" "$@"
    elif has_display; then
        exec "$bin/bozzetto-studio" "$sample"
    fi
    local out=build/sample
    mkdir -p "$out"
    "$bin/bozzetto" generate "$sample" -o "$out/sample.glb" --sheet "$out/sheet.png"
    say "no display: the object is in $out/sample.glb, its contact sheet in $out/sheet.png"
}

run_tests() {
    setup
    setup_tests
    build
    xvfb-run -a -s "-screen 0 1600x1000x24 +extension GLX" \
        env QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1 ctest --preset "$preset" "$@"
}

case ${1:-} in
run) shift; run "$@" ;;
bench) shift; setup; build; exec "build/$preset/bin/bozzetto_bench" "$@" ;;
test) shift; run_tests "$@" ;;
setup) setup ;;
build) setup; build ;;
*) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
