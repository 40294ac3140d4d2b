#pragma once

#include <utility>

#include <QUndoCommand>

namespace bozzetto {

/// Undo and redo both exchange the stored value with the live one. `Exchange` is called with the stored value and
/// must swap it with the document's. Commands with the same `mergeId` (>= 0) become one step.
template <typename Value, typename Exchange> class ChangeValue : public QUndoCommand
{
public:
    ChangeValue(const QString& text, Value value, Exchange exchange, int mergeId = -1)
        : QUndoCommand(text), m_value(std::move(value)), m_exchange(std::move(exchange)), m_mergeId(mergeId)
    {
    }

    void undo() override { m_exchange(m_value); }
    void redo() override { m_exchange(m_value); }
    int id() const override { return m_mergeId; }

    /// The older command already holds the value from before both; the newer one's is a stop on the way.
    bool mergeWith(const QUndoCommand* other) override { return other->id() == m_mergeId; }

private:
    Value m_value;
    Exchange m_exchange;
    int m_mergeId;
};

} // namespace bozzetto
