#include <algorithm>

#include <QFile>
#include <QFileInfo>
#include <QSettings>

#include "core/train/run_lock.h"
#include "ui/training/teach_process.h"
#include "ui/training/training_desk.h"

namespace bozzetto {

namespace {

constexpr qint64 kLongestStart = 60'000; // ms until a process that says nothing is given up

/// False once the process is gone, also while nobody has asked how it ended.
bool isAlive(qint64 process)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const auto text = file.readAll();
    const auto behindName = text.lastIndexOf(')');
    return behindName >= 0 && text.mid(behindName + 2, 1) != "Z";
}

/// What the run's weights replaced; kept with the run.
QSettings usedFile(const QString& run)
{
    return QSettings(run + QStringLiteral("/used.ini"), QSettings::IniFormat);
}

} // namespace

QString TrainingDesk::runPath() const
{
    return m_run ? textOf(m_run->run) : QString();
}

void TrainingDesk::start()
{
    if (!whyNotStart().isEmpty())
        return;
    dropForecast();
    const auto wish = lesson();
    const auto run = newRunFolder(wish, m_operations.runsFolder);
    m_wanted = textOf(run);
    act(tr("Beginning the lesson"), [wish, run] { beginRun(wish, run); }, true);
}

void TrainingDesk::goOn()
{
    if (!m_run || works() || m_acting.isRunning())
        return;
    act(tr("Going on with the lesson"),
        [run = m_run->run] {
            auto lesson = Lesson::read(run);
            lesson.ended = false;
            lesson.write(run);
        },
        true);
}

void TrainingDesk::pause()
{
    if (!m_run)
        return;
    m_stopping = m_stopped = true;
    stopWorking(m_run->run);
    Q_EMIT changed();
}

void TrainingDesk::cancel()
{
    if (!m_run || m_acting.isRunning())
        return;
    pause();
    act(tr("Ending the lesson"), [run = m_run->run] {
        auto lesson = Lesson::read(run);
        lesson.ended = true;
        lesson.write(run);
    });
}

void TrainingDesk::restart()
{
    if (!m_run || works() || m_acting.isRunning())
        return;
    act(tr("Beginning the lesson again"),
        [run = m_run->run] {
            restartLesson(run);
            auto lesson = Lesson::read(run);
            lesson.ended = false;
            lesson.write(run);
        },
        true);
}

void TrainingDesk::trainLonger(double minutes)
{
    if (!m_run || works() || m_acting.isRunning())
        return;
    act(tr("Going on with the lesson"),
        [run = m_run->run, minutes] {
            auto lesson = Lesson::read(run);
            lesson.minutes += minutes;
            lesson.steps *= 2;
            lesson.ended = false;
            lesson.write(run);
        },
        true);
}

void TrainingDesk::discard()
{
    if (!m_run || works() || m_acting.isRunning())
        return;
    const auto run = m_run->run;
    leave();
    act(tr("Discarding the lesson"), [run] { discardLesson(run); });
}

void TrainingDesk::leave()
{
    m_wanted.clear();
    m_run.reset();
    Q_EMIT changed();
}

void TrainingDesk::open(const QString& path)
{
    m_wanted = path;
    look();
}

void TrainingDesk::act(const QString& doing, std::function<void()> step, bool thenStart)
{
    m_doing = doing;
    m_starting = m_starting || thenStart;
    m_stopped = m_stopped && !thenStart;
    m_startedAt.start();
    m_process = 0;
    m_acting.start<bool>(
        [step = std::move(step)](JobContext&) {
            step();
            return true;
        },
        [this, thenStart](bool) { thenStart ? startProcess() : look(); });
    Q_EMIT changed();
}

void TrainingDesk::startProcess()
{
    QProcess process; // only its description: the started one belongs to nobody and outlives the window
    process.setProgram(textOf(m_operations.teachProgram));
    process.setArguments({QStringLiteral("--quiet"), QStringLiteral("teach"), QStringLiteral("-o"), m_wanted,
                          QStringLiteral("--nice"), QString::number(kTeachNiceness)});
    process.setProcessEnvironment(politeEnvironment());
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(m_wanted + QStringLiteral("/log.txt"));
    m_startedAt.start();
    if (!process.startDetached(&m_process)) {
        m_starting = false;
        Q_EMIT failed(m_doing, Error(ErrorCode::io, "{}: the program that trains could not be started",
                                     m_operations.teachProgram.string()));
    }
    m_clock.start();
    look();
}

