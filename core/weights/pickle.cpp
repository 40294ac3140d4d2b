#include "core/weights/pickle.h"

#include <bit>
#include <unordered_map>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr std::size_t kMaxPickleBytes = 64u << 20; // the official G3DR checkpoint needs a few hundred kB
constexpr std::size_t kMaxValues = 2'000'000;

/// The pickle machine: a stack of values, a stack of marks and a memo. Opcodes follow Python's pickletools.
class Machine
{
public:
    Machine(std::span<const std::uint8_t> bytes, const std::string& shownName) : m_bytes(bytes), m_shownName(shownName)
    {
    }

    Pickle run()
    {
        for (;;) {
            const std::uint8_t opcode = byte();
            if (opcode == '.')
                break;
            if (!scalar(opcode) && !text(opcode) && !container(opcode) && !memo(opcode) && !object(opcode))
                throw broken(fmt::format("opcode 0x{:02x}", opcode));
        }
        m_result.root = pop();
        m_result.size = m_position;
        return std::move(m_result);
    }

private:
    Error broken(const std::string& found) const
    {
        return Error(ErrorCode::badInput, "{}: expected a pickled dictionary of tensors, found {} at byte {} of it",
                     m_shownName, found, m_position);
    }

    std::span<const std::uint8_t> take(std::uint64_t size)
    {
        if (size > m_bytes.size() - m_position || m_position + size > kMaxPickleBytes)
            throw broken("its end");
        const auto part = m_bytes.subspan(m_position, std::size_t(size));
        m_position += std::size_t(size);
        return part;
    }

    std::uint8_t byte() { return take(1)[0]; }

    /// Little-endian, `size` <= 8 bytes.
    std::uint64_t number(std::size_t size)
    {
        std::uint64_t value = 0;
        const auto bytes = take(size);
        for (std::size_t i = 0; i < size; ++i)
            value |= std::uint64_t(bytes[i]) << (8 * i);
        return value;
    }

    std::string_view view(std::uint64_t size)
    {
        const auto part = take(size);
        return {reinterpret_cast<const char*>(part.data()), part.size()};
    }

    std::string_view line()
    {
        std::size_t end = m_position;
        while (end < m_bytes.size() && m_bytes[end] != '\n')
            ++end;
        const auto found = view(end - m_position);
        byte();
        return found;
    }

    std::uint32_t make(PickleKind kind)
    {
        if (m_result.values.size() >= kMaxValues)
            throw broken(fmt::format("more than {} values", kMaxValues));
        m_result.values.emplace_back().kind = kind;
        return std::uint32_t(m_result.values.size() - 1);
    }

    PickleValue& pushNew(PickleKind kind)
    {
        m_stack.push_back(make(kind));
        return m_result.values[m_stack.back()];
    }

    bool pushInteger(std::int64_t value, PickleKind kind = PickleKind::integer)
    {
        pushNew(kind).integer = value;
        return true;
    }

    bool pushText(PickleKind kind, std::string_view value)
    {
        pushNew(kind).text = value;
        return true;
    }

