#pragma once

#include <vector>

#include <QWidget>

#include "ui/document/document.h"

class QListWidget;

namespace bozzetto {

/// What went in: the photographs of this session with the objects that came out of them; a click shows one again.
class SourcesPanel : public QWidget
{
    Q_OBJECT

public:
    explicit SourcesPanel(Document& document, QWidget* parent = nullptr);

    /// The session's objects, to be handed to another panel.
    const std::vector<ObjectState>& states() const { return m_states; }
    void takeStates(const std::vector<ObjectState>& states);

    void setBusy(bool busy); ///< while a job runs the object cannot be exchanged

Q_SIGNALS:
    void addWanted();

private:
    void takeState();
    void dropBarrenRows(); ///< photographs that nothing came of, but for the current one
    void addRow(const Source& source);
    void choose(int row);

    Document& m_document;
    QListWidget* m_list;
    std::vector<ObjectState> m_states; ///< one per row; pictures and results are shared, not copied
};

} // namespace bozzetto
