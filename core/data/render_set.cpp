#include "core/data/render_set.h"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/data/training_set_file.h"
#include "core/weights/tensor_file.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kShardObjects = 64;
constexpr int kProceduralObjects = 1'000;

/// What became of a candidate: an object, or why there is none.
struct Outcome
{
    std::optional<TrainingObject> object;
    std::string reason;
};

Outcome render(const SetCandidate& candidate, const RenderSetOptions& options, const JobContext& context)
{
    try {
        const Asset asset = candidate.make();
        return {sampleObject(asset, options.sampler, options.seed, candidate.info.name, context), {}};
    } catch (const Error& error) {
        if (error.code() == ErrorCode::badInput || error.code() == ErrorCode::io)
            return {std::nullopt, error.what()};
        throw;
    }
}

/// Renders candidates [first, last) on several threads; the calling one reports and watches for cancellation.
class ShardRun
{
public:
    ShardRun(const std::vector<SetCandidate>& candidates, std::size_t first, std::size_t last,
             const RenderSetOptions& options, JobContext& context)
        : m_candidates(candidates), m_options(options), m_context(context), m_first(first),
          m_outcomes(last - first)
    {
    }

    std::vector<Outcome> run(int threads)
    {
        std::vector<std::thread> workers;
        for (int i = 0; i < threads; ++i)
            workers.emplace_back([this] { work(); });
        watch(threads);
        for (auto& worker : workers)
            worker.join();
        if (m_failure)
            std::rethrow_exception(m_failure);
        m_context.check();
        return std::move(m_outcomes);
    }

private:
    void work()
    {
        try {
            for (std::size_t i; !m_stop && (i = m_next++) < m_outcomes.size();) {
                m_context.check();
                m_outcomes[i] = render(m_candidates[m_first + i], m_options, m_context);
                ++m_done;
            }
        } catch (...) {
            const std::lock_guard lock(m_mutex);
            m_failure = m_failure ? m_failure : std::current_exception();
            m_stop = true;
        }
        const std::lock_guard lock(m_mutex);
        ++m_finished;
        m_wake.notify_all();
    }

    void watch(int threads)
    {
        std::unique_lock lock(m_mutex);
        while (m_finished < threads) {
            m_wake.wait_for(lock, std::chrono::milliseconds(100));
            if (m_stop || m_context.cancelled())
                continue;
            lock.unlock();
            try {
                m_context.report("rendering", double(m_first + m_done) / double(m_candidates.size() + 1));
            } catch (...) { // cancelled in between: the workers see it too, and have to be joined first
            }
            lock.lock();
        }
    }

    const std::vector<SetCandidate>& m_candidates;
    const RenderSetOptions& m_options;
    JobContext& m_context;
    const std::size_t m_first;
    std::vector<Outcome> m_outcomes;
    std::atomic<std::size_t> m_next = 0, m_done = 0;
    std::atomic<bool> m_stop = false;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    int m_finished = 0;
    std::exception_ptr m_failure;
};

/// The folder's own name, with or without a slash behind it.
std::string nameOf(const fs::path& folder)
{
    return (folder.has_filename() ? folder : folder.parent_path()).filename().string();
}

std::string describe(const GroupingChoice& choice)
{
    switch (choice.grouping) {
    case Grouping::byFolder:
        return ", grouped by folder";
    case Grouping::byList:
        return ", grouped by " + choice.list.filename().string();
    case Grouping::byName:
        break;
    }
    return {};
}

std::string describe(const RenderSetOptions& options, std::size_t candidates)
{
    const auto& labels = options.sampler.labels;
    const std::string text = fmt::format(
        "{}, {} candidates, seed {}, {} views of {}, {}+{} points, {} surface points, {} photographs{}, one light an object",
        options.meshes.empty() ? "procedural" : nameOf(options.meshes), candidates, options.seed,
        options.sampler.views, options.sampler.viewSize, labels.nearPoints, labels.boxPoints,
        labels.surfacePoints, options.photos.empty() ? 0 : options.backgrounds,
        options.meshes.empty() ? "" : describe(options.grouping));
    // As set.json holds it: a name that is no UTF-8 changes there.
    using nlohmann::json;
    return json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace)).get<std::string>();
}

