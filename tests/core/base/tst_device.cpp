#include <fstream>

#include <ATen/Parallel.h>

#include "core/base/device.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

class TestDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void choiceIsParsed()
    {
        QVERIFY(parseDeviceChoice("auto") == DeviceChoice::automatic);
        QVERIFY(parseDeviceChoice("cpu") == DeviceChoice::cpu);
        QVERIFY(parseDeviceChoice("cuda") == DeviceChoice::cuda);
        QCOMPARE(errorMessage(ErrorCode::badInput, [] { parseDeviceChoice("gpu"); }),
                 std::string("Device: expected auto, cpu or cuda, found \"gpu\""));
    }

    void processorAlwaysWorks()
    {
        QVERIFY(chooseDevice(DeviceChoice::cpu).is_cpu());
        const auto line = describeDevice(c10::Device(c10::kCPU));
        QVERIFY2(line.rfind(fmt::format("CPU, {} thread", at::get_num_threads()), 0) == 0, line.c_str());
        QCOMPARE(line.find("bf16") != std::string::npos, cpuHasFastBf16());
    }

    /// The kernel's own list of processor features is the reference.
    void bf16AgreesWithTheKernel()
    {
        std::ifstream file("/proc/cpuinfo");
        const std::string text{std::istreambuf_iterator<char>(file), {}};
        if (text.find("flags") == std::string::npos)
            QSKIP("/proc/cpuinfo lists no features here");
        const bool expected =
            text.find("amx_bf16") != std::string::npos || text.find("avx512_bf16") != std::string::npos;
        QCOMPARE(cpuHasFastBf16(), expected);
    }

    /// automatic never throws; cuda either gives the same GPU or says in a sentence what is missing.
    void gpuIsFoundOrExplained()
    {
        const auto device = chooseDevice(DeviceChoice::automatic);
        if (device.is_cuda()) {
            QVERIFY(chooseDevice(DeviceChoice::cuda) == device);
            QVERIFY(describeDevice(device).find("GiB") != std::string::npos);
            return;
        }
        const auto message = errorMessage(ErrorCode::unsupported, [] { chooseDevice(DeviceChoice::cuda); });
        qInfo("%s", message.c_str());
        QVERIFY2(message.rfind("The GPU cannot be used: ", 0) == 0 && message.back() == '.', message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestDevice)
#include "tst_device.moc"
