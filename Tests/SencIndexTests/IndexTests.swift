import SencFiles
import SencIndex
import SencMath
import SencVectors
import TestSupport
import Testing

struct IndexTests {
    @Test(arguments: [VectorElementType.float32, .float16, .int8])
    func passagesAreFoundWithTheirFileAndLine(_ elementType: VectorElementType) throws {
        let index = SmallIndex(elementType: elementType)
        try index.update([("a", [1, 50, 99]), ("b", [20, 70])])
        #expect(try index.found(21, 2) == ["b:1 20", "a:1 1"])
        #expect(try index.found(90, 1) == ["a:3 99"])
        let reader = try IndexReader(path: index.path)
        #expect(reader.summary.elementType == elementType)
        #expect(reader.summary.stamp == "stamp")
        let counts = try reader.counts()
        #expect(counts.files == 2 && counts.passages == 5)
        #expect(counts.vectors == 5 && counts.unusedVectors == 0)
        let file = try NPYFile(path: counts.vectorFile)
        #expect(file.rows == 5 && file.columns == SmallIndex.dimension)
        #expect(
            file.elementType == NPYHeader(vectors: elementType, rows: 0, dimension: 3).elementType)
    }

    @Test func onlyWhatChangedIsRead() throws {
        let index = SmallIndex()
        let files = [("a", [1]), ("b", [2]), ("c", [3])]
        #expect(try index.update(files) == ["a", "b", "c"])
        #expect(try index.update(files) == [])
        #expect(try index.update(files, cut: "otherwise") == ["a", "b", "c"])
        #expect(try index.update(files, changed: 1, cut: "otherwise") == ["a", "b", "c"])
        #expect(try index.found(1).count == 3)
        #expect(try index.update([("a", [1]), ("d", [4])], changed: 1, cut: "otherwise") == ["d"])
        #expect(try index.found(1) == ["a:1 1", "d:1 4"])
        // Others than those that are looked at stay.
        try index.update([("e", [5])], changed: 1, cut: "otherwise", scope: ["e", "d"])
        #expect(try index.found(1) == ["a:1 1", "e:1 5"])
    }

    @Test func equalTextsHaveOneVector() throws {
        let index = SmallIndex()
        try index.update([("a", [7, 7]), ("b", [7])])
        #expect(try index.found(7) == ["a:1 7", "a:2 7", "b:1 7"])
        #expect(try index.found(7, 2) == ["a:1 7", "a:2 7"])
        #expect(try IndexReader(path: index.path).counts().vectors == 1)
        // Known, it is found again without another.
        let writer = try index.writer()
        #expect(try writer.contains("7"))
        #expect(try !writer.contains("8"))
        let file = SmallIndex.file("c")
        _ = try writer.outdated([file], cut: "", scope: ["c"])
        try writer.add(
            [
                .passage(text: "7", lines: 2...3, file: file, vector: nil),
                .end(file, isComplete: true),
            ], vectors: Matrix(rows: 0, columns: 1))
        try writer.finish(settings: "")
        #expect(try index.found(7).last == "c:2 7")
    }

    @Test func nothingIsSeenBeforeItIsFinished() throws {
        let index = SmallIndex()
        try index.update([("a", [1]), ("b", [2])])
        let next = [("a", [3]), ("b", [4]), ("c", [5])]
        try index.update(Array(next.prefix(2)), changed: 1, finishing: false)
        #expect(try index.found(1) == ["a:1 1", "b:1 2"])
        // What was staged is not read again.
        #expect(try index.update(next, changed: 1) == ["c"])
        #expect(try index.found(1) == ["a:1 3", "b:1 4", "c:1 5"])
    }

    @Test func whatWasStagedAndChangedAgainIsReadAgain() throws {
        let index = SmallIndex()
        try index.update([("a", [1])])
        try index.update([("a", [2])], changed: 1, finishing: false)
        #expect(try index.update([("a", [3])], changed: 2) == ["a"])
        #expect(try index.found(1) == ["a:1 3"])
        try index.update([("a", [4])], changed: 3, finishing: false)
        #expect(try index.update([("a", [3])], changed: 2) == [])
        #expect(try index.found(1) == ["a:1 3"])
    }

    @Test func aFileThatCouldNotBeReadToItsEndStaysAsItWas() throws {
        let index = SmallIndex()
        try index.update([("a", [1])])
        let writer = try index.writer()
        let files = ["a", "b"].map { SmallIndex.file($0, changed: 1) }
        #expect(try writer.outdated(files, cut: "") == files)
        for file in files {
            try writer.add(
                SmallIndex.entries(file, [2], isComplete: false), vectors: SmallIndex.matrix([2]))
        }
        #expect(try writer.finish(settings: "") == 0)
        #expect(try index.found(1) == ["a:1 1"])
    }

    @Test func aFileIsReadAgainWhenItIsCutOtherwise() throws {
        let index = SmallIndex()
        try index.update([("a.txt", [1]), ("b.md", [2])], cut: "lines")
        let files = ["a.txt", "b.md"].map { SmallIndex.file($0) }
        func cut(_ file: FileTree.File) -> String { file == files[1] ? "lines new" : "lines" }
        do {
            let writer = try index.writer()
            #expect(try writer.outdated(files, cut: cut) == [files[1]])
            try writer.add(SmallIndex.entries(files[1], [3]), vectors: SmallIndex.matrix([3]))
            #expect(try writer.finish(settings: "") == 0)
        }
        #expect(try index.found(1) == ["a.txt:1 1", "b.md:1 3"])
        #expect(try index.writer().outdated(files, cut: cut) == [])
    }

    @Test func filesAreTakenOutByTheirPaths() throws {
        let index = SmallIndex()
        try index.update([("/a", [1]), ("/d/b", [2]), ("/d/e/c", [3]), ("/d.x", [4]), ("/d0", [5])])
        #expect(throws: IndexError.notIndexed("/e", path: index.path)) {
            try index.writer().remove(["/a", "/e"], settings: "")
        }
        #expect(try index.found(1).count == 5)
        #expect(try index.writer().remove(["/d", "/a"], settings: "now") == 3)
        #expect(try index.found(1) == ["/d.x:1 4", "/d0:1 5"])
        #expect(try IndexReader(path: index.path).summary.settings == "now")
    }

    @Test func rowsOfNoPassageDoNotTakeThePlacesOfOthers() throws {
        let index = SmallIndex()
        try index.update([("a", Array(0..<500)), ("b", [600, 601])])
        try index.update([("b", [600, 601])])
        #expect(try index.found(0, 2) == ["b:1 600", "b:2 601"])
        #expect(try IndexReader(path: index.path).counts().unusedVectors == 500)
        // They are used again.
        try index.update([("a", Array(0..<500)), ("b", [600, 601])])
        #expect(try index.found(0, 1) == ["a:1 0"])
        #expect(try IndexReader(path: index.path).counts().unusedVectors == 0)
    }

    @Test(arguments: [VectorElementType.float32, .int8])
    func manyUnusedRowsAreLeftOut(_ elementType: VectorElementType) throws {
        let index = SmallIndex(elementType: elementType)
        let kept = ("kept", [40, 2500])
        try index.update([kept, ("gone", Array(100..<1300)), ("too", [30, 31])])
        let before = try index.found(50, 1)
        try index.update([kept, ("too", [30, 31])])
        let counts = try IndexReader(path: index.path).counts()
        #expect(counts.vectorFile == index.path + "/vectors-2.npy")
        #expect(counts.vectors == 4 && counts.unusedVectors == 0)
        #expect(try NPYFile(path: counts.vectorFile).rows == 4)
        #expect(Path.kind(of: index.path + "/vectors-1.npy") == nil)
        #expect(try index.found(50, 1) == before)
        let places = ["too:1 30", "too:2 31", "kept:1 40", "kept:2 2500"]
        // int8 does not tell the first three apart.
        #expect(try Set(index.found(30)) == Set(places))
        if elementType == .float32 { #expect(try index.found(30) == places) }
        try index.update([kept, ("new", [20])])
        #expect(try index.found(30).last == "kept:2 2500")
        #expect(try NPYFile(path: counts.vectorFile).rows == 5)
    }

    @Test func aReaderKeepsItsFootingWhileOthersWrite() throws {
        let index = SmallIndex()
        try index.update([("a", [1])])
        let reader = try IndexReader(path: index.path)
        for number in 2..<20 {
            try index.update([("a", [number])], changed: Int64(number), finishing: false)
            let before = try reader.nearest(5, to: SmallIndex.matrix([0]), by: .cosine)[0]
            #expect(before.map(\.text) == ["\(number - 1)"])
            try index.update([("a", [number])], changed: Int64(number))
            let after = try reader.nearest(5, to: SmallIndex.matrix([0]), by: .cosine)[0]
            #expect(after.map(\.text) == ["\(number)"])
        }
    }

    @Test func anEmptyIndexHasNoAnswers() throws {
        let index = SmallIndex()
        try index.update([])
        #expect(try index.found(1) == [])
        #expect(try IndexReader(path: index.path).counts().files == 0)
    }
}
