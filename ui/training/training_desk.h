#pragma once

#include <optional>

#include <QElapsedTimer>
#include <QProcess>
#include <QTimer>

#include "core/train/lesson_forecast.h"
#include "core/train/lesson_run.h"
#include "ui/jobs/model_shelf.h"

class QTemporaryDir;

namespace bozzetto {

/// What the training room knows and can have done: looks through a folder, tries how long a lesson takes, has a process of
/// its own work on it, and follows that process by the files of its run. The process outlives the window: a run is found
/// again by its folder. No widgets.
class TrainingDesk : public QObject
{
    Q_OBJECT

public:
    TrainingDesk(const Operations& operations, ModelShelf& shelf, JobRunner::Mode mode, QObject* parent = nullptr);
    ~TrainingDesk() override;

    bool isPossible() const { return bool(m_operations.inspectFolder); }

    // The folder and the wish
    void chooseFolder(const QString& path);
    void cancelScan();
    const QString& folder() const { return m_folder; }
    bool isScanning() const { return m_scan.isBusy(); }
    double scanShare() const { return m_scanShare; }
    const FolderReport* report() const { return m_report ? &*m_report : nullptr; }
    const QString& folderProblem() const { return m_folderProblem; } ///< why it could not be looked through
    void choose(Learned learned);
    Learned learned() const { return m_learned; }
    void setMinutes(double minutes);
    double minutes() const { return m_minutes; }
    QString whyNotLearn(Learned learned) const; ///< empty when the folder can teach it
    QString whyNotStart() const;
    QString startName(Learned learned) const; ///< of the network that it goes on from; empty: from nothing

    // The forecast
    bool isForecasting() const { return m_trial != nullptr; }
    const LessonForecast* forecast() const { return m_forecast ? &*m_forecast : nullptr; }
    const QString& forecastProblem() const { return m_forecastProblem; }
    std::int64_t stepsForecast() const; ///< in the time that is chosen now

    // The run
    const LessonSnapshot* run() const { return m_run ? &*m_run : nullptr; }
    bool isStarting() const { return m_starting; } ///< its process was started and has not said anything yet
    bool isStopping() const { return m_stopping; }
    bool works() const { return m_starting || (m_run && m_run->works()); }
    bool someoneWorks() const; ///< on this run or on another
    const std::vector<LessonSnapshot>& runs() const { return m_runs; } ///< all that are there, newest first
    void start();
    void pause();
    void goOn();
    void cancel();                    ///< stops it; what is there stays
    void restart();                   ///< forgets what was trained and begins again
    void trainLonger(double minutes); ///< adds to a finished run's time
    void discard();                   ///< deletes the run
    void look();                      ///< reads the runs' files anew
    void leave();                     ///< turns to another lesson; the run stays in runs()
    void open(const QString& path);   ///< turns to one of runs()

    // Its weights
    QString whyNotUse() const;
    bool isUsed() const; ///< the run's weights are what the studio works with now
    void useWeights();
    void undoUse();

Q_SIGNALS:
    void changed();
    void failed(const QString& doing, const bozzetto::Error& error);

private:
    Lesson lesson() const;
    void startForecast();
    void takeForecast(int exitCode);
    void dropForecast();
    void startProcess();
    void takeRuns(std::vector<LessonSnapshot> runs);
    void act(const QString& doing, std::function<void()> step, bool thenStart = false);
    QString runPath() const;

    const Operations& m_operations;
    ModelShelf& m_shelf;
    QString m_folder, m_folderProblem;
    double m_scanShare = 0;
    std::optional<FolderReport> m_report;
    Learned m_learned = Learned::object;
    double m_minutes = 15;
    QProcess* m_trial = nullptr;
    std::shared_ptr<QTemporaryDir> m_scratch; ///< where the trial tries
    std::optional<LessonForecast> m_forecast;
    double m_forecastMinutes = 15;
    QString m_forecastProblem;
    std::vector<LessonSnapshot> m_runs;
    std::optional<LessonSnapshot> m_run;
    QString m_wanted; ///< the run that is turned to; empty: none
    bool m_turned = false; ///< the first look chose a run to turn to
    bool m_starting = false, m_stopping = false;
    bool m_stopped = false; ///< the user has stopped it since it was started
    qint64 m_process = 0;
    QElapsedTimer m_startedAt;
    QString m_doing;
    QTimer m_clock;
    LatestJob m_scan, m_reading; ///< after what their jobs use: destroyed first
    JobRunner m_acting;
};

} // namespace bozzetto
