#include "core/weights/pickled_tensors.h"

#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "core/base/error.h"

namespace bozzetto {

namespace {

constexpr int kMaxDepth = 32;
constexpr std::size_t kMaxVisits = 2'000'000;    // shared values are visited once per place they stand in
constexpr std::size_t kMaxNameBytes = 32u << 20; // of all names together
constexpr std::size_t kMaxOneName = 1024;
constexpr std::size_t kMaxAxes = 64;

struct NamedType
{
    const char* storage; ///< class in module torch
    const char* dtype;   ///< as torch.<dtype>
    StoredType type;
};

constexpr NamedType kTypes[] = {
    {"FloatStorage", "float32", StoredType::float32},
    {"DoubleStorage", "float64", StoredType::float64},
    {"HalfStorage", "float16", StoredType::float16},
    {"BFloat16Storage", "bfloat16", StoredType::bfloat16},
    {"LongStorage", "int64", StoredType::int64},
    {"IntStorage", "int32", StoredType::int32},
    {"ShortStorage", "int16", StoredType::int16},
    {"CharStorage", "int8", StoredType::int8},
    {"ByteStorage", "uint8", StoredType::uint8},
    {"BoolStorage", "bool", StoredType::boolean},
    {"ComplexFloatStorage", "complex64", StoredType::complex64},
    {"ComplexDoubleStorage", "complex128", StoredType::complex128},
    {"", "uint16", StoredType::uint16},
    {"", "uint32", StoredType::uint32},
    {"", "uint64", StoredType::uint64},
    {"", "float8_e4m3fn", StoredType::float8e4m3},
    {"", "float8_e5m2", StoredType::float8e5m2},
};

/// What a value is to this reader.
enum class Role { dictionary, sequence, tensor, parameter, program, scalar, other };

class Collector
{
public:
    Collector(const Pickle& pickle, const StoragePlaces& storages, std::size_t fileSize, const std::string& shownName)
        : m_pickle(pickle), m_storages(storages), m_fileSize(fileSize), m_shownName(shownName)
    {
    }

    StoredTensors run()
    {
        visit(m_pickle.root, "", 0);
        if (m_result.tensors.empty())
            throw Error(ErrorCode::badInput, "{}: expected a dictionary of tensors (a state_dict), found {}",
                        m_shownName, describe(m_pickle.root));
        return std::move(m_result);
    }

private:
    std::string describe(std::uint32_t index) const
    {
        const PickleValue& value = m_pickle[index];
        if (value.kind == PickleKind::call && m_pickle[value.first].kind == PickleKind::callable &&
            role(index) == Role::other) {
            const PickleValue& callable = m_pickle[value.first];
            return fmt::format("an object of class {}.{}", shownText(m_pickle[callable.first].text),
                               shownText(m_pickle[callable.second].text));
        }
        return "none in it";
    }

    bool calls(const PickleValue& value, std::string_view module, std::string_view name) const
    {
        return value.kind == PickleKind::call && m_pickle.isCallable(value.first, module, name);
    }

    Role role(std::uint32_t index) const
    {
        const PickleValue& value = m_pickle[index];
        switch (value.kind) {
        case PickleKind::dict:
            return Role::dictionary;
        case PickleKind::list:
        case PickleKind::tuple:
            return Role::sequence;
        case PickleKind::boolean:
        case PickleKind::integer:
        case PickleKind::real:
        case PickleKind::text:
            return Role::scalar;
        case PickleKind::call:
            break;
        default:
            return Role::other;
        }
        if (calls(value, "collections", "OrderedDict") || calls(value, "collections", "defaultdict"))
            return Role::dictionary;
        for (const char* name : {"_rebuild_tensor", "_rebuild_tensor_v2", "_rebuild_tensor_v3"})
            if (calls(value, "torch._utils", name))
                return Role::tensor;
        for (const char* name : {"_rebuild_parameter", "_rebuild_parameter_with_state"})
            if (calls(value, "torch._utils", name))
                return Role::parameter;
        return isProgramModule(value) ? Role::program : Role::other;
    }

