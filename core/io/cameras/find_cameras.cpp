#include "core/io/cameras/find_cameras.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <set>

#include "core/base/child_process.h"
#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/io/cameras/layouts.h"
#include "core/io/scratch_folder.h"

namespace bozzetto {

namespace {

namespace fs = std::filesystem;

constexpr const char* kProgram = "colmap";
constexpr std::size_t kMostExhaustive =
    150; ///< pictures that are matched each with each; more: with their neighbours
constexpr std::size_t kLastWords = 400; ///< of a failed program, in the message

/// Splits what a program prints into lines, as it comes.
class Lines
{
public:
    template <typename Each> void add(std::string_view part, Each each)
    {
        m_open.append(part);
        std::size_t end = 0;
        while ((end = m_open.find_first_of("\r\n")) != std::string::npos) {
            each(m_open.substr(0, end));
            m_open.erase(0, end + 1);
        }
        constexpr std::size_t kMost = 1 << 16;
        if (m_open.size() > kMost)
            m_open.clear();
    }

private:
    std::string m_open;
};

/// "Processed file [3/50]", "Matching block [1/4, 2/4]", "Matching image [3/50]": the share done, or a
/// negative number.
double shareOf(const std::string& line)
{
    const auto open = line.rfind('[');
    if (open == std::string::npos)
        return -1;
    int done = 0, all = 0, innerDone = 0, innerAll = 0;
    const int found = std::sscanf(line.c_str() + open, "[%d/%d, %d/%d", &done, &all, &innerDone, &innerAll);
    if (found == 4 && all > 0 && innerAll > 0)
        return std::clamp((done - 1 + double(innerDone) / innerAll) / all, 0.0, 1.0);
    return found >= 2 && all > 0 ? std::clamp(double(done) / all, 0.0, 1.0) : -1;
}

/// "Registering image #7 (5)": the fifth of them.
double registered(const std::string& line, std::size_t pictures)
{
    int image = 0, count = 0;
    const auto at = line.find("Registering image #");
    if (at == std::string::npos ||
        std::sscanf(line.c_str() + at, "Registering image #%d (%d)", &image, &count) != 2)
        return -1;
    return std::clamp(double(count) / double(pictures), 0.0, 1.0);
}

/// The mapper's words for pictures without anything in common, which it ends with a failure.
bool nothingFits(const std::string& words)
{
    return words.find("initial image pair") != std::string::npos ||
           words.find("failed to create sparse model") != std::string::npos;
}

/// COLMAP on one set of pictures, in a folder of its own.
class Colmap
{
public:
    Colmap(fs::path program, fs::path folder, std::size_t pictures, JobContext& context)
        : m_program(std::move(program)), m_folder(std::move(folder)), m_pictures(pictures), m_context(context)
    {
    }

    void findFeatures(bool oneCamera)
    {
        run("Finding features", {"feature_extractor", "--database_path", database(), "--image_path", images(),
                                 "--ImageReader.single_camera", oneCamera ? "1" : "0",
                                 gpuOption("SiftExtraction", "FeatureExtraction"), "0"});
    }

    void match()
    {
        const bool all = m_pictures <= kMostExhaustive;
        run("Matching pictures", {all ? "exhaustive_matcher" : "sequential_matcher", "--database_path",
                                  database(), gpuOption("SiftMatching", "FeatureMatching"), "0"});
    }

    void place()
    {
        fs::create_directories(m_folder / "sparse");
        run("Placing cameras", {"mapper", "--database_path", database(), "--image_path", images(),
                                "--output_path", (m_folder / "sparse").string()});
    }

private:
    std::string database() const { return (m_folder / "database.db").string(); }
    std::string images() const { return (m_folder / "images").string(); }

    /// COLMAP 3 and 4 name it differently, and neither takes the other's name.
    std::string gpuOption(const char* older, const char* newer)
    {
        if (m_help.empty()) {
            runChild({m_program.string(), "feature_extractor", "-h"}, {std::chrono::seconds(20), true},
                     m_context, [this](std::string_view part) { m_help.append(part); });
            m_help += ' ';
        }
        const bool isNewer = m_help.find("FeatureExtraction.use_gpu") != std::string::npos;
        return fmt::format("--{}.use_gpu", isNewer ? newer : older);
    }

