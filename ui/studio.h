#pragma once

#include <atomic>

#include <QElapsedTimer>
#include <QObject>

#include "ui/document/document.h"
#include "ui/jobs/job_runner.h"
#include "ui/jobs/latest_job.h"
#include "ui/jobs/model_shelf.h"
#include "ui/jobs/operations.h"

namespace bozzetto {

/// Something that went wrong, in the user's words.
struct Problem
{
    QString what;
    QString advice;
    QString details; ///< for a report: what was being done, the error, the versions
};

/// `error` in the user's words, with what to do; `doing` is what was being done.
Problem problemOf(const QString& doing, const Error& error);

/// What the user can have done: turns wishes into jobs and their values into changes of the Document. No widgets.
class Studio : public QObject
{
    Q_OBJECT

public:
    Studio(Document& document, Operations operations, JobRunner::Mode mode = JobRunner::Mode::threaded,
           QObject* parent = nullptr);

    const Operations& operations() const { return m_operations; }
    ModelShelf& models() { return m_models; }

    /// Reads the photograph (and <stem>_depth.png beside it) on the worker, then generates.
    void openPhoto(const QString& path);
    void openPasted(const QImage& picture);
    /// Shows a cloud of points, such as a PLY file holds.
    void openCloud(const QString& path);
    /// Shows where the photographs of a folder (or several photographs) were taken, and what they agree on.
    void openViews(const QStringList& paths);
    /// More photographs to those that are open; the cloud that is there stays.
    void addViews(const QStringList& paths);
    /// The views that are on become a cloud, from the beginning.
    void makeCloud();
    /// Ends the training that runs; the cloud so far is kept.
    void stopAndKeep();
    bool canKeep() const { return m_keepable; } ///< whether there is something to keep
    void useDepthFile(const QString& path);
    void useMatteFile(const QString& path);
    void generateAgain();
    /// Fits on from the object that is there; only where canRefine().
    void refine();
    void cancel();
    void exportTo(const QString& path);

    /// The level slider: a quick mesh while it moves, the full surface when it has been let go.
    void followLevel(float level);
    void rebuildSurface();

    bool isWorking() const { return m_work.isRunning(); }
    double secondsWorked() const;
    /// Why generateAgain() cannot be done now, for tooltips; empty when it can.
    QString whyNotGenerate() const;
    QString whyNotExport() const;
    QString whyNotCloud() const;
    bool canRefine() const { return bool(m_operations.refine); } ///< whether this build can at all
    QString whyNotRefine() const;
    QString whyNotNetwork() const; ///< why no network can make the object

Q_SIGNALS:
    void workStarted(const QString& title);
    void progressed(const bozzetto::Progress& progress);
    void workEnded();
    void keepableChanged(); ///< from now on the cloud that is shown can be kept
    void generated();
    void cloudMade();
    void exported(const QString& path);
    void problem(const bozzetto::Problem& problem);
    void photoOpened(const QString& path);
    void cloudOpened(const QString& path);
    void viewsOpened(const QString& path);

private:
    enum class Subject { other, views }; ///< what a problem's advice is about

    void begin(const QString& title, Subject subject); ///< just before the job is started
    void end();
    static QString adviceForViews(ErrorCode code, const QString& usual);
    CloudPreviewSink cloudObserver();
    bool refuseWhileWorking(const QString& path);
    void startGeneration(std::shared_ptr<const RadianceField> start = nullptr);
    GenerateObserver observer();
    void takeResult(GenerateResult result);
    template <typename Output>
    void work(const QString& title, std::function<Output(JobContext&)> run, std::function<void(Output)> deliver,
              Subject subject = Subject::other)
    {
        begin(title, subject);
        m_work.start<Output>(std::move(run), std::move(deliver), m_document.options().seed);
    }

    Document& m_document;
    Operations m_operations;
    ModelShelf m_models;
    QElapsedTimer m_clock;
    QString m_doing;
    Subject m_subject = Subject::other;
    std::shared_ptr<std::atomic<bool>> m_enough; ///< ends the training that runs
    bool m_keepable = false;
    bool m_generating = false;
    bool m_generateNext = false;
    JobRunner m_work; ///< after what its jobs use: destroyed first
    LatestJob m_surface;
};

/// `path` beside the photograph that holds its depth ("<stem>_depth.png"); empty when there is none.
QString depthBeside(const QString& photoPath);

} // namespace bozzetto