    /// A module of a TorchScript program: its attributes, parameters and submodules among them, are its state.
    bool isProgramModule(const PickleValue& value) const
    {
        return m_pickle[value.first].kind == PickleKind::callable &&
               m_pickle[m_pickle[value.first].first].text.starts_with("__torch__") && value.state != kNoPickleValue &&
               m_pickle[value.state].kind == PickleKind::dict;
    }

    void visit(std::uint32_t index, const std::string& name, int depth)
    {
        if (depth > kMaxDepth || ++m_visits > kMaxVisits)
            throw Error(ErrorCode::badInput, "{}: expected at most {} levels and {} values, found more at \"{}\"",
                        m_shownName, kMaxDepth, kMaxVisits, shownText(name));
        const PickleValue& value = m_pickle[index];
        switch (role(index)) {
        case Role::dictionary:
            visitDictionary(value, name, depth);
            break;
        case Role::sequence:
            visitSequence(value.items, name, depth);
            break;
        case Role::tensor:
            addTensor(value, name);
            break;
        case Role::parameter:
            visit(argument(value, 0, name), name, depth + 1);
            break;
        case Role::program:
            visitAttributes(m_pickle[value.state].items, name, depth);
            break;
        case Role::scalar:
        case Role::other:
            break;
        }
    }

    /// As the items of a dictionary, but flags and numbers are the program's own business.
    void visitAttributes(const std::vector<std::uint32_t>& items, const std::string& name, int depth)
    {
        for (std::size_t i = 0; i + 1 < items.size(); i += 2)
            if (m_pickle[items[i]].kind == PickleKind::text)
                visit(items[i + 1], join(name, std::string(m_pickle[items[i]].text.substr(0, kMaxOneName))), depth + 1);
    }

    void visitDictionary(const PickleValue& value, const std::string& name, int depth)
    {
        visitPairs(value.items, name, depth);
        // OrderedDict([(key, value), ...]) gives its content to the constructor.
        if (value.kind != PickleKind::call)
            return;
        const PickleValue& arguments = m_pickle[value.second];
        if (!calls(value, "collections", "OrderedDict") || arguments.items.empty())
            return;
        const PickleValue& pairs = m_pickle[arguments.items.front()];
        if (pairs.kind == PickleKind::dict)
            visitPairs(pairs.items, name, depth);
        else if (pairs.kind == PickleKind::list || pairs.kind == PickleKind::tuple)
            for (const std::uint32_t pair : pairs.items)
                if (m_pickle[pair].items.size() == 2 && m_pickle[pair].kind != PickleKind::dict)
                    visitPairs(m_pickle[pair].items, name, depth);
    }

    void visitPairs(const std::vector<std::uint32_t>& items, const std::string& name, int depth)
    {
        for (std::size_t i = 0; i + 1 < items.size(); i += 2) {
            const PickleValue& key = m_pickle[items[i]];
            std::string part;
            if (key.kind == PickleKind::text && key.text.size() <= kMaxOneName)
                part = key.text;
            else if (key.kind == PickleKind::integer)
                part = std::to_string(key.integer);
            else
                continue; // objects as keys name nothing
            const std::string child = join(name, part);
            if (role(items[i + 1]) == Role::scalar)
                addNote(m_pickle[items[i + 1]], child);
            visit(items[i + 1], child, depth + 1);
        }
    }

    void visitSequence(const std::vector<std::uint32_t>& items, const std::string& name, int depth)
    {
        for (std::size_t i = 0; i < items.size(); ++i)
            visit(items[i], join(name, std::to_string(i)), depth + 1);
    }

    std::string join(const std::string& name, const std::string& part) const
    {
        if (name.size() + part.size() > kMaxOneName)
            throw Error(ErrorCode::badInput, "{}: expected names of at most {} bytes, found \"{}\"", m_shownName,
                        kMaxOneName, shownText(name));
        return name.empty() ? part : name + "." + part;
    }