    void run(const char* stage, std::vector<std::string> command)
    {
        command.insert(command.begin(), m_program.string());
        m_context.report(stage, 0);
        std::string last;
        Lines lines;
        const auto end =
            runChild(command, {std::chrono::milliseconds(0), true}, m_context, [&](std::string_view part) {
                last.append(part);
                last.erase(0, last.size() > kLastWords ? last.size() - kLastWords : 0);
                lines.add(part, [&](const std::string& line) {
                    const double share = std::max(shareOf(line), registered(line, m_pictures));
                    if (share >= 0)
                        m_context.report(stage, share);
                });
            });
        if (end.kind == ChildEnd::Kind::crashed)
            throw Error(ErrorCode::internal, "COLMAP's {} crashed ({}); it said: {}", command[1],
                        ::strsignal(end.value), last);
        if (end.value != 0 && !nothingFits(last))
            throw Error(ErrorCode::internal, "COLMAP's {} stopped with status {}; it said: {}", command[1],
                        end.value, last);
        m_context.report(stage, 1);
    }

    fs::path m_program, m_folder;
    std::size_t m_pictures;
    JobContext& m_context;
    std::string m_help;
};

std::string lowerExtension(const fs::path& path)
{
    std::string extension = path.extension().string();
    for (auto& letter : extension)
        letter = char(letter >= 'A' && letter <= 'Z' ? letter + 32 : letter);
    return extension;
}

/// The pictures under one folder: links to those that COLMAP reads, copies as PNG of the others. Names are
/// kept.
void gather(const std::vector<fs::path>& pictures, const fs::path& images, JobContext& context)
{
    fs::create_directories(images);
    for (const auto& picture : pictures) {
        context.check();
        const std::string extension = lowerExtension(picture);
        const bool readable = extension == ".jpg" || extension == ".jpeg" || extension == ".png" ||
                              extension == ".tif" || extension == ".tiff";
        if (readable)
            fs::create_symlink(fs::absolute(picture), images / picture.filename());
        else
            encodePicture(decodePicture(picture, context, {0}),
                          images / (picture.filename().string() + ".png"));
    }
}

void requirePictures(const std::vector<fs::path>& pictures)
{
    if (pictures.size() < 2)
        throw Error(ErrorCode::badInput, "Finding cameras: expected two pictures or more, found {}",
                    pictures.size());
    std::set<std::string> names;
    for (const auto& picture : pictures) {
        if (!names.insert(picture.filename().string()).second)
            throw Error(ErrorCode::badInput, "{}: expected pictures of different names, found this one twice",
                        picture.string());
        std::error_code missing;
        if (!fs::is_regular_file(picture, missing))
            throw Error(ErrorCode::io, "{}: expected a picture, but there is no such file", picture.string());
    }
}

/// One camera took them all, as far as one can tell.
bool allOfOneSize(const std::vector<fs::path>& pictures)
{
    const glm::dvec2 first = storedSize(pictures.front());
    return std::all_of(pictures.begin(), pictures.end(),
                       [&](const auto& p) { return storedSize(p) == first; });
}

std::vector<std::string> unplacedOf(const fs::path& images, const PosedScene& scene)
{
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(images))
        names.insert(entry.path().filename().string());
    for (const auto& picture : scene.pictures)
        names.erase(picture.name);
    return {names.begin(), names.end()};
}

} // namespace

bool canFindCameras()
{
    return findProgram(kProgram).has_value();
}

FoundCameras findCameras(const std::vector<fs::path>& pictures, const PosedSceneOptions& options,
                         JobContext& context)
{
    options.check();
    requirePictures(pictures);
    const auto program = findProgram(kProgram);
    if (!program)
        throw Error(ErrorCode::unsupported, "These pictures come without cameras, and COLMAP, the program "
                                            "that finds them, is not installed. Install "
                                            "it (on Debian and Ubuntu: sudo apt install colmap), or give "
                                            "pictures with cameras: a transforms.json, "
                                            "a COLMAP model or a Polycam export.");
    const ScratchFolder scratch(fs::temp_directory_path() / "cameras");
    context.report("Finding features", 0);
    gather(pictures, scratch.path() / "images", context);
    Colmap colmap(*program, scratch.path(), pictures.size(), context);
    colmap.findFeatures(allOfOneSize(pictures));
    colmap.match();
    colmap.place();
    if (posedSceneLayout(scratch.path()).empty())
        throw Error(ErrorCode::badInput,
                    "Finding cameras: expected {} overlapping pictures of one thing, found no two that fit "
                    "together; take "
                    "them closer to each other, with texture in view",
                    pictures.size());
    FoundCameras found;
    found.scene = readPosedScene(scratch.path(), options, context);
    found.scene.name = folderName(fs::absolute(pictures.front()).parent_path());
    found.unplaced = unplacedOf(scratch.path() / "images", found.scene);
    return found;
}

FoundCameras findCameras(const fs::path& folder, const PosedSceneOptions& options, JobContext& context)
{
    return findCameras(picturesIn(folder), options, context);
}

} // namespace bozzetto
