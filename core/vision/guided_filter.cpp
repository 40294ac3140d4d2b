#include "core/vision/guided_filter.h"

#include <opencv2/imgproc.hpp>

namespace bozzetto {

namespace {

/// Means over the windows, cut off at the rim.
class WindowMean
{
public:
    WindowMean(const cv::Size& size, int radius) : m_window(2 * radius + 1, 2 * radius + 1)
    {
        m_count = sum(cv::Mat1f(size, 1.0f));
    }

    cv::Mat1f operator()(const cv::Mat1f& values) const
    {
        cv::Mat1f mean;
        cv::divide(sum(values), m_count, mean);
        return mean;
    }

private:
    cv::Mat1f sum(const cv::Mat1f& values) const
    {
        cv::Mat1f total;
        cv::boxFilter(values, total, CV_32F, m_window, cv::Point(-1, -1), false, cv::BORDER_CONSTANT);
        return total;
    }

    cv::Size m_window;
    cv::Mat1f m_count;
};

/// Means of the guide's channels and of their products, as planes.
struct GuideMoments
{
    cv::Mat1f channel[3], mean[3];
    cv::Mat1f covariance[3][3];

    GuideMoments(const cv::Mat3f& guide, const WindowMean& average)
    {
        std::vector<cv::Mat> planes;
        cv::split(guide, planes);
        for (int i = 0; i < 3; ++i) {
            channel[i] = planes[std::size_t(i)];
            mean[i] = average(channel[i]);
        }
        for (int i = 0; i < 3; ++i)
            for (int j = i; j < 3; ++j) {
                covariance[i][j] = average(channel[i].mul(channel[j])) - mean[i].mul(mean[j]);
                covariance[j][i] = covariance[i][j];
            }
    }

    cv::Matx33d at(int y, int x) const
    {
        cv::Matx33d matrix;
        for (int i = 0; i < 3; ++i)
            for (int j = 0; j < 3; ++j)
                matrix(i, j) = double(covariance[i][j](y, x));
        return matrix;
    }
};

} // namespace

cv::Mat4f guidedCoefficients(const cv::Mat3f& guide, const cv::Mat1f& input, const GuidedFilterOptions& options)
{
    CV_Assert(guide.size() == input.size() && options.radius >= 1);
    const WindowMean average(guide.size(), options.radius);
    const GuideMoments moments(guide, average);
    const cv::Mat1f inputMean = average(input);
    cv::Mat1f cross[3];
    for (int i = 0; i < 3; ++i)
        cross[i] = average(moments.channel[i].mul(input)) - moments.mean[i].mul(inputMean);
    std::vector<cv::Mat1f> planes(4);
    for (auto& plane : planes)
        plane.create(guide.size());
    const auto ridge = cv::Matx33d::eye() * options.softness;
    for (int y = 0; y < guide.rows; ++y)
        for (int x = 0; x < guide.cols; ++x) {
            const cv::Vec3d right(double(cross[0](y, x)), double(cross[1](y, x)), double(cross[2](y, x)));
            const cv::Vec3d slope = (moments.at(y, x) + ridge).solve(right, cv::DECOMP_CHOLESKY);
            double rest = double(inputMean(y, x));
            for (int i = 0; i < 3; ++i) {
                planes[std::size_t(i)](y, x) = float(slope[i]);
                rest -= slope[i] * double(moments.mean[i](y, x));
            }
            planes[3](y, x) = float(rest);
        }
    for (auto& plane : planes)
        plane = average(plane);
    cv::Mat4f coefficients;
    cv::merge(std::vector<cv::Mat>(planes.begin(), planes.end()), coefficients);
    return coefficients;
}

cv::Mat1f applyGuided(const cv::Mat4f& coefficients, const cv::Mat3f& guide)
{
    cv::Mat4f full = coefficients;
    if (coefficients.size() != guide.size())
        cv::resize(coefficients, full, guide.size(), 0, 0, cv::INTER_LINEAR);
    cv::Mat1f output(guide.size());
    for (int y = 0; y < guide.rows; ++y)
        for (int x = 0; x < guide.cols; ++x) {
            const auto& k = full(y, x);
            const auto& c = guide(y, x);
            output(y, x) = k[0] * c[0] + k[1] * c[1] + k[2] * c[2] + k[3];
        }
    return output;
}

} // namespace bozzetto
