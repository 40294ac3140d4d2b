#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

#include "core/data/set_candidates.h"
#include "tests/core/data/set_folders.h"
#include "tests/support/test_support.h"

using namespace bozzetto;
using namespace bozzetto::test;

namespace {

using Groups = std::map<std::string, std::string>;

Groups groupsOf(const std::vector<SetCandidate>& candidates)
{
    Groups groups;
    for (const auto& candidate : candidates)
        groups[candidate.info.name] = candidate.info.group;
    return groups;
}

} // namespace

class TestSetCandidates : public QObject
{
    Q_OBJECT
private:
    fs::path path(const char* name) const { return fs::path(m_folder.path().toStdString()) / name; }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void plainNames()
    {
        QCOMPARE(plainName("fauna__horse_bay_01_walk"), std::string("fauna/horse"));
        QCOMPARE(plainName("structures__athenians__house_3"), std::string("structures/house"));
        QCOMPARE(plainName("relaxChair-2_b"), std::string("relax_chair"));
        QCOMPARE(plainName("chairs/Big_red"), std::string("chairs/big_red")); // nothing else would be left
        QCOMPARE(plainName("lamp/lamp"), std::string("lamp"));
        QCOMPARE(plainName("shop/lamp/lamp"), std::string("shop/lamp"));
        QCOMPARE(plainName("7"), std::string("7"));
        QCOMPARE(groupsByName({"horse", "horse_celtic", "horse_persian", "oak_a", "oak_table", "elm_desk",
                               "elm_gate", "elm_log"}),
                 (std::vector<std::string>{"horse", "horse", "horse", "oak", "oak", "elm", "elm", "elm"}));
        QCOMPARE(groupsByName({"oak_chair", "oak_table"}),
                 (std::vector<std::string>{"oak_chair", "oak_table"}));
    }

