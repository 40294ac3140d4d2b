#pragma once

#include <QHash>

#include "ui/jobs/latest_job.h"
#include "ui/jobs/operations.h"

namespace bozzetto {

/// The installed networks as the window knows them: the list is read, added to and changed on a worker.
class ModelShelf : public QObject
{
    Q_OBJECT

public:
    ModelShelf(const Operations& operations, JobRunner::Mode mode, QObject* parent = nullptr);

    const std::vector<InstalledModel>& models() const { return m_models; }
    /// SHA-256 of a listed file; empty until it was computed.
    QString sha256(const InstalledModel& model) const;
    /// Whether a network that makes objects is installed.
    bool hasObjectNetwork() const;
    bool isBusy() const { return m_work.isRunning(); }

    void refresh();
    void add(const QString& path);
    void use(const InstalledModel& model);
    /// Puts a copy of a file there as `name` (one of that name that is there already will do) and uses it.
    void addAndUse(const QString& path, const QString& name);
    /// Uses `former` (empty: whatever is left) in the place of the own file `name`, which is deleted.
    void giveUp(const QString& name, const QString& former);
    void remove(const InstalledModel& model);
    /// Reads every listed file through once; changed() tells each result.
    void computeHashes();

Q_SIGNALS:
    void changed();                                  ///< the list, or what is known of it
    void busyChanged();
    void failed(const bozzetto::Error& error);

private:
    void change(std::function<void(JobContext&)> step);

    const Operations& m_operations;
    std::vector<InstalledModel> m_models;
    QHash<QString, QString> m_hashes; ///< by path, size and time of change
    JobRunner m_work;
    LatestJob m_hashing;
};

} // namespace bozzetto
