#pragma once

#include <memory>

#include <QObject>

#include "ui/document/object_state.h"
#include "ui/jobs/latest_job.h"
#include "ui/jobs/operations.h"

namespace bozzetto {

/// What the exact renderer is asked for while the view rests.
struct RestingRequest
{
    std::shared_ptr<const RadianceField> field;
    Camera sceneCamera;
    int width = 0; ///< device pixels of the view
    int height = 0;
    FieldChannel channel = FieldChannel::colour;
};

/// Renders the exact picture of a resting view from coarse to fine on a worker; stops at once when the view moves.
class RestingPicture : public QObject
{
    Q_OBJECT

public:
    RestingPicture(const Operations& operations, JobRunner::Mode mode, QObject* parent = nullptr);

    void request(const RestingRequest& request);
    void drop();
    bool isRefining() const { return m_job.isBusy(); }

Q_SIGNALS:
    void ready(std::shared_ptr<const bozzetto::Image> picture, bool finest);

private:
    void renderLevel(int divisor);

    const Operations& m_operations;
    RestingRequest m_request;
    int m_generation = 0; ///< a picture of an older view is dropped
    LatestJob m_job;
};

} // namespace bozzetto
