#include "tests/support/test_support.h"

#include <cmath>

#include <QDebug>

namespace bozzetto::test {

std::filesystem::path optionalData(const std::string& relative)
{
    const auto path = std::filesystem::path(BOZZETTO_TEST_DATA) / relative;
    return std::filesystem::exists(path) ? path : std::filesystem::path();
}

std::string errorMessage(ErrorCode code, const std::function<void()>& run)
{
    try {
        run();
    } catch (const Error& error) {
        if (error.code() == code)
            return error.what();
        qWarning() << "another error code:" << int(error.code()) << error.what();
    }
    return {};
}

bool isClose(double actual, double expected, double relative, double absolute, const char* what)
{
    const bool close = std::abs(actual - expected) <= absolute + relative * std::abs(expected);
    if (!close)
        qWarning().nospace() << what << ": actual " << actual << ", expected " << expected;
    return close;
}

JobContext cancelledAt(const std::string& stage, double share)
{
    const auto flag = std::make_shared<std::atomic<bool>>(false);
    return JobContext(flag, [=](const Progress& progress) {
        if (progress.stage == stage && progress.share >= share)
            flag->store(true);
    });
}

} // namespace bozzetto::test
