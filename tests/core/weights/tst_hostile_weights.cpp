// g++ 12 sees overflows in its own std::string concatenation (GCC bug 105329).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wstringop-overflow"
#pragma GCC diagnostic ignored "-Wrestrict"
#pragma GCC diagnostic ignored "-Warray-bounds"
#endif
#include <fstream>
#include <iterator>

#include <torch/types.h>

#include "core/weights/tensor_file.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

std::string littleEndian(std::uint64_t value, std::size_t size)
{
    std::string bytes;
    for (std::size_t i = 0; i < size; ++i)
        bytes += char((value >> (8 * i)) & 0xff);
    return bytes;
}

std::string safetensors(const std::string& header, std::size_t dataBytes)
{
    return littleEndian(header.size(), 8) + header + std::string(dataBytes, '\0');
}

/// A zip archive of stored entries. wide: sizes and places stand in zip64 records only.
std::string zip(const std::vector<std::pair<std::string, std::string>>& entries, bool wide = false)
{
    constexpr std::uint64_t kElsewhere = 0xffffffff;
    std::string file, directory;
    for (const auto& [name, data] : entries) {
        const std::uint64_t place = file.size();
        file += "PK\x03\x04" + std::string(22, '\0') + littleEndian(name.size(), 2) + littleEndian(0, 2) + name + data;
        const std::string extra = wide ? littleEndian(1, 2) + littleEndian(24, 2) + littleEndian(data.size(), 8) +
                                             littleEndian(data.size(), 8) + littleEndian(place, 8)
                                       : std::string();
        const std::uint64_t size = wide ? kElsewhere : data.size();
        directory += "PK\x01\x02" + std::string(16, '\0') + littleEndian(size, 4) + littleEndian(size, 4) +
                     littleEndian(name.size(), 2) + littleEndian(extra.size(), 2) + std::string(10, '\0') +
                     littleEndian(wide ? kElsewhere : place, 4) + name + extra;
    }
    const std::uint64_t start = file.size();
    file += directory;
    if (wide) {
        const std::uint64_t end = file.size();
        file += "PK\x06\x06" + littleEndian(44, 8) + std::string(12, '\0') + littleEndian(entries.size(), 8) +
                littleEndian(entries.size(), 8) + littleEndian(directory.size(), 8) + littleEndian(start, 8);
        file += "PK\x06\x07" + littleEndian(0, 4) + littleEndian(end, 8) + littleEndian(1, 4);
    }
    return file + "PK\x05\x06" + std::string(4, '\0') + littleEndian(wide ? 0xffff : entries.size(), 2) +
           littleEndian(wide ? 0xffff : entries.size(), 2) + littleEndian(wide ? kElsewhere : directory.size(), 4) +
           littleEndian(wide ? kElsewhere : start, 4) + littleEndian(0, 2);
}

std::string text(const std::string& value) { return "X" + littleEndian(value.size(), 4) + value; }
std::string integer(std::int64_t value) { return "\x8a\x08" + littleEndian(std::uint64_t(value), 8); }

std::string tuple(const std::vector<std::int64_t>& values)
{
    std::string bytes = "(";
    for (const auto value : values)
        bytes += integer(value);
    return bytes + "t";
}

/// The pickle of one tensor over storage "0" of `elements` floats.
std::string tensor(std::int64_t elements, std::int64_t offset, const std::vector<std::int64_t>& sizes,
                   const std::vector<std::int64_t>& strides)
{
    return "ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nFloatStorage\n" + text("0") +
           text("cpu") + integer(elements) + "tQ" + integer(offset) + tuple(sizes) + tuple(strides) + "\x89}tR";
}

std::string pickle(const std::string& body) { return "\x80\x02" + body + "."; }

std::string checkpoint(const std::string& body, std::size_t dataBytes, bool wide = false)
{
    return zip({{"a/data.pkl", pickle(body)}, {"a/data/0", std::string(dataBytes, '\0')}}, wide);
}

std::string dictionary(const std::string& name, const std::string& value) { return "}" + text(name) + value + "s"; }

TensorFile parse(const std::string& bytes)
{
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    return bytes.substr(0, 2) == "PK" || bytes.substr(0, 1) == "\x80"
               ? parsePyTorchCheckpoint(data, bytes.size(), "f")
               : parseSafetensors(data, bytes.size(), "f");
}

/// The sentence that refuses `bytes`; empty when they are read.
std::string refusal(const std::string& bytes)
{
    try {
        parse(bytes);
    } catch (const Error& error) {
        return error.code() == ErrorCode::badInput ? error.what() : std::string();
    }
    return {};
}

