#include "ui/document/document.h"

#include <utility>

#include "ui/document/change_value.h"

namespace bozzetto {

namespace {

/// Steps that become one when they follow each other. Option fields take 100 + their mask bit.
enum MergeId { noMerge = -1, stateMerge = 1, hintsMerge = 2, exportMerge = 3, cloudMerge = 4, optionMerge = 100 };

/// The states that a new object passes through are one step: the photograph, then its result.
class ChangeState : public QUndoCommand
{
public:
    using Exchange = std::function<void(ObjectState&)>;

    ChangeState(const QString& text, ObjectState state, Exchange exchange, bool opens)
        : QUndoCommand(text), m_state(std::move(state)), m_exchange(std::move(exchange)), m_opens(opens)
    {
    }

    void undo() override { m_exchange(m_state); }
    void redo() override { m_exchange(m_state); }
    int id() const override { return stateMerge; }
    bool opens() const { return m_opens; }
    /// While done: whether undo leads back to an object.
    bool replacedAnObject() const { return !m_state.result.empty(); }

    bool mergeWith(const QUndoCommand* other) override
    {
        const auto* next = static_cast<const ChangeState*>(other);
        const bool completesThis = m_opens && !next->m_opens;
        m_opens = m_opens && !completesThis;
        return completesThis;
    }

private:
    ObjectState m_state;
    Exchange m_exchange;
    bool m_opens; ///< a photograph without its result yet
};

unsigned changedFields(const GenerateOptions& a, const GenerateOptions& b)
{
    unsigned mask = 0;
    mask |= a.surfaceLevel != b.surfaceLevel ? unsigned(ChangeEvent::level) : 0u;
    mask |= a.upTiltDegrees != b.upTiltDegrees ? unsigned(ChangeEvent::tilt) : 0u;
    mask |= a.surfaceResolution != b.surfaceResolution ? unsigned(ChangeEvent::resolution) : 0u;
    mask |= a.depthScale != b.depthScale ? unsigned(ChangeEvent::depthScale) : 0u;
    const bool others = a.mode != b.mode || a.method != b.method || a.steps != b.steps || a.bakeResolution != b.bakeResolution ||
                        a.seed != b.seed || a.device != b.device;
    return mask | (others ? unsigned(ChangeEvent::other) : 0u);
}

} // namespace

Document::Document(QObject* parent) : QObject(parent) {}

template <typename Value>
void Document::change(const QString& text, const Value& value, Value Document::*member, ChangeEvent event, int mergeId)
{
    auto exchange = [this, member, event](Value& other) {
        std::swap(this->*member, other);
        Q_EMIT changed(event);
    };
    m_undoStack.push(new ChangeValue<Value, decltype(exchange)>(text, value, exchange, mergeId));
}

void Document::exchangeState(ObjectState& other)
{
    std::swap(m_state, other);
    m_preview.reset();
    Q_EMIT changed({ChangeEvent::Tag::source});
    Q_EMIT changed({ChangeEvent::Tag::hints});
    Q_EMIT changed({ChangeEvent::Tag::result, ChangeEvent::all});
}

void Document::openSource(const Source& source)
{
    m_undoStack.push(new ChangeState(tr("Open %1").arg(source.name), {source, {}, {}},
                                     [this](ObjectState& other) { exchangeState(other); }, true));
}

void Document::restore(const ObjectState& state)
{
    m_undoStack.push(new ChangeState(tr("Show %1").arg(state.source.name), state,
                                     [this](ObjectState& other) { exchangeState(other); }, false));
}

void Document::openObject(const ObjectState& state)
{
    m_undoStack.push(new ChangeState(tr("Open %1").arg(state.source.name), state,
                                     [this](ObjectState& other) { exchangeState(other); }, false));
}

void Document::setResult(const ObjectResult& result, const QString& text)
{
    auto next = m_state;
    next.result = result;
    m_undoStack.push(new ChangeState(text.isEmpty() ? tr("Generate %1").arg(next.source.name) : text, next,
                                     [this](ObjectState& other) { exchangeState(other); }, false));
}

void Document::setSource(const QString& text, const Source& source)
{
    auto exchange = [this](Source& other) {
        std::swap(m_state.source, other);
        Q_EMIT changed({ChangeEvent::Tag::source});
    };
    m_undoStack.push(new ChangeValue<Source, decltype(exchange)>(text, source, exchange, noMerge));
}

void Document::setHints(const QString& text, const DrawnHints& hints)
{
    auto exchange = [this](DrawnHints& other) {
        std::swap(m_state.hints, other);
        Q_EMIT changed({ChangeEvent::Tag::hints});
    };
    m_undoStack.push(new ChangeValue<DrawnHints, decltype(exchange)>(text, hints, exchange, noMerge));
}

void Document::setOptions(const QString& text, const GenerateOptions& options)
{
    const unsigned mask = changedFields(m_options, options);
    if (mask != 0)
        change(text, options, &Document::m_options, {ChangeEvent::Tag::options, mask}, optionMerge + int(mask));
}

void Document::setMethod(const QString& text, GenerateMethod method, const std::filesystem::path& weights)
{
    if (method == m_options.method && weights == m_weights)
        return;
    using Method = std::pair<GenerateMethod, std::filesystem::path>;
    auto exchange = [this](Method& other) {
        std::swap(m_options.method, other.first);
        std::swap(m_weights, other.second);
        Q_EMIT changed({ChangeEvent::Tag::options, ChangeEvent::other});
    };
    m_undoStack.push(new ChangeValue<Method, decltype(exchange)>(text, {method, weights}, exchange, noMerge));
}

void Document::setCloudOptions(const QString& text, const SceneCloudOptions& options)
{
    change(text, options, &Document::m_cloudOptions, {ChangeEvent::Tag::options, ChangeEvent::cloud}, cloudMerge);
}

void Document::setViewsOn(const QString& text, const std::vector<bool>& on)
{
    if (on == m_state.source.viewsOn)
        return;
    auto next = m_state.source;
    next.viewsOn = on;
    setSource(text, next);
}

void Document::setExportChoice(const ExportChoice& choice)
{
    change(tr("Change export settings"), choice, &Document::m_exportChoice, {ChangeEvent::Tag::exportOptions},
           exportMerge);
}

void Document::setView(const ViewOptions& view)
{
    m_view = view;
    Q_EMIT changed({ChangeEvent::Tag::view});
}

void Document::setSurface(std::shared_ptr<const Mesh> mesh, std::shared_ptr<const PointCloud> points, bool quick)
{
    m_state.result.mesh = std::move(mesh);
    if (points)
        m_state.result.points = std::move(points);
    m_state.result.meshIsQuick = quick;
    Q_EMIT changed({ChangeEvent::Tag::result, ChangeEvent::surface});
}

ObjectResult& Document::preview()
{
    if (!m_preview)
        m_preview.emplace();
    return *m_preview;
}

void Document::showPrepared(std::shared_ptr<const PreparedPicture> prepared)
{
    // Nothing to draw yet: the object that was there stays until the first preview.
    auto& shownNow = preview();
    if (!shownNow.baked)
        shownNow = m_state.result;
    shownNow.prepared = std::move(prepared);
    Q_EMIT changed({ChangeEvent::Tag::result, ChangeEvent::prepared});
}

void Document::showPreview(std::shared_ptr<const BakedField> baked, const Camera& inputCamera)
{
    auto prepared = m_preview ? m_preview->prepared : nullptr;
    preview() = {};
    preview().prepared = std::move(prepared);
    preview().baked = std::move(baked);
    preview().inputCamera = inputCamera;
    Q_EMIT changed({ChangeEvent::Tag::result, ChangeEvent::baked | ChangeEvent::surface});
}

void Document::showCloud(std::shared_ptr<const PointCloud> points)
{
    preview() = m_state.result;
    preview().points = std::move(points);
    preview().made.emplace();
    Q_EMIT changed({ChangeEvent::Tag::result, ChangeEvent::surface});
}

void Document::clearPreview()
{
    if (!m_preview)
        return;
    m_preview.reset();
    Q_EMIT changed({ChangeEvent::Tag::result, ChangeEvent::all});
}

void Document::dropBarrenSource()
{
    clearPreview();
    const auto* top = m_undoStack.index() > 0 ? m_undoStack.command(m_undoStack.index() - 1) : nullptr;
    const auto* opened = dynamic_cast<const ChangeState*>(top);
    // The first photograph of a session stays, to be helped with a hint: there is nothing to go back to.
    if (opened && opened->opens() && opened->replacedAnObject())
        m_undoStack.undo();
}

} // namespace bozzetto
