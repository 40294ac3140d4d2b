#pragma once

#include <QGuiApplication>
#include <QTest>

namespace bozzetto::test {

/// What is said where there is nothing to draw on. Without this, Qt would end the program before any test.
inline bool hasDisplay()
{
    return !qEnvironmentVariableIsEmpty("DISPLAY") || !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
}

/// Runs a test class with a QGuiApplication, on the platform without GL where there is no display: its tests skip.
template <typename Test> int runGlTest(int argc, char** argv)
{
    if (!hasDisplay())
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QGuiApplication application(argc, argv);
    Test test;
    return QTest::qExec(&test, argc, argv);
}

} // namespace bozzetto::test