    void countName(const std::string& name)
    {
        m_nameBytes += name.size();
        if (m_nameBytes > kMaxNameBytes)
            throw Error(ErrorCode::badInput, "{}: expected at most {} bytes of names, found more at \"{}\"", m_shownName,
                        kMaxNameBytes, shownText(name));
    }

    void addNote(const PickleValue& value, const std::string& name)
    {
        std::string note;
        if (value.kind == PickleKind::text)
            note = value.text.substr(0, kMaxOneName);
        else if (value.kind == PickleKind::real)
            note = fmt::format("{}", value.real);
        else
            note = value.kind == PickleKind::boolean ? (value.integer ? "true" : "false")
                                                     : std::to_string(value.integer);
        countName(name);
        m_nameBytes += note.size();
        m_result.metadata.insert_or_assign(name, std::move(note));
    }

    Error broken(const std::string& name, const std::string& found) const
    {
        return Error(ErrorCode::badInput, "{}: expected a readable tensor \"{}\", found {}", m_shownName,
                     shownText(name), found);
    }

    std::uint32_t argument(const PickleValue& call, std::size_t position, const std::string& name) const
    {
        const PickleValue& arguments = m_pickle[call.second];
        if (arguments.kind != PickleKind::tuple || arguments.items.size() <= position)
            throw broken(name, "too few arguments");
        return arguments.items[position];
    }

    std::vector<std::int64_t> sizeList(std::uint32_t index, const std::string& name) const
    {
        const PickleValue* value = &m_pickle[index];
        if (calls(*value, "torch", "Size"))
            value = &m_pickle[argument(*value, 0, name)];
        if ((value->kind != PickleKind::tuple && value->kind != PickleKind::list) || value->items.size() > kMaxAxes)
            throw broken(name, "no list of sizes");
        std::vector<std::int64_t> sizes;
        for (const std::uint32_t item : value->items) {
            if (m_pickle[item].kind != PickleKind::integer || m_pickle[item].integer < 0)
                throw broken(name, "an impossible size or stride");
            sizes.push_back(m_pickle[item].integer);
        }
        return sizes;
    }

    StoredType tensorType(const PickleValue& call, const StorageId& id, const std::string& name) const
    {
        if (!calls(call, "torch._utils", "_rebuild_tensor_v3")) {
            if (id.untyped)
                throw broken(name, "a storage without a type");
            return id.type;
        }
        const std::uint32_t dtype = argument(call, 6, name);
        for (const NamedType& named : kTypes)
            if (m_pickle.isCallable(dtype, "torch", named.dtype))
                return named.type;
        throw broken(name, "an unknown element type");
    }

    void addTensor(const PickleValue& call, const std::string& name)
    {
        const std::uint32_t storage = argument(call, 0, name);
        if (m_pickle[storage].kind != PickleKind::persistent)
            throw broken(name, "no storage");
        const StorageId id = readStorageId(m_pickle, storage, m_shownName);
        StoredTensor tensor;
        tensor.name = name.empty() ? "tensor" : name;
        tensor.type = tensorType(call, id, name);
        const PickleValue& offset = m_pickle[argument(call, 1, name)];
        tensor.sizes = sizeList(argument(call, 2, name), name);
        tensor.strides = sizeList(argument(call, 3, name), name);
        const auto place = m_storages.find(id.key);
        if (place == m_storages.end())
            throw broken(name, fmt::format("no data \"{}\"", shownText(id.key)));
        const std::size_t size = itemSize(tensor.type);
        const std::uint64_t elements = id.untyped ? id.elementCount / size : id.elementCount;
        if (elements > place->second.byteSize / size)
            throw broken(name, fmt::format("{} elements in {} bytes", elements, place->second.byteSize));
        if (offset.kind != PickleKind::integer || !fits(tensor, offset.integer, elements))
            throw broken(name, "elements outside its storage");
        tensor.byteOffset = place->second.byteOffset + std::size_t(offset.integer) * size;
        keep(std::move(tensor));
    }