std::string fixtureBytes(const std::string& name)
{
    std::ifstream in(std::string(BOZZETTO_SOURCE_DIR) + "/tests/data/weights/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

constexpr const char* kGood = R"({"x":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}})";

} // namespace

class TestHostileWeights : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theBuildersMakeReadableFiles()
    {
        QCOMPARE(parse(safetensors(kGood, 24)).find("x")->numel(), int64_t(6));
        const auto body = dictionary("x", tensor(6, 0, {2, 3}, {3, 1}));
        QCOMPARE(parse(checkpoint(body, 24)).find("x")->numel(), int64_t(6));
        QCOMPARE(parse(checkpoint(body, 24, true)).find("x")->numel(), int64_t(6));
    }

    void safetensorsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char* name, const std::string& bytes, const char* part) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(part);
        };
        row("no length", "{}", "found 2 bytes");
        row("header beyond the file", littleEndian(1'000'000, 8) + "{}", "length of 1000000");
        row("huge header", littleEndian(~0ull, 8) + "{}", "length of 18446744073709551615");
        row("no JSON", safetensors("hello", 0), "found none");
        row("cut JSON", safetensors("{\"x\":{", 0), "fault at byte");
        row("text after it", safetensors("{} {}", 0), "fault at byte");
        row("deep nesting", safetensors("{\"x\":" + std::string(100'000, '['), 0), "a list where none belongs");
        row("deep objects", safetensors("{\"x\":{\"y\":{", 0), "an object where none belongs");
        row("number as entry", safetensors("{\"x\":1}", 0), "a number where none belongs");
        row("metadata number", safetensors("{\"__metadata__\":{\"a\":1}}", 0), "a number where none belongs");
        row("unknown type", safetensors(R"({"x":{"dtype":"F4","shape":[2],"data_offsets":[0,1]}})", 1), "found \"F4\"");
        row("missing shape", safetensors(R"({"x":{"dtype":"F32","data_offsets":[0,4]}})", 4), "some of them missing");
        row("one offset", safetensors(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0]}})", 4), "some of them missing");
        row("three offsets", safetensors(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}})", 4), "a number where");
        row("two shapes", safetensors(R"({"x":{"shape":[1],"shape":[1]}})", 4), "a list where");
        row("negative size", safetensors(R"({"x":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}})", 4), "a negative number");
        row("fraction", safetensors(R"({"x":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}})", 4), "a fraction");
        row("beyond the data", safetensors(kGood, 20), "within 20 bytes");
        row("reversed", safetensors(R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}})", 4), "bytes 4 to 0");
        row("shape too large", safetensors(R"({"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})", 8), "another shape");
        row("overflowing shape",
            safetensors(R"({"x":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}})", 0), "another shape");
        row("duplicate", safetensors(R"({"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})", 2),
            "\"x\" twice");
        row("overlap", safetensors(R"({"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})", 3),
            "overlap");
        row("hole", safetensors(R"({"x":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})", 2), "hole");
        row("unused end", safetensors(kGood, 30), "bytes, found");
        row("control characters", safetensors("{\"\\u001b[2J\":1}", 0), "?[2J");
    }

    void safetensorsAreRefused() { checkRefusal(); }

    void checkpointsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("part");
        const auto row = [](const char* name, const std::string& bytes, const char* part) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(part);
        };
        const auto one = [](const std::string& value, std::size_t bytes = 24) {
            return checkpoint(dictionary("x", value), bytes);
        };
        const std::int64_t huge = std::numeric_limits<std::int64_t>::max();
        row("no archive", "PK\x03\x04", "no end of it");
        row("no pickle", zip({{"a/b", ""}}), "without data.pkl");
        row("entry twice", zip({{"a/data.pkl", ""}, {"a/data.pkl", ""}}), "twice");
        row("big-endian", zip({{"a/data.pkl", pickle("}")}, {"a/byteorder", "big"}}), "found \"big\"");
        row("empty dictionary", checkpoint("}", 0), "found none in it");
        row("storage beyond its entry", one(tensor(7, 0, {6}, {1})), "7 elements in 24 bytes");
        row("huge storage", one(tensor(huge, 0, {6}, {1})), "elements in 24 bytes");
        row("negative storage", one(tensor(-1, 0, {6}, {1})), "reference to a storage");
        row("size beyond", one(tensor(6, 0, {7}, {1})), "outside its storage");
        row("offset beyond", one(tensor(6, 1, {6}, {1})), "outside its storage");
        row("negative offset", one(tensor(6, -1, {6}, {1})), "outside its storage");
        row("stride beyond", one(tensor(6, 0, {2, 3}, {4, 1})), "outside its storage");
        row("stride overflow", one(tensor(6, 0, {3}, {huge})), "outside its storage");
        row("size overflow", one(tensor(6, 0, {huge, huge}, {0, 0})), "outside its storage");
        row("expanded bomb", one(tensor(6, 0, {1 << 30}, {0})), "outside its storage");
        row("negative size", one(tensor(6, 0, {-1}, {1})), "impossible size");
        row("unequal lists", one(tensor(6, 0, {2, 3}, {1})), "outside its storage");
        row("empty tensor beyond", one(tensor(6, 7, {0}, {1})), "outside its storage");
        row("no data", zip({{"a/data.pkl", pickle(dictionary("x", tensor(6, 0, {6}, {1})))}}), "no data \"0\"");
        row("quantised", one("ctorch._utils\n_rebuild_tensor_v2\n((" + text("storage") + "ctorch\nQInt8Storage\n" +
                             text("0") + text("cpu") + integer(6) + "tQ" + integer(0) + tuple({6}) + tuple({1}) + "tR"),
            "QInt8Storage");
        row("no arguments", one("ctorch._utils\n_rebuild_tensor_v2\n)R"), "too few arguments");
        row("unknown opcode", checkpoint("i", 0), "opcode 0x69");
        row("empty stack", checkpoint("0", 0), "an empty stack");
        row("no mark", checkpoint("t", 0), "no mark");
        row("unknown memo", checkpoint("h\x05", 0), "unknown memo");
        row("long text", checkpoint("X" + littleEndian(0xffffffff, 4), 0), "its end");
        row("long long text", checkpoint("\x8d" + littleEndian(~0ull, 8), 0), "its end");
        row("old protocol", zip({{"a/data.pkl", "\x80\x01}."}}), "protocol 1");
        row("no stop", zip({{"a/data.pkl", "\x80\x02}"}}), "its end");
        row("name twice", checkpoint("}" + text("x") + tensor(6, 0, {6}, {1}) + "s" + text("x") + tensor(6, 0, {6}, {1}) + "s", 24),
            "\"x\" twice");
        row("contains itself", checkpoint("}q\x01" + text("x") + "h\x01s", 0), "at most 32 levels");
        row("deep nesting", checkpoint(deepDictionary(100'000), 24), "at most 32 levels");
        row("doubling lists", checkpoint(doublingLists(30), 24), "values, found more");
        row("too many values", checkpoint("]" + std::string(2'100'000, 'N') + "0", 0), "more than 2000000 values");
        row("many views of one storage", checkpoint(manyViews(), 1 << 20), "bytes of tensors");
        row("cut zip", checkpoint("}", 0).substr(0, 60), "no end of it");
    }

    void checkpointsAreRefused() { checkRefusal(); }

    void everyTruncationAndMutationIsSurvived()
    {
        for (const char* name : {"nested.pt", "stream.pt", "reference.safetensors", "untyped.pt"}) {
            const std::string whole = fixtureBytes(name);
            QVERIFY(whole.size() > 100);
            int refused = 0, read = 0;
            const auto count = [&](const std::string& bytes) { refusal(bytes).empty() ? ++read : ++refused; };
            for (std::size_t size = 0; size < whole.size(); ++size)
                count(whole.substr(0, size));
            QCOMPARE(read, 0);
            for (std::size_t at = 0; at < whole.size(); ++at) {
                for (const int change : {0x01, 0x80, 0xff}) {
                    std::string changed = whole;
                    changed[at] = char(changed[at] ^ change);
                    count(changed);
                }
            }
            qInfo() << name << refused << "refused," << read << "read";
            QVERIFY(refused > 0 && read > 0);
        }
    }

private:
    static std::string deepDictionary(int levels)
    {
        std::string body;
        for (int i = 0; i < levels; ++i)
            body += "}" + text("x");
        body += tensor(6, 0, {6}, {1});
        return body + std::string(std::size_t(levels), 's');
    }

    /// Each list holds the one before twice: 2^levels places in a few bytes.
    static std::string doublingLists(int levels)
    {
        std::string body = "]q";
        body += char(0);
        for (int i = 1; i < levels; ++i) {
            const char before = char(i - 1), now = char(i);
            body += std::string("](h") + before + "h" + before + "eq" + now;
        }
        return body;
    }

    static std::string manyViews()
    {
        std::string body = "}(";
        for (int i = 0; i < 100; ++i)
            body += text("x" + std::to_string(i)) + tensor(1 << 18, 0, {1 << 18}, {1});
        return body + "u";
    }

    void checkRefusal()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QByteArray, part);
        const auto message = refusal(bytes.toStdString());
        QVERIFY2(message.rfind("f: expected", 0) == 0, message.c_str());
        QVERIFY2(message.find(part.toStdString()) != std::string::npos, message.c_str());
        QVERIFY2(message.size() < 300, message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestHostileWeights)
#include "tst_hostile_weights.moc"
