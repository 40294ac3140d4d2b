#include "core/vision/matte_recipe.h"

#include <algorithm>

#include <ATen/ATen.h>
#include <ATen/CPUGeneratorImpl.h>

#include "core/base/error.h"
#include "core/image/codec.h"
#include "core/image/resize.h"
#include "core/vision/matte_batch.h"
#include "core/vision/matte_net.h"
#include "core/vision/picture_sheet.h"

namespace bozzetto {

namespace {

constexpr int kBatch = 16, kPhotoSide = 640;
constexpr int64_t kValidationObjects = 64, kSheetRows = 16;
constexpr std::uint64_t kValidationSeed = 77;

/// Pictures with transparency below a folder, in the order of their paths.
std::vector<Image> loadCutouts(const std::filesystem::path& folder)
{
    std::error_code failure;
    std::vector<std::filesystem::path> files;
    for (std::filesystem::recursive_directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure))
        if (entry->path().extension() == ".png")
            files.push_back(entry->path());
    std::sort(files.begin(), files.end());
    std::vector<Image> cutouts;
    for (const auto& file : files)
        if (auto image = decodePicture(file, {1024}); image.channels == 4)
            cutouts.push_back(std::move(image));
    if (cutouts.empty())
        throw Error(ErrorCode::io, "{}: expected a folder of pictures with transparency, found none", folder.string());
    return cutouts;
}

class MatteRecipe : public Recipe
{
public:
    explicit MatteRecipe(const RecipeOptions& options)
        : m_sets(SetSampler::open(options)), m_net(kMatteOptions, 1),
          m_batch(options.batch > 0 ? options.batch : kBatch), m_device(options.device), m_type(pictureNetType(m_device))
    {
        if (const auto folder = ownText(options, "photos", ""); !folder.empty())
            m_photos = loadPhotos(folder, kPhotoSide);
        if (const auto folder = ownText(options, "cutouts", ""); !folder.empty())
            m_cutouts = loadCutouts(folder);
        startFromPretrained(m_net, options);
        m_net.to(m_device);
    }

    std::string name() const override { return "matte"; }
    NamedTensors parameters() const override { return m_net.parameters(); }
    NamedTensors constants() const override { return m_net.constants(); }
    int batchSize() const override { return m_batch; }

    std::vector<LossTerm> loss(const TrainStep& step) override
    {
        Draws draws(step.random);
        const auto batch = drawMatteBatch(m_sets, m_photos, m_batch, kMatteSide, draws);
        return matteLoss(predictMatte(m_net, batch.rgb.to(m_device), m_type), batch.alpha.to(m_device));
    }

    /// 1 - soft intersection over union, of renders and of real cut-outs; their mean comes first.
    std::vector<std::pair<std::string, double>> validate(JobContext& context) override
    {
        prepareValidation();
        double rendered = 0, real = 0;
        m_found.clear();
        for (std::size_t i = 0; i < m_validation.size(); ++i) {
            context.check();
            const auto& picture = m_validation[i];
            m_found.push_back(at::sigmoid(predictMatte(m_net, picture.rgb.to(m_device), m_type)).cpu()[0]);
            (i < m_rendered ? rendered : real) += 1 - softOverlap(m_found.back(), picture.alpha[0]);
        }
        const auto reals = double(m_validation.size() - m_rendered);
        std::vector<std::pair<std::string, double>> scores = {{"renderedError", rendered / double(m_rendered)}};
        if (reals > 0) {
            scores.emplace_back("cutoutError", real / reals);
            scores.insert(scores.begin(), {"error", (scores[0].second + scores[1].second) / 2});
        }
        return scores;
    }

    Image validationPicture(JobContext&) override
    {
        std::vector<std::vector<at::Tensor>> rows;
        const auto every = std::max<std::size_t>(m_found.size() / kSheetRows, 1);
        for (std::size_t i = 0; i < m_found.size(); i += every)
            rows.push_back({m_validation[i].rgb[0], m_validation[i].alpha[0], m_found[i]});
        return pictureSheet(rows);
    }

    std::map<std::string, std::string> card() const override
    {
        auto card = m_sets.card();
        card["name"] = "Bozzetto matte network";
        card["task"] = "foreground of a picture, whatever it is";
        card["architecture"] = "EfficientNet-Lite0 encoder (frozen up to stride 4), attention, pixel-shuffle decoder";
        card["startedFrom"] = "EfficientNet-Lite0 trained on ImageNet-1k (Apache-2.0)";
        card["backgroundPhotographs"] = std::to_string(m_photos.size());
        return card;
    }

private:
    void prepareValidation()
    {
        if (!m_validation.empty())
            return;
        Draws draws(at::detail::createCPUGenerator(kValidationSeed));
        for (const auto& object : m_sets.validation(kValidationObjects))
            m_validation.push_back(pictureWith(object, m_photos, kMatteSide, draws));
        m_rendered = m_validation.size();
        for (const auto& cutout : m_cutouts) {
            auto rgba = tensorFromImage(resizeLanczos(cutout, kMatteSide, kMatteSide)).clamp(0, 1).unsqueeze(0);
            rgba = at::cat({rgba.narrow(1, 0, 3) * rgba.narrow(1, 3, 1), rgba.narrow(1, 3, 1)}, 1);
            const auto behind = m_photos.empty() ? at::full({1, 3, kMatteSide, kMatteSide}, 0.5)
                                                 : photoCrop(m_photos, kMatteSide, draws);
            m_validation.push_back(composed(rgba, behind, draws));
        }
    }

    SetSampler m_sets;
    PhotoList m_photos;
    std::vector<Image> m_cutouts;
    PictureNet m_net;
    int m_batch;
    c10::Device m_device;
    c10::ScalarType m_type;
    std::vector<MatteBatch> m_validation;
    std::size_t m_rendered = 0; ///< of them; the rest are cut-outs
    std::vector<at::Tensor> m_found;
};

} // namespace

RecipeEntry matteRecipeEntry()
{
    return {"matte", "Foreground of a picture",
            {{"encoder", "Published EfficientNet-Lite0 file (.pth) to start from", false},
             {"photos", "Folder of photographs to lay behind the objects", false},
             {"cutouts", "Folder of cut-out pictures with transparency, for validation", false}},
            [](const RecipeOptions& options) -> std::unique_ptr<Recipe> { return std::make_unique<MatteRecipe>(options); }};
}

} // namespace bozzetto
