#pragma once

#include <filesystem>

#include <QObject>
#include <QUndoStack>

#include "ui/document/change_event.h"
#include "ui/document/object_state.h"

namespace bozzetto {

/// The work: one object, its options, and the undo stack that every edit goes through. Lives on the GUI thread. Hands
/// out values and shared snapshots; one signal tells every change.
class Document : public QObject
{
    Q_OBJECT

public:
    explicit Document(QObject* parent = nullptr);

    QUndoStack& undoStack() { return m_undoStack; }

    const Source& source() const { return m_state.source; }
    const DrawnHints& hints() const { return m_state.hints; }
    const GenerateOptions& options() const { return m_options; }
    const std::filesystem::path& weights() const { return m_weights; }
    const SceneCloudOptions& cloudOptions() const { return m_cloudOptions; }
    const ExportChoice& exportChoice() const { return m_exportChoice; }
    const ViewOptions& view() const { return m_view; }

    /// The finished object; empty before the first.
    const ObjectState& state() const { return m_state; }

    /// What to show: the preview of the running fit where there is one, else the finished object.
    const ObjectResult& shown() const { return m_preview ? *m_preview : m_state.result; }
    bool hasPreview() const { return m_preview.has_value(); }

    /// Another object in place of this one; undo brings this one back.
    void openSource(const Source& source);
    void restore(const ObjectState& state);
    void openObject(const ObjectState& state); ///< one that is finished already

    void setSource(const QString& text, const Source& source); ///< depth or matte file of the same photograph
    void setHints(const QString& text, const DrawnHints& hints);
    void setOptions(const QString& text, const GenerateOptions& options);
    /// How the object is made: options().method and the checkpoint file (empty: none), as one step.
    void setMethod(const QString& text, GenerateMethod method, const std::filesystem::path& weights);
    /// How views become a cloud; changes in a row are one step.
    void setCloudOptions(const QString& text, const SceneCloudOptions& options);
    /// Which of the views are learned from.
    void setViewsOn(const QString& text, const std::vector<bool>& on);
    void setExportChoice(const ExportChoice& choice);
    void setView(const ViewOptions& view); ///< not undoable

    /// A generation's result. Right after openSource() both are one undo step. `text`: of the step; empty: as usual.
    void setResult(const ObjectResult& result, const QString& text = {});
    /// The surface at the options' level; part of the step that changed the level, so not a step of its own.
    void setSurface(std::shared_ptr<const Mesh> mesh, std::shared_ptr<const PointCloud> points, bool quick);

    /// The running fit's state; not undoable, gone with clearPreview() or setResult().
    void showPrepared(std::shared_ptr<const PreparedPicture> prepared);
    void showPreview(std::shared_ptr<const BakedField> baked, const Camera& inputCamera);
    /// A cloud in the making, with the cameras that are there.
    void showCloud(std::shared_ptr<const PointCloud> points);
    void clearPreview();

    /// After a failed or cancelled generation: takes a photograph that came to nothing off again, so that the
    /// object that was there stays. Redo brings the photograph back.
    void dropBarrenSource();

Q_SIGNALS:
    void changed(const ChangeEvent& event);

private:
    template <typename Value>
    void change(const QString& text, const Value& value, Value Document::*member, ChangeEvent event, int mergeId);
    void exchangeState(ObjectState& other);
    ObjectResult& preview();

    QUndoStack m_undoStack;
    ObjectState m_state;
    GenerateOptions m_options;
    std::filesystem::path m_weights;
    SceneCloudOptions m_cloudOptions;
    ExportChoice m_exportChoice;
    ViewOptions m_view;
    std::optional<ObjectResult> m_preview;
};

} // namespace bozzetto