    void groupsAreNeverDivided()
    {
        Random random(2);
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            std::vector<std::string> groups;
            for (int group = 0; group < 60; ++group)
                groups.insert(groups.end(), std::size_t(random.integer(1, 9)),
                              fmt::format("group {}", group));
            groups.insert(groups.end(), groups.size() / 6, "large");
            const auto splits = splitByGroup(groups, seed);
            QVERIFY(splits == splitByGroup(groups, seed));
            std::vector<TrainingObjectInfo> objects;
            std::map<Split, double> shares;
            for (std::size_t i = 0; i < groups.size(); ++i) {
                objects.push_back({"", groups[i], splits[i]});
                shares[splits[i]] += 1 / double(groups.size());
            }
            QVERIFY(noGroupIsDivided(objects));
            QCOMPARE(splits.back(), Split::train); // over a tenth of all
            QVERIFY(shares[Split::test] > 0.1 && shares[Split::test] < 0.141);
            QVERIFY(shares[Split::validation] > 0.06 && shares[Split::validation] < 0.101);
        }
        std::vector<std::string> single;
        for (int i = 0; i < 1000; ++i)
            single.push_back(fmt::format("{}", i));
        const auto splits = splitByGroup(single, 1);
        QCOMPARE(std::count(splits.begin(), splits.end(), Split::test), std::ptrdiff_t(120));
        QCOMPARE(std::count(splits.begin(), splits.end(), Split::validation), std::ptrdiff_t(80));
        QVERIFY(splits != splitByGroup(single, 2));
        QVERIFY(splitByGroup({}, 1).empty());
    }

    void candidatesAreGroupedAsAsked()
    {
        const auto folder = path("candidates");
        std::vector<std::string> names;
        for (const char* kind :
             {"horse", "cow", "oak", "pine", "cup", "jug", "bench", "stool", "boat", "cart"})
            for (int i = 0; i < 4; ++i)
                writeText(folder / fmt::format("set{}/{}_{}_walk.obj", i % 2, kind, i), "");
        const auto byName = meshCandidates(folder, {}, 0, 3);
        QCOMPARE(byName.size(), std::size_t(40));
        QCOMPARE(groupsOf(byName).at("set1/horse_3_walk"), std::string("set1/horse"));
        std::vector<TrainingObjectInfo> objects;
        for (const auto& candidate : byName)
            objects.push_back(candidate.info);
        QVERIFY(noGroupIsDivided(objects));
        QVERIFY(std::any_of(objects.begin(), objects.end(),
                            [](const auto& o) { return o.split == Split::test; }));

        const auto byFolder = groupsOf(meshCandidates(folder, {Grouping::byFolder, {}}, 0, 3));
        QCOMPARE(byFolder.at("set1/horse_3_walk"), std::string("set1"));
        writeText(path("list.txt"),
                  "# name, group\r\nset0/horse_0_walk\tequines\r\n\r\nset1/horse_1_walk\tequines");
        const auto byList = groupsOf(meshCandidates(folder, {Grouping::byList, path("list.txt")}, 0, 3));
        QCOMPARE(byList.at("set0/horse_0_walk"), std::string("equines"));
        QCOMPARE(byList.at("set1/horse_1_walk"), std::string("equines"));
        QCOMPARE(byList.at("set1/horse_3_walk"), std::string("set1/horse"));
        writeText(folder / "catalog.json",
                  R"([{"name": "Old Mare", "category": "Animals", "obj": "set0/horse_0_walk.obj"},
                                               {"name": "chair 3", "category": null, "obj": "set0/horse_2_walk.obj"}])");
        const auto byCatalogue = groupsOf(meshCandidates(folder, {}, 0, 3));
        QCOMPARE(byCatalogue.at("set0/horse_0_walk"), std::string("animals/mare"));
        QCOMPARE(byCatalogue.at("set0/horse_2_walk"), std::string("/chair"));
        QCOMPARE(byCatalogue.at("set1/horse_1_walk"), std::string("set1/horse"));
    }

    void aChoiceOfMeshesIsDrawnFromTheSeed()
    {
        const auto folder = path("choice");
        for (int i = 0; i < 30; ++i)
            writeText(folder / fmt::format("thing_{:02}.OBJ", i), "");
        writeText(folder / "thing_00.glb", "");
        const auto all = groupsOf(meshCandidates(folder, {}, 0, 1));
        QCOMPARE(all.size(), std::size_t(31));
        QVERIFY(all.contains("thing_00.OBJ") && all.contains("thing_00.glb") && all.contains("thing_01"));
        const auto chosen = groupsOf(meshCandidates(folder, {}, 10, 1));
        QCOMPARE(chosen.size(), std::size_t(10));
        QVERIFY(chosen == groupsOf(meshCandidates(folder, {}, 10, 1)));
        QVERIFY(chosen != groupsOf(meshCandidates(folder, {}, 10, 2)));
    }

    void unreadableListsAndFoldersAreNamed()
    {
        const auto list = path("bad list.txt"), catalogue = path("catalog.json"), bare = path("bare");
        for (const char* line : {"no tab here", "\tgroup", "name\t"}) {
            writeText(list, std::string("# groups\nname\tgroup\n") + line + "\n");
            QCOMPARE(errorMessage(ErrorCode::badInput, [&] { readGroupList(list); }),
                     list.string() + ": expected name, tab, group in line 3, found another form");
        }
        QVERIFY(errorMessage(ErrorCode::io, [&] { readGroupList(bare); }).rfind(bare.string(), 0) == 0);
        for (const char* text :
             {"", "{\"a\": 1}", "[{\"name\": \"a\"}]", "[{\"name\": 1, \"category\": 1, \"obj\": 1}]"}) {
            writeText(catalogue, text);
            QVERIFY(
                errorMessage(ErrorCode::badInput, [&] { readCatalogue(catalogue); })
                    .rfind(catalogue.string() + ": expected a list of objects with name, category and obj",
                           0) == 0);
        }
        const auto noMeshes = [&] {
            return errorMessage(ErrorCode::io, [&] { meshCandidates(bare, {}, 0, 1); });
        };
        QVERIFY(noMeshes().rfind(bare.string() + ": expected a folder with meshes, found ", 0) == 0);
        writeText(bare / "readme.txt", "");
        QCOMPARE(noMeshes(), bare.string() + ": expected a folder with meshes, found none");
    }

    void linksThatLeadNowhereAreNoMeshes()
    {
        const auto folder = path("links");
        writeText(folder / "sound.obj", "");
        fs::create_symlink("nowhere.obj", folder / "dangling.obj");
        QCOMPARE(meshCandidates(folder, {}, 0, 1).size(), std::size_t(1));
        fs::create_symlink("turning.obj", folder / "turning.obj"); // onto itself
        QCOMPARE(meshCandidates(folder, {}, 0, 1).size(), std::size_t(1));
        writeText(path("linked/far.obj"), "");
        fs::create_directory_symlink(path("linked"), folder / "elsewhere"); // followed
        QCOMPARE(groupsOf(meshCandidates(folder, {}, 0, 1)),
                 (Groups{{"sound", "sound"}, {"elsewhere/far", "elsewhere/far"}}));
        fs::create_directory_symlink(folder, folder / "round"); // a folder within itself
        QCOMPARE(meshCandidates(folder, {}, 0, 1).size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestSetCandidates)
#include "tst_set_candidates.moc"
