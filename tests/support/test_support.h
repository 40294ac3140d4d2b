#pragma once

#include <filesystem>
#include <functional>

#include <QTest>

#include "core/base/error.h"
#include "core/base/job_context.h"

namespace bozzetto::test {

/// The optional data folder's `relative`, or an empty path where it is absent: then QSKIP, saying so.
std::filesystem::path optionalData(const std::string& relative);

/// The message of the Error with `code` that `run` must throw; an empty string when it throws nothing or another.
std::string errorMessage(ErrorCode code, const std::function<void()>& run);

/// Checks |actual - expected| <= absolute + relative * |expected| and prints both otherwise.
bool isClose(double actual, double expected, double relative, double absolute, const char* what);

/// A job whose user cancels at the first report of `stage` from `share` on; other stages pass.
JobContext cancelledAt(const std::string& stage, double share);

} // namespace bozzetto::test
