#pragma once

#include <functional>

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "core/image/image.h"

namespace bozzetto::test {

/// How a run of `bozzetto` ended.
struct Outcome
{
    int code = -1; ///< exit code; -1 when it crashed, was not started or took four minutes
    QByteArray out, err;
};

QString program();

/// Runs `bozzetto arguments` to its end. `inChild` is called in the new process before the program starts.
Outcome run(const QStringList& arguments, const std::function<void()>& inChild = {});

/// Starts it, sends SIGINT once standard error contains `stage`. `milliseconds` from there to its end.
Outcome interruptAt(const QByteArray& stage, const QStringList& arguments, qint64& milliseconds);

void writeBytes(const QString& path, const QByteArray& bytes);
QByteArray readBytes(const QString& path);

/// A clay disc on nothing: alpha says what the object is. `alpha` of the disc.
Image disc(int size, float alpha);

} // namespace bozzetto::test
