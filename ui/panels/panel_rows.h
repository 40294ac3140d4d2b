#pragma once

#include <QLabel>
#include <QPushButton>

#include "core/image/image.h"
#include "core/io/asset_io.h"

class QComboBox;

namespace bozzetto {

/// A picture that fills a panel's width, at most 150 high.
class PreviewLabel : public QLabel
{
public:
    PreviewLabel();
    void showImage(const Image* image); ///< null clears
};

/// Enables `widget`, or disables it with the reason as its tooltip.
void allow(QWidget& widget, const QString& whyNot, const QString& tip = {});

/// In a list of formats by extension: those that carry meshes alone are disabled, saying why, where a cloud is what leaves.
void allowFormats(QComboBox& list, const std::vector<ExportFormat>& formats, bool isCloud);

/// The extension to begin with: `wanted`, or that of a format that carries clouds.
std::string formatFor(const std::string& wanted, const std::vector<ExportFormat>& formats, bool isCloud);

} // namespace bozzetto
