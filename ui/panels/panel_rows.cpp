#include "ui/panels/panel_rows.h"

#include <algorithm>

#include <QComboBox>
#include <QCoreApplication>
#include <QStandardItemModel>

#include "ui/image_bridge.h"
#include "ui/panels/core_sentence.h"

namespace bozzetto {

namespace {

constexpr int kPreviewWidth = 240;
constexpr int kPreviewHeight = 150;

} // namespace

PreviewLabel::PreviewLabel()
{
    setAlignment(Qt::AlignCenter);
    hide();
}

void PreviewLabel::showImage(const Image* image)
{
    setVisible(image && !image->empty());
    if (!isVisibleTo(parentWidget()) || !image || image->empty())
        return;
    const qreal ratio = devicePixelRatioF();
    auto scaled = toQImage(*image).scaled(QSize(kPreviewWidth, kPreviewHeight) * ratio, Qt::KeepAspectRatio,
                                          Qt::SmoothTransformation);
    scaled.setDevicePixelRatio(ratio);
    setPixmap(QPixmap::fromImage(scaled));
}

void allow(QWidget& widget, const QString& whyNot, const QString& tip)
{
    widget.setEnabled(whyNot.isEmpty());
    widget.setToolTip(whyNot.isEmpty() ? tip : whyNot);
}

void allowFormats(QComboBox& list, const std::vector<ExportFormat>& formats, bool isCloud)
{
    for (std::size_t i = 0; i < formats.size() && int(i) < list.count(); ++i) {
        const bool possible = formats[i].clouds || !isCloud;
        qobject_cast<QStandardItemModel*>(list.model())->item(int(i))->setEnabled(possible);
        list.setItemData(int(i),
                         possible ? coreSentence(formats[i].note)
                                  : QCoreApplication::translate("Formats", "This format carries meshes only, and this is a "
                                                                           "cloud of points."),
                         Qt::ToolTipRole);
    }
}

std::string formatFor(const std::string& wanted, const std::vector<ExportFormat>& formats, bool isCloud)
{
    const auto named = std::ranges::find(formats, wanted, &ExportFormat::extension);
    return isCloud && named != formats.end() && !named->clouds ? "ply" : wanted;
}

} // namespace bozzetto