    /// Is the farthest element inside the storage, and the tensor no larger than a file of this size warrants?
    bool fits(const StoredTensor& tensor, std::int64_t offset, std::uint64_t elements) const
    {
        std::uint64_t count = 0;
        if (tensor.sizes.size() != tensor.strides.size() || offset < 0 ||
            !countElements(tensor.sizes, allowance() / itemSize(tensor.type), count))
            return false;
        if (count == 0)
            return std::uint64_t(offset) <= elements;
        std::uint64_t last = std::uint64_t(offset);
        if (last >= elements)
            return false;
        for (std::size_t axis = 0; axis < tensor.sizes.size(); ++axis) {
            const auto steps = std::uint64_t(tensor.sizes[axis] - 1);
            const auto stride = std::uint64_t(tensor.strides[axis]);
            if (steps != 0 && stride > (elements - 1 - last) / steps)
                return false;
            last += steps * stride;
        }
        return true;
    }

    /// Shared and expanded tensors are written out when they are read: a small file must not become a large one.
    std::uint64_t allowance() const { return 4 * std::uint64_t(m_fileSize) + (1u << 20); }

    void keep(StoredTensor tensor)
    {
        countName(tensor.name);
        m_totalBytes += tensor.byteCount();
        if (m_totalBytes > allowance())
            throw Error(ErrorCode::badInput, "{}: expected at most {} bytes of tensors in a file of {}, found more",
                        m_shownName, allowance(), m_fileSize);
        if (!m_names.insert(tensor.name).second)
            throw Error(ErrorCode::badInput, "{}: expected each name once, found \"{}\" twice", m_shownName,
                        shownText(tensor.name));
        m_result.tensors.push_back(std::move(tensor));
    }

    const Pickle& m_pickle;
    const StoragePlaces& m_storages;
    std::size_t m_fileSize;
    const std::string& m_shownName;
    StoredTensors m_result;
    std::set<std::string> m_names;
    std::size_t m_visits = 0;
    std::size_t m_nameBytes = 0;
    std::uint64_t m_totalBytes = 0;
};

} // namespace

StorageId readStorageId(const Pickle& pickle, std::uint32_t index, const std::string& shownName)
{
    const PickleValue& id = pickle[pickle[index].first];
    const auto& parts = id.items;
    const bool isStorage = id.kind == PickleKind::tuple && parts.size() >= 5 && pickle[parts[0]].text == "storage" &&
                           pickle[parts[2]].kind == PickleKind::text &&
                           pickle[parts[4]].kind == PickleKind::integer && pickle[parts[4]].integer >= 0;
    if (!isStorage)
        throw Error(ErrorCode::badInput, "{}: expected a reference to a storage, found another", shownName);
    StorageId result;
    result.key = pickle[parts[2]].text;
    result.elementCount = std::uint64_t(pickle[parts[4]].integer);
    result.untyped = pickle.isCallable(parts[1], "torch.storage", "UntypedStorage");
    if (result.untyped)
        return result;
    for (const NamedType& named : kTypes) {
        if (pickle.isCallable(parts[1], "torch", named.storage)) {
            result.type = named.type;
            return result;
        }
    }
    const PickleValue& type = pickle[parts[1]];
    const bool named = type.kind == PickleKind::callable;
    throw Error(ErrorCode::badInput, "{}: expected storages of numbers, found {}", shownName,
                named ? shownText(pickle[type.second].text) : "another kind");
}

StoredTensors collectPickledTensors(const Pickle& pickle, const StoragePlaces& storages, std::size_t fileSize,
                                    const std::string& shownName)
{
    return Collector(pickle, storages, fileSize, shownName).run();
}

} // namespace bozzetto
