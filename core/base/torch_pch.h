// Precompiled for the sources of core: reading the torch headers takes seconds, once is enough.
#pragma once
#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#endif
#include <fmt/format.h>
#include <torch/types.h>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
