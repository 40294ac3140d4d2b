#include "ui/training/training_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QFile>

namespace bozzetto {

namespace {

/// The translators' context of this file.
struct TrainingWords
{
    Q_DECLARE_TR_FUNCTIONS(TrainingWords)
};

} // namespace

QString learnedTitle(Learned learned)
{
    switch (learned) {
    case Learned::object:
        return TrainingWords::tr("Object generator");
    case Learned::depth:
        return TrainingWords::tr("Depth network");
    case Learned::scene:
        break;
    }
    return TrainingWords::tr("Scene generator");
}

QString learnedNote(Learned learned)
{
    switch (learned) {
    case Learned::object:
        return TrainingWords::tr("Makes all sides of an object from one picture. Learns from models.");
    case Learned::depth:
        return TrainingWords::tr("Tells how far each part of an object is. Learns from models.");
    case Learned::scene:
        break;
    }
    return TrainingWords::tr("Makes the front half of a whole photograph. Learns from photographs.");
}

QString scoreTitle(Learned learned)
{
    switch (learned) {
    case Learned::object:
        return TrainingWords::tr("Distance from the true surface");
    case Learned::depth:
        return TrainingWords::tr("Error of the depth");
    case Learned::scene:
        break;
    }
    return TrainingWords::tr("Error of the view and its depth");
}

QString foundText(const FolderReport& report, const QLocale& locale)
{
    if (report.usable == 0)
        return TrainingWords::tr("Nothing to learn from");
    const auto number = [&](std::int64_t count) { return locale.toString(qlonglong(count)); };
    switch (report.kind) {
    case FolderKind::models:
        if (report.textured + report.coloured == 0)
            return TrainingWords::tr("%n model(s) without colours", nullptr, int(report.usable));
        return report.textured == report.usable
                   ? TrainingWords::tr("%n model(s), all with textures", nullptr, int(report.usable))
                   : TrainingWords::tr("%n model(s), %1 with textures, %2 with colours alone", nullptr, int(report.usable))
                         .arg(number(report.textured), number(report.coloured));
    case FolderKind::photographs:
        return TrainingWords::tr("%n photograph(s), %1 with depth", nullptr, int(report.usable)).arg(number(report.withDepth));
    case FolderKind::set:
        return TrainingWords::tr("A rendered set of %n object(s)", nullptr, int(report.usable));
    case FolderKind::nothing:
        break;
    }
    return {};
}

QString stateText(const LessonSnapshot& run)
{
    switch (run.state) {
    case LessonState::preparing:
        return run.lesson.kind == FolderKind::photographs ? TrainingWords::tr("Giving the photographs their depth")
                                                          : TrainingWords::tr("Rendering the models");
    case LessonState::training:
        return TrainingWords::tr("Training");
    case LessonState::finished:
        return TrainingWords::tr("Finished");
    case LessonState::failed:
        return TrainingWords::tr("Stopped by a problem");
    case LessonState::interrupted:
        return TrainingWords::tr("Interrupted");
    case LessonState::fresh:
        return TrainingWords::tr("Not begun");
    case LessonState::paused:
        break;
    }
    return run.lesson.ended ? TrainingWords::tr("Cancelled") : TrainingWords::tr("Paused");
}

QString durationText(double seconds, const QLocale& locale)
{
    const auto number = [&](double value) { return locale.toString(value, 'f', 0); };
    if (seconds < 59.5)
        return TrainingWords::tr("%1 s").arg(number(std::max(seconds, 1.0)));
    const auto minutes = std::int64_t(std::round(seconds / 60));
    if (minutes < 60)
        return TrainingWords::tr("%1 min").arg(number(double(minutes)));
    if (minutes % 60 == 0)
        return TrainingWords::tr("%1 h").arg(number(double(minutes / 60)));
    return TrainingWords::tr("%1 h %2 min").arg(number(double(minutes / 60)), number(double(minutes % 60)));
}

QString bytesText(std::uint64_t bytes, const QLocale& locale)
{
    return locale.formattedDataSize(qint64(bytes), bytes < 10'000'000'000 ? 1 : 0, QLocale::DataSizeSIFormat);
}

QString shownFolder(const std::filesystem::path& folder)
{
    return QFile::decodeName((folder.has_filename() ? folder : folder.parent_path()).filename().c_str());
}

} // namespace bozzetto
