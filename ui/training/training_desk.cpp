#include "ui/training/training_desk.h"

#include <algorithm>
#include <csignal>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QSettings>
#include <QTemporaryDir>

#include <unistd.h>

#include "core/train/run_lock.h"
#include "ui/panels/core_sentence.h"

namespace bozzetto {

namespace {

constexpr int kLookEvery = 500;            // ms while a process works
constexpr qint64 kLongestStart = 60'000;   // ms until a process that says nothing is given up
constexpr int kNiceness = 5;               // the studio is answered first

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(QFile::encodeName(path).constData());
}

QString fromPath(const std::filesystem::path& path) { return QFile::decodeName(path.c_str()); }

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

QStringList optionsOf(const Lesson& lesson)
{
    QStringList options{QStringLiteral("--learn"), QString::fromLatin1(learnedName(lesson.learned)),
                        QStringLiteral("--minutes"), QString::number(lesson.minutes)};
    const auto add = [&](const char* name, qint64 value) {
        if (value > 0)
            options << QLatin1String(name) << QString::number(value);
    };
    add("--steps", lesson.steps);
    add("--batch", lesson.batch);
    add("--threads", lesson.threads);
    for (const auto& [name, value] : lesson.own)
        options << QStringLiteral("--option") << QString::fromStdString(name + '=' + value);
    return options;
}

/// Threads that wait sleep instead of spinning: the studio works beside them.
QProcessEnvironment politeEnvironment()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    if (!environment.contains(QStringLiteral("OMP_WAIT_POLICY")))
        environment.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("passive"));
    return environment;
}

/// What the run's weights replaced; kept with the run.
QSettings usedFile(const QString& run)
{
    return QSettings(run + QStringLiteral("/used.ini"), QSettings::IniFormat);
}

QString lastLine(const QByteArray& text)
{
    const auto lines = QString::fromUtf8(text).split(u'\n', Qt::SkipEmptyParts);
    auto line = lines.isEmpty() ? QString() : lines.last().trimmed();
    const auto start = QStringLiteral("bozzetto: ");
    return line.startsWith(start) ? line.mid(start.size()) : line;
}

} // namespace

TrainingDesk::TrainingDesk(const Operations& operations, ModelShelf& shelf, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_operations(operations), m_shelf(shelf), m_scan(mode), m_reading(mode), m_acting(mode)
{
    m_clock.setInterval(kLookEvery);
    connect(&m_clock, &QTimer::timeout, this, &TrainingDesk::look);
    connect(&m_shelf, &ModelShelf::changed, this, &TrainingDesk::changed);
    connect(&m_shelf, &ModelShelf::busyChanged, this, &TrainingDesk::changed);
    connect(&m_scan, &LatestJob::idle, this, &TrainingDesk::changed);
    connect(&m_scan, &LatestJob::failed, this, [this](const Error& error) {
        m_folderProblem = QString::fromStdString(error.what());
        Q_EMIT changed();
    });
    connect(&m_acting, &JobRunner::failed, this, [this](const Error& error) {
        m_starting = m_stopping = false;
        look();
        Q_EMIT failed(m_doing, error);
    });
    look();
}

TrainingDesk::~TrainingDesk()
{
    for (auto* trial : findChildren<QProcess*>()) { // the one that runs, and any that was killed just now
        trial->disconnect(this);
        trial->kill();
        trial->waitForFinished(2000);
    }
}

void TrainingDesk::chooseFolder(const QString& path)
{
    m_folder = path;
    m_folderProblem.clear();
    m_report.reset();
    m_scanShare = 0;
    dropForecast();
    leave();
    m_scan.request<FolderReport>(
        [this, inspect = m_operations.inspectFolder, folder = toPath(path), mark = path](JobContext& context) {
            auto told = context.toldTo([this, mark](const Progress& progress) {
                QMetaObject::invokeMethod(
                    this,
                    [this, mark, share = progress.share] {
                        if (mark != m_folder)
                            return;
                        m_scanShare = share;
                        Q_EMIT changed();
                    },
                    Qt::QueuedConnection);
            });
            return inspect(folder, told);
        },
        [this, mark = path](FolderReport report) {
            if (mark != m_folder)
                return;
            m_report = std::move(report);
            for (const auto learned : {m_learned, Learned::object, Learned::scene})
                if (whyNotLearn(learned).isEmpty()) {
                    m_learned = learned;
                    break;
                }
            startForecast();
            Q_EMIT changed();
        },
        true);
    Q_EMIT changed();
}

void TrainingDesk::cancelScan()
{
    m_scan.drop();
    m_folder.clear();
    Q_EMIT changed();
}

void TrainingDesk::choose(Learned learned)
{
    if (!whyNotLearn(learned).isEmpty() || learned == m_learned)
        return;
    m_learned = learned;
    startForecast();
    Q_EMIT changed();
}

void TrainingDesk::setMinutes(double minutes)
{
    m_minutes = minutes;
    Q_EMIT changed();
}

QString TrainingDesk::whyNotLearn(Learned learned) const
{
    return m_report ? coreSentence(bozzetto::whyNotLearn(*m_report, learned)) : tr("Choose a folder first.");
}

QString TrainingDesk::whyNotStart() const
{
    if (m_operations.teachProgram.empty())
        return tr("The program bozzetto, which trains, was not found beside the studio.");
    if (isScanning())
        return tr("The folder is still being looked through.");
    if (const auto whyNot = whyNotLearn(m_learned); !whyNot.isEmpty())
        return whyNot;
    if (someoneWorks())
        return tr("Another lesson is under way; pause it or wait for its end.");
    return m_acting.isRunning() ? tr("A moment, please.") : QString();
}

bool TrainingDesk::someoneWorks() const
{
    return m_starting || std::ranges::any_of(m_runs, [](const LessonSnapshot& run) { return run.works(); });
}

QString TrainingDesk::startName(Learned learned) const
{
    if (learned == Learned::scene)
        return {};
    const auto& models = m_shelf.models();
    const auto found = std::ranges::find_if(
        models, [&](const InstalledModel& model) { return model.inUse && model.role == roleOf(learned); });
    return found == models.end() ? QString() : QString::fromStdString(found->name);
}

Lesson TrainingDesk::lesson() const
{
    auto lesson = lessonOn(*m_report, m_learned, m_operations.models);
    lesson.minutes = m_minutes;
    if (m_operations.adjustLesson)
        m_operations.adjustLesson(lesson);
    return lesson;
}

void TrainingDesk::startForecast()
{
    dropForecast();
    if (m_operations.teachProgram.empty() || !whyNotLearn(m_learned).isEmpty() || someoneWorks())
        return;
    QDir().mkpath(fromPath(m_operations.runsFolder));
    m_scratch = std::make_shared<QTemporaryDir>(fromPath(m_operations.runsFolder) + QStringLiteral("/forecast-XXXXXX"));
    m_forecastMinutes = m_minutes;
    m_trial = new QProcess(this);
    connect(m_trial, &QProcess::finished, this, [this](int code) { takeForecast(code); });
    connect(m_trial, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            takeForecast(-1);
    });
    Lesson tried;
    tried.learned = m_learned;
    tried.minutes = m_minutes;
    if (m_operations.adjustLesson)
        m_operations.adjustLesson(tried);
    m_trial->setProcessEnvironment(politeEnvironment());
    m_trial->start(fromPath(m_operations.teachProgram),
                   QStringList{QStringLiteral("--json"), QStringLiteral("--quiet"), QStringLiteral("teach"), m_folder,
                               QStringLiteral("--forecast"), QStringLiteral("-o"), m_scratch->path(), QStringLiteral("--nice"), QString::number(kNiceness)} +
                       optionsOf(tried));
}

