#include "ui/viewport/resting_picture.h"

#include <algorithm>

namespace bozzetto {

namespace {

constexpr int kCoarsest = 2;       ///< half the view's size; anything coarser is softer than the baked field
constexpr int kLargestSide = 1600; ///< beyond it the screen's pixels are smaller than the field's detail

PictureChannel pictureChannel(FieldChannel channel)
{
    switch (channel) {
    case FieldChannel::depth:
        return PictureChannel::depth;
    case FieldChannel::normals:
        return PictureChannel::normals;
    case FieldChannel::opacity:
        return PictureChannel::opacity;
    case FieldChannel::colour:
        break;
    }
    return PictureChannel::colour;
}

} // namespace

RestingPicture::RestingPicture(const Operations& operations, JobRunner::Mode mode, QObject* parent)
    : QObject(parent), m_operations(operations), m_job(mode)
{
}

void RestingPicture::request(const RestingRequest& request)
{
    ++m_generation;
    m_request = request;
    renderLevel(kCoarsest);
}

void RestingPicture::drop()
{
    ++m_generation;
    m_job.drop();
}

void RestingPicture::renderLevel(int divisor)
{
    const double shrink = std::min(1.0, double(kLargestSide) / std::max({m_request.width, m_request.height, 1}));
    const int width = std::max(1, int(m_request.width * shrink) / divisor);
    const int height = std::max(1, int(m_request.height * shrink) / divisor);
    auto run = [render = m_operations.renderFieldPicture, request = m_request, width, height](JobContext& context) {
        return std::make_shared<const Image>(render(*request.field, request.sceneCamera, width, height,
                                                    pictureChannel(request.channel), context));
    };
    auto deliver = [this, divisor, generation = m_generation](std::shared_ptr<const Image> picture) {
        if (generation != m_generation)
            return;
        Q_EMIT ready(picture, divisor == 1);
        if (divisor > 1)
            renderLevel(divisor / 2);
    };
    m_job.request<std::shared_ptr<const Image>>(run, deliver, true);
}

} // namespace bozzetto
