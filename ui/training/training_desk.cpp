#include "ui/training/training_desk.h"

#include <algorithm>

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

#include "ui/panels/core_sentence.h"
#include "ui/training/teach_process.h"

namespace bozzetto {

namespace {

constexpr int kLookEvery = 500; // ms while a process works

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
        [this, inspect = m_operations.inspectFolder, folder = pathOf(path), mark = path](JobContext& context) {
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
    QDir().mkpath(textOf(m_operations.runsFolder));
    m_scratch = std::make_shared<QTemporaryDir>(textOf(m_operations.runsFolder) + QStringLiteral("/forecast-XXXXXX"));
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
    m_trial->start(textOf(m_operations.teachProgram),
                   QStringList{QStringLiteral("--json"), QStringLiteral("--quiet"), QStringLiteral("teach"), m_folder,
                               QStringLiteral("--forecast"), QStringLiteral("-o"), m_scratch->path(), QStringLiteral("--nice"), QString::number(kTeachNiceness)} +
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

} // namespace bozzetto