void TrainingDesk::takeForecast(int exitCode)
{
    auto* trial = std::exchange(m_trial, nullptr);
    if (!trial)
        return;
    const auto json = QJsonDocument::fromJson(trial->readAllStandardOutput()).object();
    const auto number = [&](const char* key) { return json.value(QLatin1String(key)).toDouble(); };
    if (exitCode == 0 && !json.isEmpty()) {
        m_forecast = LessonForecast{number("prepareSeconds"), number("stepSeconds"), number("validationSeconds"),
                                    std::int64_t(number("steps")), std::uint64_t(number("memoryBytes")),
                                    std::uint64_t(number("memoryFree")), std::uint64_t(number("diskBytes")),
                                    std::uint64_t(number("diskFree"))};
    } else {
        m_forecastProblem = lastLine(trial->readAllStandardError());
        if (m_forecastProblem.isEmpty())
            m_forecastProblem = tr("The trial ended without a word.");
    }
    trial->deleteLater();
    Q_EMIT changed();
}

void TrainingDesk::dropForecast()
{
    m_forecast.reset();
    m_forecastProblem.clear();
    if (auto* trial = std::exchange(m_trial, nullptr)) {
        trial->disconnect(this);
        connect(trial, &QProcess::finished, trial, [trial, scratch = m_scratch] { trial->deleteLater(); });
        trial->kill();
    }
}

std::int64_t TrainingDesk::stepsForecast() const
{
    if (!m_forecast || m_forecast->stepSeconds <= 0)
        return 0;
    const double shareOfScoring = std::min(m_forecast->validationSeconds / (60 * m_forecastMinutes), 0.8);
    return std::int64_t(60 * m_minutes * (1 - shareOfScoring) / m_forecast->stepSeconds);
}

QString TrainingDesk::runPath() const
{
    return m_run ? fromPath(m_run->run) : QString();
}

void TrainingDesk::start()
{
    if (!whyNotStart().isEmpty())
        return;
    dropForecast();
    const auto wish = lesson();
    const auto run = newRunFolder(wish, m_operations.runsFolder);
    m_wanted = fromPath(run);
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
    process.setProgram(fromPath(m_operations.teachProgram));
    process.setArguments({QStringLiteral("--quiet"), QStringLiteral("teach"), QStringLiteral("-o"), m_wanted,
                          QStringLiteral("--nice"), QString::number(kNiceness)});
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
            m_wanted = fromPath(open->run); // what was under way when the window was closed
    const auto found = std::ranges::find_if(m_runs, [this](const LessonSnapshot& run) { return fromPath(run.run) == m_wanted; });
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
        return model.inUse && model.origin == ModelOrigin::own && fromPath(model.path.filename()) == name;
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
    used.setValue(QStringLiteral("former"), former == models.end() ? QString() : fromPath(former->path));
    used.sync();
    if (used.status() != QSettings::NoError)
        return Q_EMIT failed(tr("Using the weights"),
                             Error(ErrorCode::io, "{}: could not be written", m_run->run.string()));
    m_shelf.addAndUse(fromPath(m_run->weights), name);
}

void TrainingDesk::undoUse()
{
    if (!isUsed() || m_shelf.isBusy())
        return;
    auto used = usedFile(runPath());
    m_shelf.giveUp(used.value(QStringLiteral("name")).toString(), used.value(QStringLiteral("former")).toString());
}

} // namespace bozzetto