void TrainingDesk::look()
{
    if (!isPossible() || m_reading.isBusy())
        return;
    m_reading.request<std::vector<LessonSnapshot>>(
        [runs = m_operations.runsFolder](JobContext&) { return listLessons(runs); },
        [this](std::vector<LessonSnapshot> runs) { takeRuns(std::move(runs)); }, false);
}

void TrainingDesk::takeRuns(std::vector<LessonSnapshot> runs)
{
    m_runs = std::move(runs);
    if (!std::exchange(m_turned, true) && m_wanted.isEmpty() && m_folder.isEmpty())
        if (const auto open = std::ranges::find_if(
                m_runs, [](const LessonSnapshot& run) { return !run.lesson.ended && run.state != LessonState::finished; });
            open != m_runs.end())
            m_wanted = textOf(open->run); // what was under way when the window was closed
    const auto found = std::ranges::find_if(m_runs, [this](const LessonSnapshot& run) { return textOf(run.run) == m_wanted; });
    if (found == m_runs.end())
        m_run.reset();
    else
        m_run = *found;
    if (m_run && m_run->works())
        m_starting = false;
    else
        m_stopping = false;
    if (m_starting && m_process > 0 && (!isAlive(m_process) || m_startedAt.elapsed() > kLongestStart)) {
        m_starting = false; // it came and went between two looks, or never got to its first word
        const bool ended = m_run && (m_run->state == LessonState::failed || m_run->state == LessonState::finished);
        if (m_run && !ended && !m_stopped) {
            QFile log(runPath() + QStringLiteral("/log.txt"));
            const auto said = log.open(QIODevice::ReadOnly) ? lastLine(log.readAll()) : QString();
            m_run->state = LessonState::failed;
            m_run->message = said.isEmpty() ? tr("The process that trains ended before it began.").toStdString()
                                            : said.toStdString();
        }
    }
    if (someoneWorks())
        m_clock.start();
    else
        m_clock.stop();
    if (!someoneWorks() && !m_run && m_report && !m_trial && !m_forecast && m_forecastProblem.isEmpty())
        startForecast(); // it would have slowed the other lesson, and told wrong times
    Q_EMIT changed();
}

QString TrainingDesk::whyNotUse() const
{
    if (!m_run || m_run->weights.empty())
        return tr("There are no weights yet; the first ones come with the first score.");
    if (m_shelf.isBusy())
        return tr("A file is being checked; wait a moment.");
    if (!m_run->curves.improved() && m_run->curves.score.size() > 1)
        return tr("Nothing was learned yet that scores better than what it began with.");
    return m_run->curves.score.size() > 1 ? QString() : tr("Nothing was scored yet since it began.");
}

bool TrainingDesk::isUsed() const
{
    if (!m_run)
        return false;
    const auto name = usedFile(runPath()).value(QStringLiteral("name")).toString();
    return !name.isEmpty() && std::ranges::any_of(m_shelf.models(), [&](const InstalledModel& model) {
        return model.inUse && model.origin == ModelOrigin::own && textOf(model.path.filename()) == name;
    });
}

void TrainingDesk::useWeights()
{
    if (!whyNotUse().isEmpty() || isUsed())
        return;
    const auto role = roleOf(m_run->lesson.learned);
    const auto& models = m_shelf.models();
    const auto former =
        std::ranges::find_if(models, [&](const InstalledModel& model) { return model.inUse && model.role == role; });
    const auto name = QStringLiteral("%1-%2.safetensors").arg(QFileInfo(runPath()).fileName()).arg(m_run->steps);
    auto used = usedFile(runPath());
    used.setValue(QStringLiteral("name"), name);
    used.setValue(QStringLiteral("former"), former == models.end() ? QString() : textOf(former->path));
    used.sync();
    if (used.status() != QSettings::NoError)
        return Q_EMIT failed(tr("Using the weights"),
                             Error(ErrorCode::io, "{}: could not be written", m_run->run.string()));
    m_shelf.addAndUse(textOf(m_run->weights), name);
}

void TrainingDesk::undoUse()
{
    if (!isUsed() || m_shelf.isBusy())
        return;
    auto used = usedFile(runPath());
    m_shelf.giveUp(used.value(QStringLiteral("name")).toString(), used.value(QStringLiteral("former")).toString());
}

} // namespace bozzetto