    std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }

    std::uint32_t pop()
    {
        if (m_stack.size() <= floor())
            throw broken("an empty stack");
        const std::uint32_t top = m_stack.back();
        m_stack.pop_back();
        return top;
    }

    PickleValue& top()
    {
        if (m_stack.size() <= floor())
            throw broken("an empty stack");
        return m_result.values[m_stack.back()];
    }

    /// Everything above the last mark, which goes too.
    std::vector<std::uint32_t> popToMark()
    {
        if (m_marks.empty())
            throw broken("no mark");
        std::vector<std::uint32_t> items(m_stack.begin() + std::ptrdiff_t(m_marks.back()), m_stack.end());
        m_stack.resize(m_marks.back());
        m_marks.pop_back();
        return items;
    }

    bool pushTuple(std::size_t count)
    {
        std::vector<std::uint32_t> items(count);
        while (count > 0)
            items[--count] = pop();
        pushNew(PickleKind::tuple).items = std::move(items);
        return true;
    }

    bool putInto(const std::vector<std::uint32_t>& items, bool pairs)
    {
        PickleValue& target = top();
        const bool fits = target.kind == PickleKind::call || target.kind == PickleKind::opaque ||
                          (pairs ? target.kind == PickleKind::dict
                                 : target.kind == PickleKind::list || target.kind == PickleKind::set);
        if (!fits || (pairs && items.size() % 2 != 0))
            throw broken("items for something that takes none");
        target.items.insert(target.items.end(), items.begin(), items.end());
        return true;
    }

    bool pushLong(std::uint64_t size)
    {
        if (size > 8) {
            // Only shown as a whole: the old PyTorch format begins with such a number.
            pushText(PickleKind::opaque, view(size));
            return true;
        }
        const std::uint64_t raw = number(std::size_t(size));
        const auto unused = unsigned(64 - 8 * size);
        return pushInteger(size == 0 ? 0 : std::int64_t(raw << unused) >> unused);
    }

    bool scalar(std::uint8_t opcode)
    {
        switch (opcode) {
        case 0x80: // PROTO
            if (const auto protocol = byte(); protocol < 2 || protocol > 5)
                throw broken(fmt::format("pickle protocol {}", protocol));
            return true;
        case 0x95: // FRAME: its length says nothing that the opcodes do not
            number(8);
            return true;
        case 'N':
            pushNew(PickleKind::none);
            return true;
        case 0x88: // NEWTRUE
        case 0x89: // NEWFALSE
            return pushInteger(opcode == 0x88, PickleKind::boolean);
        case 'J': // BININT
            return pushInteger(std::int32_t(std::uint32_t(number(4))));
        case 'K': // BININT1
            return pushInteger(std::int64_t(number(1)));
        case 'M': // BININT2
            return pushInteger(std::int64_t(number(2)));
        case 0x8a: // LONG1
            return pushLong(number(1));
        case 0x8b: // LONG4
            return pushLong(number(4));
        case 'G': { // BINFLOAT, big-endian
            std::uint64_t bits = 0;
            for (const std::uint8_t part : take(8))
                bits = bits << 8 | part;
            pushNew(PickleKind::real).real = std::bit_cast<double>(bits);
            return true;
        }
        default:
            return false;
        }
    }

    bool text(std::uint8_t opcode)
    {
        switch (opcode) {
        case 'X': // BINUNICODE
        case 'T': // BINSTRING
        case 'B': // BINBYTES
            return pushText(PickleKind::text, view(number(4)));
        case 0x8c: // SHORT_BINUNICODE
        case 'U':  // SHORT_BINSTRING
        case 'C':  // SHORT_BINBYTES
            return pushText(PickleKind::text, view(number(1)));
        case 0x8d: // BINUNICODE8
        case 0x8e: // BINBYTES8
            return pushText(PickleKind::text, view(number(8)));
        default:
            return false;
        }
    }

    bool container(std::uint8_t opcode)
    {
        switch (opcode) {
        case '(':
            m_marks.push_back(m_stack.size());
            return true;
        case '}':
            pushNew(PickleKind::dict);
            return true;
        case ']':
            pushNew(PickleKind::list);
            return true;
        case ')':
            return pushTuple(0);
        case 0x85: // TUPLE1
        case 0x86:
        case 0x87:
            return pushTuple(std::size_t(opcode) - 0x84);
        case 't': {
            auto items = popToMark();
            pushNew(PickleKind::tuple).items = std::move(items);
            return true;
        }
        case 0x8f: // EMPTY_SET
            pushNew(PickleKind::set);
            return true;
        case 'a': // APPEND
            return putInto({pop()}, false);
        case 'e':  // APPENDS
        case 0x90: // ADDITEMS
            return putInto(popToMark(), false);
        case 's': { // SETITEM
            const std::uint32_t value = pop();
            const std::uint32_t key = pop();
            return putInto({key, value}, true);
        }
        case 'u': // SETITEMS
            return putInto(popToMark(), true);
        default:
            return false;
        }
    }

    bool memo(std::uint8_t opcode)
    {
        switch (opcode) {
        case 'q': // BINPUT
            return put(number(1));
        case 'r': // LONG_BINPUT
            return put(number(4));
        case 0x94: // MEMOIZE
            return put(m_memo.size());
        case 'h': // BINGET
            return get(number(1));
        case 'j': // LONG_BINGET
            return get(number(4));
        case '0': // POP
            if (m_stack.size() == floor() && !m_marks.empty())
                m_marks.pop_back();
            else
                pop();
            return true;
        case '1': // POP_MARK
            popToMark();
            return true;
        default:
            return false;
        }
    }

    bool put(std::uint64_t slot)
    {
        top();
        m_memo[slot] = m_stack.back();
        return true;
    }

    bool get(std::uint64_t slot)
    {
        const auto found = m_memo.find(slot);
        if (found == m_memo.end())
            throw broken("an unknown memo entry");
        m_stack.push_back(found->second);
        return true;
    }

    bool pushPair(PickleKind kind, std::uint32_t first, std::uint32_t second)
    {
        PickleValue& value = pushNew(kind);
        value.first = first;
        value.second = second;
        return true;
    }

    bool pushCall(std::uint32_t arguments) { return pushPair(PickleKind::call, pop(), arguments); }

    bool object(std::uint8_t opcode)
    {
        switch (opcode) {
        case 'c': { // GLOBAL
            const std::uint32_t module = make(PickleKind::text);
            m_result.values[module].text = line();
            const std::uint32_t name = make(PickleKind::text);
            m_result.values[name].text = line();
            return pushPair(PickleKind::callable, module, name);
        }
        case 0x93: { // STACK_GLOBAL
            const std::uint32_t name = pop();
            return pushPair(PickleKind::callable, pop(), name);
        }
        case 'Q': { // BINPERSID
            const std::uint32_t id = pop();
            pushNew(PickleKind::persistent).first = id;
            return true;
        }
        case 'R':  // REDUCE
        case 0x81: // NEWOBJ
            return pushCall(pop());
        case 0x92: { // NEWOBJ_EX
            pop();
            return pushCall(pop());
        }
        case 'b': { // BUILD: nobody makes the object that the state would be given to
            const std::uint32_t state = pop();
            top();
            if (PickleValue& value = m_result.values[m_stack.back()]; value.kind == PickleKind::call)
                value.state = state;
            return true;
        }
        default:
            return false;
        }
    }

    std::span<const std::uint8_t> m_bytes;
    const std::string& m_shownName;
    std::size_t m_position = 0;
    Pickle m_result;
    std::vector<std::uint32_t> m_stack;
    std::vector<std::size_t> m_marks;
    std::unordered_map<std::uint64_t, std::uint32_t> m_memo;
};

} // namespace

bool Pickle::isCallable(std::uint32_t index, std::string_view module, std::string_view name) const
{
    const PickleValue& value = values[index];
    return value.kind == PickleKind::callable && values[value.first].text == module && values[value.second].text == name;
}

Pickle readPickle(std::span<const std::uint8_t> bytes, const std::string& shownName)
{
    return Machine(bytes, shownName).run();
}

} // namespace bozzetto
