# A tree that runs from wherever it is put: programs in bin/, what they load in lib/, found relative to them.
# Components: cli, studio, runtime (LibTorch's processor part and Assimp), cuda (on request: cmake --install . --component
# cuda; NVIDIA's own libraries are not in it). Debian's libraries are the package's dependencies, not its content.
install(TARGETS bozzetto_cli bozzetto_import RUNTIME DESTINATION bin COMPONENT cli)
if(BOZZETTO_STUDIO)
    install(TARGETS studio RUNTIME DESTINATION bin COMPONENT studio)
endif()

# Under their sonames, as real files: the loader asks for no other name.
foreach(library ${torchDir}/lib/libtorch_cpu.so ${torchDir}/lib/libc10.so ${torchDir}/lib/libgomp.so.1
        ${assimpDir}/lib/libassimp.so.6 ${cudartLibrary} ${cuptiLibrary})
    get_filename_component(name ${library} NAME)
    file(REAL_PATH ${library} real)
    install(PROGRAMS ${real} DESTINATION lib RENAME ${name} COMPONENT runtime)
endforeach()

if(TARGET core_cuda)
    set_target_properties(core_cuda PROPERTIES INSTALL_RPATH "$ORIGIN")
    install(TARGETS core_cuda LIBRARY DESTINATION lib COMPONENT cuda EXCLUDE_FROM_ALL)
    foreach(name libtorch_cuda.so libtorch_cuda_linalg.so libtorch_nvshmem.so libc10_cuda.so libcaffe2_nvrtc.so)
        install(PROGRAMS ${torchDir}/lib/${name} DESTINATION lib COMPONENT cuda EXCLUDE_FROM_ALL)
    endforeach()
endif()
