// Precompiled for every test: the torch and Qt Test headers take seconds to read.
#pragma once
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#include <fmt/format.h>
#include <torch/types.h>
#pragma GCC diagnostic pop
#include <QTest>
