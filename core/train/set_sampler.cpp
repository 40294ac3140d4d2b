#include "core/train/set_sampler.h"

#include <algorithm>
#include <set>

#include <ATen/CPUGeneratorImpl.h>

#include "core/base/error.h"

namespace bozzetto {

namespace {

void append(std::string& text, std::set<std::string>& seen, const std::string& part)
{
    if (!part.empty() && seen.insert(part).second)
        text += (text.empty() ? "" : "; ") + part;
}

} // namespace

Draws::Draws(at::Generator generator)
    : m_generator(std::move(generator)), m_engine(at::check_generator<at::CPUGeneratorImpl>(m_generator)->random64())
{
}

double Draws::uniform(double low, double high) { return std::uniform_real_distribution<double>(low, high)(m_engine); }

double Draws::normal() { return std::normal_distribution<double>()(m_engine); }

std::int64_t Draws::index(std::int64_t count)
{
    return std::uniform_int_distribution<std::int64_t>(0, count - 1)(m_engine);
}

SetSampler::SetSampler(Sets sets, const std::vector<double>& shares)
{
    double sum = 0;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        Source source{sets[i], sets[i]->indices(Split::train), 0};
        if (const auto pictures = sets[i]->backgrounds(); pictures.defined() && pictures.size(0) > 0)
            m_backgrounds.push_back(pictures);
        if (source.training.empty())
            continue;
        sum += shares.empty() ? double(source.training.size()) : shares[i];
        source.upTo = sum;
        m_sources.push_back(std::move(source));
    }
    if (m_sources.empty())
        throw Error(ErrorCode::badInput, "Training sets: expected objects to train on, found none in {} sets",
                    sets.size());
}

SetSampler SetSampler::open(const RecipeOptions& options)
{
    Sets sets;
    for (const auto& folder : options.sets)
        sets.push_back(TrainingSet::open(folder));
    return SetSampler(std::move(sets), options.shares);
}

TrainingObject SetSampler::draw(Draws& draws) const
{
    const double where = draws.uniform(0, m_sources.back().upTo);
    const auto source = std::find_if(m_sources.begin(), m_sources.end() - 1,
                                     [&](const Source& candidate) { return where < candidate.upTo; });
    return source->set->load(source->training[std::size_t(draws.index(std::int64_t(source->training.size())))]);
}

std::vector<TrainingObject> SetSampler::validation(std::int64_t count) const
{
    std::vector<TrainingObject> objects;
    const auto sources = std::int64_t(m_sources.size());
    for (std::int64_t s = 0; s < sources; ++s) {
        const auto& source = m_sources[std::size_t(s)];
        auto indices = source.set->indices(Split::validation);
        if (indices.empty())
            indices = source.training;
        const std::int64_t wanted = std::min<std::int64_t>((count + sources - 1 - s) / sources, std::int64_t(indices.size()));
        for (std::int64_t i = 0; i < wanted; ++i)
            objects.push_back(source.set->load(indices[std::size_t(i * std::int64_t(indices.size()) / wanted)]));
    }
    return objects;
}

at::Tensor SetSampler::background(Draws& draws) const
{
    if (m_backgrounds.empty())
        return {};
    const auto& pictures = m_backgrounds[std::size_t(draws.index(std::int64_t(m_backgrounds.size())))];
    return pictures[draws.index(pictures.size(0))];
}

std::int64_t SetSampler::trainingCount() const
{
    std::int64_t count = 0;
    for (const auto& source : m_sources)
        count += std::int64_t(source.training.size());
    return count;
}

std::map<std::string, std::string> SetSampler::card() const
{
    std::string data, licence, attribution;
    std::set<std::string> seen;
    for (const auto& source : m_sources)
        for (const auto& origin : source.set->sources()) {
            append(data, seen, origin.name + (origin.licence.empty() ? "" : " (" + origin.licence + ")"));
            append(licence, seen, origin.licence);
            append(attribution, seen, origin.attribution);
        }
    return {{"data", data},
            {"dataLicences", licence},
            {"attribution", attribution},
            {"trainingObjects", std::to_string(trainingCount())}};
}

} // namespace bozzetto
