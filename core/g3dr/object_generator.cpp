#include "core/g3dr/object_generator.h"

#include <cmath>

#include <glm/gtc/matrix_transform.hpp>

#include "core/base/error.h"
#include "core/base/shape_check.h"

namespace bozzetto {

namespace {

/// The raw density whose softplus(. - 1) is sigma.
at::Tensor rawFromDensity(const at::Tensor& sigma)
{
    const auto safe = sigma.clamp_min(1e-12);
    return safe + at::log(-at::expm1(-safe)) + 1;
}

/// The number that the card holds under `key`; `otherwise` where it holds none.
float cardNumber(const std::map<std::string, std::string>& card, const char* key, float low, float high, float otherwise,
                 const std::string& shownName)
{
    const auto found = card.find(key);
    if (found == card.end())
        return otherwise;
    char* end = nullptr;
    const float value = std::strtof(found->second.c_str(), &end);
    if (found->second.empty() || *end != '\0' || !(value >= low && value <= high))
        throw Error(ErrorCode::badInput, "{}: expected a number from {} to {} for \"{}\", found \"{}\"", shownName, low,
                    high, key, found->second);
    return value;
}

void checkPicture(const ObjectPicture& picture)
{
    const auto side = picture.alpha.defined() && picture.alpha.dim() == 2 ? picture.alpha.size(0) : 0;
    if (side <= 0 || side % kObjectInputSide != 0 || side > 4096)
        throw Error(ErrorCode::badInput,
                    "Object picture: expected a square matte whose side is a multiple of {}, found {}",
                    kObjectInputSide, side);
    requireShape(picture.alpha, "alpha", {side, side});
    requireShape(picture.rgb, "rgb", {3, side, side});
    if (picture.height.defined())
        requireShape(picture.height, "height", {side, side});
    if (!(picture.distance > 0.5f && picture.distance < 1000) ||
        !(picture.tangent > 0 && picture.tangent < 2))
        throw Error(ErrorCode::badInput,
                    "Object camera: expected a distance above 0.5 and a tangent in (0, 2), found {} and {}",
                    picture.distance, picture.tangent);
}

} // namespace

ObjectField::ObjectField(std::shared_ptr<const ObjectNetwork> network, at::Tensor planes, ObjectViews views,
                         const ObjectSurface& surface)
    : m_network(std::move(network)), m_planes(std::move(planes)), m_views(std::move(views)), m_surface(surface)
{
    if (PackedObjectDecoder::fits(*m_network, m_planes))
        m_packed.emplace(*m_network, m_planes, m_views);
}

ObjectSamples ObjectField::decode(const at::Tensor& points) const
{
    const at::NoGradGuard noGradient;
    if (m_packed)
        return m_packed->decode(points);
    const auto values = m_network->decode(m_planes, m_views, points.unsqueeze(0), true);
    return {values.logit[0], values.rgb[0]};
}

FieldSamples ObjectField::query(const at::Tensor& points) const
{
    requireShape(points, "points", {-1, 3});
    const at::NoGradGuard noGradient;
    const auto values = decode(points * double(kObjectCube));
    const auto inside = (points.abs() <= 1).all(1);
    // The level is the surface: the logit is moved so that density is sharp about it.
    const auto sigma = objectDensity(values.logit - double(m_surface.level), m_surface.sharpness) *
                       double(kObjectCube) * inside.to(at::kFloat);
    return {rawFromDensity(sigma), values.rgb};
}

glm::mat4 ObjectField::sceneFromField() const
{
    return glm::scale(glm::mat4(1.0f), glm::vec3(kObjectCube));
}

float ObjectField::surfaceLevel() const
{
    return objectDensity(torch::zeros({1})).item<float>() * kObjectCube;
}

ObjectGenerator ObjectGenerator::load(const std::filesystem::path& path, c10::Device device)
{
    const TensorFile file = readWeights(path);
    ObjectGenerator generator;
    generator.m_network = std::make_shared<const ObjectNetwork>(file, path.string(), device);
    generator.m_surface = {cardNumber(file.metadata, "level", -20, 20, 0, path.string()),
                           cardNumber(file.metadata, "sharpness", 0.1f, 100, 1, path.string())};
    generator.m_card = file.metadata;
    generator.m_device = device;
    return generator;
}

std::shared_ptr<const ObjectField> ObjectGenerator::generate(const ObjectPicture& picture) const
{
    checkPicture(picture);
    const at::NoGradGuard noGradient;
    try {
        const auto alpha = picture.alpha.to(m_device, at::kFloat).unsqueeze(0).unsqueeze(0);
        const bool known = picture.height.defined();
        ObjectViews views;
        views.alpha = alpha;
        views.colour = picture.rgb.to(m_device, at::kFloat).unsqueeze(0) * alpha;
        views.height =
            known ? picture.height.to(m_device, at::kFloat).view_as(alpha) * alpha : at::zeros_like(alpha);
        views.hasHeight = at::full({1}, known ? 1.0 : 0.0, alpha.options());
        views.distance = at::full({1}, picture.distance, alpha.options());
        views.tangent = at::full({1}, picture.tangent, alpha.options());
        views.soft = softColours(views);
        return std::make_shared<const ObjectField>(m_network, m_network->planes(views), views, m_surface);
    } catch (...) {
        throw currentError("generating the object");
    }
}

} // namespace bozzetto
