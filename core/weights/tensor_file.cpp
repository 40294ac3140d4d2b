#include "core/weights/tensor_file.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <numeric>
#include <set>

#include <ATen/ATen.h>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/weights/checkpoint_layout.h"
#include "core/weights/mapped_file.h"
#include "core/weights/safetensors_header.h"
#include "core/weights/weights_layout.h"

namespace bozzetto {

namespace {

using Bytes = std::span<const std::uint8_t>;

constexpr std::pair<StoredType, at::ScalarType> kScalarTypes[] = {
    {StoredType::boolean, at::kBool},        {StoredType::uint8, at::kByte},
    {StoredType::int8, at::kChar},           {StoredType::uint16, at::kUInt16},
    {StoredType::int16, at::kShort},         {StoredType::uint32, at::kUInt32},
    {StoredType::int32, at::kInt},           {StoredType::uint64, at::kUInt64},
    {StoredType::int64, at::kLong},          {StoredType::float8e4m3, at::kFloat8_e4m3fn},
    {StoredType::float8e5m2, at::kFloat8_e5m2}, {StoredType::float16, at::kHalf},
    {StoredType::bfloat16, at::kBFloat16},   {StoredType::float32, at::kFloat},
    {StoredType::float64, at::kDouble},      {StoredType::complex64, at::kComplexFloat},
    {StoredType::complex128, at::kComplexDouble},
};

at::ScalarType scalarType(StoredType type)
{
    return std::find_if(std::begin(kScalarTypes), std::end(kScalarTypes),
                        [&](const auto& pair) { return pair.first == type; })
        ->second;
}

/// Copies one tensor out of the file, contiguous.
at::Tensor copyOut(const StoredTensor& stored, Bytes file)
{
    const auto type = scalarType(stored.type);
    if (stored.elementCount() == 0)
        return at::empty(stored.sizes, type);
    // The bytes may lie at any address, so they are copied before a tensor is laid over them.
    std::int64_t extent = 1;
    for (std::size_t axis = 0; axis < stored.sizes.size(); ++axis)
        extent += (stored.sizes[axis] - 1) * stored.strides[axis];
    at::Tensor flat = at::empty({extent}, type);
    std::memcpy(flat.data_ptr(), file.data() + stored.byteOffset, flat.nbytes());
    if (type == at::kBool) // other bytes than 0 and 1 are no valid bool
        flat = flat.view(at::kByte).ne(0);
    return flat.as_strided(stored.sizes, stored.strides).contiguous();
}

TensorFile copyOut(StoredTensors stored, Bytes file, const std::string& shownName, const TensorFilter& wanted)
{
    TensorFile result;
    result.metadata = std::move(stored.metadata);
    try {
        for (const StoredTensor& tensor : stored.tensors)
            if (!wanted || wanted(tensor.name))
                result.tensors.emplace_back(tensor.name, copyOut(tensor, file));
    } catch (...) {
        throw currentError("reading " + shownName);
    }
    return result;
}

StoredType storedType(const std::string& name, const at::Tensor& tensor)
{
    for (const auto& [stored, scalar] : kScalarTypes)
        if (tensor.scalar_type() == scalar && stored != StoredType::complex128)
            return stored;
    throw Error(ErrorCode::internal, "{}: expected an element type that safetensors knows, found {}", name,
                c10::toString(tensor.scalar_type()));
}

/// Where each tensor's data goes: wide elements first, so that all are aligned; the header keeps the file order.
std::vector<std::size_t> dataOrder(const TensorFile& file)
{
    std::vector<std::size_t> order(file.tensors.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return file.tensors[a].second.element_size() > file.tensors[b].second.element_size();
    });
    return order;
}

std::string headerText(const TensorFile& file, const std::vector<std::size_t>& order)
{
    std::vector<std::size_t> starts(order.size());
    std::size_t end = 0;
    for (const std::size_t i : order) {
        starts[i] = end;
        end += file.tensors[i].second.nbytes();
    }
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!file.metadata.empty())
        header["__metadata__"] = file.metadata;
    std::set<std::string> names = {"__metadata__"};
    for (std::size_t i = 0; i < order.size(); ++i) {
        const auto& [name, tensor] = file.tensors[i];
        if (!names.insert(name).second)
            throw Error(ErrorCode::internal, "{}: expected a tensor name of its own, found it twice", name);
        header.push_back({name,
                          {{"dtype", storedTypeName(storedType(name, tensor))},
                           {"shape", tensor.sizes().vec()},
                           {"data_offsets", {starts[i], starts[i] + tensor.nbytes()}}}});
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    return text;
}

void writeTo(const std::filesystem::path& temporary, const std::filesystem::path& path, const TensorFile& file,
             const std::vector<std::size_t>& order, const std::string& header)
{
    std::ofstream out(temporary, std::ios::binary);
    char length[8];
    for (std::size_t i = 0; i < sizeof(length); ++i)
        length[i] = char((header.size() >> (8 * i)) & 0xff);
    out.write(length, sizeof(length)).write(header.data(), std::streamsize(header.size()));
    for (const std::size_t i : order) {
        const at::Tensor tensor = file.tensors[i].second.detach().cpu().contiguous();
        out.write(static_cast<const char*>(tensor.const_data_ptr()), std::streamsize(tensor.nbytes()));
    }
    out.close();
    if (!out)
        throw Error(ErrorCode::io, "{}: could not be written ({})", path.string(), std::strerror(errno));
}

} // namespace

const at::Tensor* TensorFile::find(const std::string& name) const
{
    for (const auto& [key, tensor] : tensors)
        if (key == name)
            return &tensor;
    return nullptr;
}

std::int64_t TensorFile::parameterCount() const
{
    std::int64_t count = 0;
    for (const auto& [name, tensor] : tensors)
        if (at::isFloatingType(tensor.scalar_type()))
            count += tensor.numel();
    return count;
}

TensorFile parseSafetensors(const std::uint8_t* bytes, std::size_t size, const std::string& shownName)
{
    const Bytes file(bytes, size);
    return copyOut(readSafetensorsHeader(file, shownName), file, shownName, {});
}

TensorFile readSafetensors(const std::filesystem::path& path)
{
    const MappedFile file(path);
    return parseSafetensors(file.bytes().data(), file.bytes().size(), path.string());
}

TensorFile parsePyTorchCheckpoint(const std::uint8_t* bytes, std::size_t size, const std::string& shownName)
{
    const Bytes file(bytes, size);
    return copyOut(readCheckpointLayout(file, shownName), file, shownName, {});
}

TensorFile readPyTorchCheckpoint(const std::filesystem::path& path)
{
    const MappedFile file(path);
    return parsePyTorchCheckpoint(file.bytes().data(), file.bytes().size(), path.string());
}

TensorFile readWeights(const std::filesystem::path& path, const TensorFilter& wanted)
{
    const MappedFile file(path);
    return copyOut(readWeightsLayout(file.bytes(), path.string()), file.bytes(), path.string(), wanted);
}

void writeSafetensors(const TensorFile& file, const std::filesystem::path& path)
{
    for (const auto& [name, tensor] : file.tensors)
        if (!tensor.defined())
            throw Error(ErrorCode::internal, "{}: expected a tensor, found none", name);
    try {
        const auto order = dataOrder(file);
        const std::string header = headerText(file, order);
        writeAtomically(path, [&](const auto& temporary) { writeTo(temporary, path, file, order, header); });
    } catch (...) {
        throw currentError("writing " + path.string());
    }
}

} // namespace bozzetto
