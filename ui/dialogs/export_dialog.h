#pragma once

#include <QDialog>

#include "ui/document/document.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace bozzetto {

class NumberField;

/// Format with what it carries, size, up axis and file; edits the Document's ExportChoice when accepted.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(Document& document, const std::vector<ExportFormat>& formats, const QString& folder,
                 QWidget* parent = nullptr);

    QString path() const;

    void accept() override;

private:
    void refreshFormat();
    void refreshSize();
    void choosePath();
    ExportChoice choice() const;

    Document& m_document;
    const std::vector<ExportFormat>& m_formats;
    QComboBox* m_format;
    QLabel* m_note;
    NumberField* m_side;
    QComboBox* m_unit;
    QLabel* m_size;
    QComboBox* m_up;
    QCheckBox* m_onGround;
    QLineEdit* m_path;
    QPushButton* m_export;
    glm::vec3 m_objectSize{0.0f};
};

} // namespace bozzetto