/// The set as an earlier run left it, or a new one.
TrainingSetFile begin(const RenderSetOptions& options, const fs::path& folder, const std::string& made,
                      const PhotoPool& photos)
{
    if (fs::exists(folder / "set.json")) {
        auto file = TrainingSetFile::read(folder);
        if (file.made != made)
            throw Error(ErrorCode::badInput,
                        "{}: expected a set of {}, found one of {}; choose another folder", folder.string(),
                        made, file.made);
        return file;
    }
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed)
        throw Error(ErrorCode::io, "{}: could not be made ({})", folder.string(), failed.message());
    TrainingSetFile file;
    file.viewSize = options.sampler.viewSize;
    file.made = made;
    file.sources = options.sources;
    if (!photos.empty() && options.backgrounds > 0) {
        file.backgrounds = "backgrounds.safetensors";
        TensorFile tensors;
        tensors.tensors.emplace_back(
            "backgrounds", photos.backgrounds(options.backgrounds, options.sampler.viewSize, options.seed));
        writeSafetensors(tensors, folder / file.backgrounds);
    }
    return file;
}

void addShard(TrainingSetFile& file, const std::vector<SetCandidate>& candidates, std::size_t first,
              std::vector<Outcome> outcomes, const fs::path& folder)
{
    TrainingSetFile::Shard shard{fmt::format("shard_{:05}.safetensors", file.shards.size()), {}};
    std::vector<TrainingObject> objects;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const auto& info = candidates[first + i].info;
        if (!outcomes[i].object) {
            file.skipped.push_back({info.name, outcomes[i].reason});
            continue;
        }
        shard.objects.push_back(info);
        objects.push_back(std::move(*outcomes[i].object));
    }
    if (!objects.empty())
        writeTrainingShard(objects, folder / shard.file);
    file.shards.push_back(std::move(shard));
}

} // namespace

void RenderSetOptions::check() const
{
    sampler.check();
    if (objects < 0)
        throw Error(ErrorCode::badInput, "objects: expected 0 or more, found {}", objects);
    if (threads < 0 || threads > 1024)
        throw Error(ErrorCode::badInput, "threads: expected 0 to 1024, found {}", threads);
    if (backgrounds < 0 || backgrounds > 10'000)
        throw Error(ErrorCode::badInput, "backgrounds: expected 0 to 10000, found {}", backgrounds);
}

RenderSetReport renderTrainingSet(const RenderSetOptions& options, const fs::path& folder,
                                  JobContext& context)
{
    options.check();
    const PhotoPool photos = options.photos.empty() ? PhotoPool() : PhotoPool(options.photos);
    const auto candidates =
        options.meshes.empty()
            ? proceduralCandidates(options.objects ? options.objects : kProceduralObjects, options.seed,
                                   photos)
            : meshCandidates(options.meshes, options.grouping, options.objects, options.seed);
    TrainingSetFile file = begin(options, folder, describe(options, candidates.size()), photos);
    const int threads =
        options.threads ? options.threads : int(std::max(1u, std::thread::hardware_concurrency()));
    RenderSetReport report;
    for (std::size_t first = file.shards.size() * kShardObjects; first < candidates.size();
         first += kShardObjects) {
        const std::size_t last = std::min(first + kShardObjects, candidates.size());
        addShard(file, candidates, first, ShardRun(candidates, first, last, options, context).run(threads),
                 folder);
        report.rendered += std::int64_t(file.shards.back().objects.size());
        file.complete = last == candidates.size();
        file.write(folder);
    }
    for (const auto& shard : file.shards)
        report.objects += std::int64_t(shard.objects.size());
    report.skipped = std::int64_t(file.skipped.size());
    context.report("rendering", 1);
    return report;
}

} // namespace bozzetto
