#include "ui/jobs/model_shelf.h"

#include <algorithm>

#include <QFile>
#include <QFileInfo>

#include "core/weights/sha256.h"

namespace bozzetto {

namespace {

/// Changes when the file does.
QString keyOf(const InstalledModel& model)
{
    const QFileInfo file(QString::fromStdString(model.path.string()));
    return QStringLiteral("%1|%2|%3").arg(file.absoluteFilePath()).arg(file.size()).arg(
        file.lastModified().toMSecsSinceEpoch());
}

std::filesystem::path toPath(const QString& path)
{
    return std::filesystem::path(QFile::encodeName(path).constData());
}

} // namespace

ModelShelf::ModelShelf(const Operations& operations, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_operations(operations), m_work(mode), m_hashing(mode)
{
    connect(&m_work, &JobRunner::started, this, &ModelShelf::busyChanged);
    connect(&m_work, &JobRunner::finished, this, &ModelShelf::busyChanged);
    connect(&m_work, &JobRunner::cancelled, this, &ModelShelf::busyChanged);
    connect(&m_work, &JobRunner::failed, this, [this](const Error& error) {
        Q_EMIT busyChanged();
        Q_EMIT failed(error);
    });
    connect(&m_hashing, &LatestJob::failed, this, &ModelShelf::failed);
}

QString ModelShelf::sha256(const InstalledModel& model) const
{
    return m_hashes.value(keyOf(model));
}

bool ModelShelf::hasObjectNetwork() const
{
    return std::ranges::any_of(m_models, [](const InstalledModel& model) {
        return model.inUse && (model.role == ModelRole::object || model.role == ModelRole::g3dr);
    });
}

void ModelShelf::refresh()
{
    change([](JobContext&) {});
}

void ModelShelf::add(const QString& path)
{
    change([registry = m_operations.models, check = m_operations.checkModel,
            file = toPath(path)](JobContext& context) {
        registry.add(file, check, context);
    });
}

void ModelShelf::use(const InstalledModel& model)
{
    change([registry = m_operations.models, path = model.path](JobContext&) { registry.use(path); });
}

void ModelShelf::addAndUse(const QString& path, const QString& name)
{
    change([registry = m_operations.models, check = m_operations.checkModel, file = toPath(path),
            copy = toPath(name)](JobContext& context) {
        std::error_code failed;
        if (!std::filesystem::exists(registry.folders().own / copy, failed))
            registry.add(file, check, context, copy);
        registry.use(registry.folders().own / copy);
    });
}

void ModelShelf::giveUp(const QString& name, const QString& former)
{
    change([registry = m_operations.models, own = toPath(name), path = toPath(former)](JobContext&) {
        std::error_code failed;
        if (std::filesystem::exists(path, failed))
            registry.use(path);
        registry.remove(registry.folders().own / own);
    });
}

void ModelShelf::remove(const InstalledModel& model)
{
    change([registry = m_operations.models, path = model.path](JobContext&) { registry.remove(path); });
}

void ModelShelf::change(std::function<void(JobContext&)> step)
{
    if (m_work.isRunning())
        return;
    auto run = [registry = m_operations.models, step = std::move(step)](JobContext& context) {
        step(context);
        return registry.list();
    };
    m_work.start<std::vector<InstalledModel>>(run, [this](std::vector<InstalledModel> models) {
        m_models = std::move(models);
        Q_EMIT changed();
    });
}

void ModelShelf::computeHashes()
{
    const auto unknown =
        std::ranges::find_if(m_models, [this](const InstalledModel& model) { return sha256(model).isEmpty(); });
    if (unknown == m_models.end() || m_hashing.isBusy())
        return;
    auto run = [path = unknown->path](JobContext& context) { return sha256OfFile(path, context); };
    m_hashing.request<std::string>(
        run,
        [this, key = keyOf(*unknown)](const std::string& hash) {
            m_hashes.insert(key, QString::fromStdString(hash));
            Q_EMIT changed();
            // The next one once this job has ended.
            QMetaObject::invokeMethod(this, &ModelShelf::computeHashes, Qt::QueuedConnection);
        },
        false);
}

} // namespace bozzetto
