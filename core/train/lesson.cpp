#include "core/train/lesson.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <fstream>

#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* kFile = "lesson.json";
constexpr const char* kFormat = "bozzetto lesson";
constexpr double kMostMinutes = 7 * 24 * 60;
constexpr const char* kKinds[] = {"nothing", "models", "photographs", "set"};

void copyWeights(fs::path& weights, const char* name, const fs::path& run)
{
    if (weights.empty())
        return;
    const auto copy = run / (name + weights.extension().string());
    std::error_code failed;
    fs::copy_file(weights, copy, fs::copy_options::overwrite_existing, failed);
    if (failed)
        throw Error(ErrorCode::io, "{}: could not be copied to {} ({})", weights.string(), run.string(), failed.message());
    weights = copy.filename();
}

/// Letters, digits and what else a folder's name may hold everywhere.
std::string plainText(const std::string& text)
{
    std::string plain;
    for (const char c : text)
        plain += std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || (c & 0x80) ? c : '-';
    return plain.empty() ? "folder" : plain;
}

const char* titleOf(Learned learned)
{
    return learned == Learned::object ? "Object generator" : learned == Learned::depth ? "Depth network" : "Scene generator";
}

} // namespace

const char* learnedName(Learned learned)
{
    return learned == Learned::object ? "object" : learned == Learned::depth ? "depth" : "scene";
}

std::optional<Learned> parseLearned(std::string_view name)
{
    for (const auto learned : kLearned)
        if (name == learnedName(learned))
            return learned;
    return {};
}

const char* recipeOf(Learned learned)
{
    return learned == Learned::object ? "g3dr-object" : learned == Learned::depth ? "depth" : "g3dr-scene";
}

ModelRole roleOf(Learned learned)
{
    return learned == Learned::object ? ModelRole::object : learned == Learned::depth ? ModelRole::depth : ModelRole::g3dr;
}

void Lesson::check() const
{
    if (folder.empty())
        throw Error(ErrorCode::badInput, "Lesson: expected a folder to learn from, found none");
    if (steps <= 0 && !(minutes > 0 && minutes <= kMostMinutes))
        throw Error(ErrorCode::badInput, "Minutes: expected more than 0 and at most {}, found {}", kMostMinutes, minutes);
    if (batch < 0 || batch > 4096)
        throw Error(ErrorCode::badInput, "Batch: expected 0 to 4096, found {}", batch);
    if (threads < 0 || threads > 1024)
        throw Error(ErrorCode::badInput, "Threads: expected 0 to 1024, found {}", threads);
    if (!(rate >= 0 && rate <= 1))
        throw Error(ErrorCode::badInput, "Learning rate: expected 0 to 1, found {}", rate);
    sampler.check();
}

void Lesson::write(const fs::path& run) const
{
    const Json json = {{"format", kFormat},
                       {"version", 1},
                       {"folder", folder.string()},
                       {"kind", kKinds[int(kind)]},
                       {"learned", learnedName(learned)},
                       {"minutes", minutes},
                       {"steps", steps},
                       {"start", start.string()},
                       {"depthNet", depthNet.string()},
                       {"sceneDepthNet", sceneDepthNet.string()},
                       {"title", title},
                       {"batch", batch},
                       {"threads", threads},
                       {"rate", rate},
                       {"seed", seed},
                       {"views", sampler.views},
                       {"viewSize", sampler.viewSize},
                       {"own", own},
                       {"ended", ended}};
    const auto path = run / kFile;
    std::string text;
    try {
        text = json.dump(1);
    } catch (const Json::exception&) {
        throw Error(ErrorCode::badInput, "{}: expected a path in UTF-8, found another encoding", folder.string());
    }
    writeAtomically(path, [&](const fs::path& temporary) {
        std::ofstream out(temporary, std::ios::binary);
        out << text << '\n';
        out.close();
        if (!out)
            throw Error(ErrorCode::io, "{}: could not be written ({})", path.string(), std::strerror(errno));
    });
}

