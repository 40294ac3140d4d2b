#pragma once

#include <QLocale>
#include <QString>

#include "core/train/lesson_run.h"

namespace bozzetto {

/// What the training room calls things.
QString learnedTitle(Learned learned); ///< "Object generator"
QString learnedNote(Learned learned);  ///< what it is for, a sentence
QString scoreTitle(Learned learned);   ///< what its score says, lower is better
QString foundText(const FolderReport& report, const QLocale& locale); ///< "458 models, all of them textured."
QString stateText(const LessonSnapshot& run);                         ///< "Training", "Paused", ...
QString durationText(double seconds, const QLocale& locale);          ///< "12 s", "4 min", "1 h 20 min"
QString bytesText(std::uint64_t bytes, const QLocale& locale);
QString shownFolder(const std::filesystem::path& folder); ///< its last part

} // namespace bozzetto