Lesson Lesson::read(const fs::path& run)
{
    const auto path = run / kFile;
    std::ifstream in(path);
    if (!in)
        throw Error(ErrorCode::io, "{}: expected the folder of a lesson, could not read its lesson.json ({})", run.string(),
                    std::strerror(errno));
    Lesson lesson;
    try {
        const auto json = Json::parse(in);
        if (json.at("format") != kFormat || json.at("version") != 1)
            throw std::runtime_error("another format or version");
        const auto learned = parseLearned(json.at("learned").get<std::string>());
        const auto kind = json.at("kind").get<std::string>();
        const auto* found = std::find(std::begin(kKinds), std::end(kKinds), kind);
        if (!learned || found == std::end(kKinds))
            throw std::runtime_error("another kind of lesson");
        const auto pathIn = [&](const char* key) {
            const fs::path stored = json.at(key).get<std::string>();
            return stored.empty() ? stored : run / stored.filename(); // nothing outside the run
        };
        lesson.folder = json.at("folder").get<std::string>();
        lesson.kind = FolderKind(found - std::begin(kKinds));
        lesson.learned = *learned;
        lesson.minutes = json.at("minutes");
        lesson.steps = json.at("steps");
        lesson.start = pathIn("start");
        lesson.depthNet = pathIn("depthNet");
        lesson.sceneDepthNet = pathIn("sceneDepthNet");
        lesson.title = json.at("title");
        lesson.batch = json.at("batch");
        lesson.threads = json.at("threads");
        lesson.rate = json.at("rate");
        lesson.seed = json.at("seed");
        lesson.sampler.views = json.at("views");
        lesson.sampler.viewSize = json.at("viewSize");
        lesson.own = json.at("own").get<std::map<std::string, std::string>>();
        lesson.ended = json.at("ended");
    } catch (const std::exception& error) {
        throw Error(ErrorCode::badInput, "{}: expected the description of a lesson, found {}", path.string(), error.what());
    }
    lesson.check();
    return lesson;
}

std::string whyNotLearn(const FolderReport& report, Learned learned)
{
    if (report.usable == 0)
        return "There is nothing in this folder that can be learned from.";
    const bool photographs = report.kind == FolderKind::photographs;
    if (learned == Learned::scene)
        return photographs ? "" : "The scene generator learns from photographs, and this folder holds models.";
    if (photographs)
        return "This needs models, which show every side; this folder holds photographs.";
    return report.usable > report.held ? "" : "Every object of this set is kept for judging, none for learning.";
}

Lesson lessonOn(const FolderReport& report, Learned learned, const ModelRegistry& models)
{
    Lesson lesson;
    lesson.folder = report.folder;
    lesson.kind = report.kind;
    lesson.learned = learned;
    const auto named = report.folder.has_filename() ? report.folder : report.folder.parent_path();
    lesson.title = fmt::format("{} taught with {}", titleOf(learned), named.filename().string());
    const auto inUse = [&](ModelRole role) { return models.modelFor(role).value_or(fs::path()); };
    if (learned == Learned::scene) {
        lesson.sceneDepthNet = inUse(ModelRole::sceneDepth); // the start: G3DR's other checkpoints have other layouts
        return lesson;
    }
    lesson.start = inUse(roleOf(learned));
    if (learned == Learned::object)
        lesson.depthNet = inUse(ModelRole::depth);
    return lesson;
}

fs::path standardRunsFolder()
{
    return standardModelFolders().own.parent_path() / "training";
}

fs::path newRunFolder(const Lesson& lesson, const fs::path& runs)
{
    const auto now = std::time(nullptr);
    std::tm parts = {};
    ::localtime_r(&now, &parts);
    char stamp[32];
    std::strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &parts);
    const auto folder = lesson.folder.has_filename() ? lesson.folder : lesson.folder.parent_path();
    const auto name = fmt::format("{}-{}-{}", plainText(folder.filename().string()), learnedName(lesson.learned), stamp);
    fs::path run = runs / name;
    std::error_code failed;
    for (int again = 2; fs::exists(run, failed); ++again)
        run = runs / fmt::format("{}-{}", name, again);
    return run;
}

void beginRun(const Lesson& lesson, const fs::path& run)
{
    lesson.check();
    std::error_code failed;
    if (fs::exists(run / kFile, failed))
        throw Error(ErrorCode::badInput, "{}: expected a folder without a lesson, found one that holds one already", run.string());
    fs::create_directories(run, failed);
    if (failed)
        throw Error(ErrorCode::io, "{}: the folder cannot be made ({})", run.string(), failed.message());
    Lesson kept = lesson;
    kept.folder = fs::absolute(lesson.folder);
    copyWeights(kept.start, "start", run);
    copyWeights(kept.depthNet, "depth-network", run);
    copyWeights(kept.sceneDepthNet, "scene-depth-network", run);
    kept.write(run); // last: without it the folder is no run
}

} // namespace bozzetto
