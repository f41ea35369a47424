import Foundation
import SencFiles
import SencIVF
import SencIndex
import SencMath
import SencVectors
import TestSupport
import Testing

/// Inverted lists of an index's vectors.
struct IndexListTests {
    private let index = SmallIndex()

    private func updateLists(_ lists: IndexLists?) throws {
        try index.writer().updateLists(lists, threads: 2)
    }

    private func wanted(
        _ similarity: SimilarityFunction = .cosine, lists: Int? = nil, probes: Int? = nil
    ) throws -> IndexLists {
        try #require(IndexLists(similarity: similarity, lists: lists, probes: probes))
    }

    private func found(
        _ number: Int, _ count: Int = 10, _ metric: SimilarityFunction = .cosine,
        probes: Int? = nil
    ) throws -> [IndexHit] {
        try IndexReader(path: index.path).nearest(
            count, to: SmallIndex.matrix([number]), by: metric, probes: probes)[0]
    }

    private func lists(_ metric: SimilarityFunction = .cosine) throws -> InvertedIndex? {
        try IndexReader(path: index.path).lists(metric)
    }

    private var listFiles: [String] {
        let names = try? FileManager.default.contentsOfDirectory(atPath: index.path)
        return (names ?? []).filter { $0.hasSuffix(".faiss") }.sorted()
    }

    @Test(arguments: [SimilarityFunction.cosine, .dot, .euclidean])
    func allListsFindWhatAnExactSearchDoes(metric: SimilarityFunction) throws {
        try index.update([("a", Array(0..<200)), ("b", Array(150..<300))])
        let queries = [3, 120, 170, 299]
        let exact = try queries.map { try found($0, 10, metric) }
        try updateLists(wanted(metric, lists: 8, probes: 8))
        #expect(listFiles == ["vectors-1.\(metric.rawValue).faiss"])
        #expect(try lists(metric)?.lists == 8 && lists(metric)?.count == 300)
        #expect(try queries.map { try found($0, 10, metric) } == exact)
        // One list of eight has some of them alone.
        let some = try found(120, 1000, metric, probes: 1)
        #expect(1..<300 ~= some.count && some.allSatisfy { $0.row < 300 })
        // What is compared by something else is searched exactly.
        #expect(try found(120, 1000, .manhattan).count == 350)
    }

    @Test(arguments: [VectorElementType.float16, .int8])
    func listsOfOtherElementsAreScoredByThem(_ type: VectorElementType) throws {
        let index = SmallIndex(elementType: type)
        try index.update([("a", Array(0..<100))])
        func found() throws -> [IndexHit] {
            try IndexReader(path: index.path).nearest(
                10, to: SmallIndex.matrix([33]), by: .cosine)[0]
        }
        let exact = try found()
        try index.writer().updateLists(wanted(lists: 4, probes: 4))
        #expect(try found() == exact)
    }

    @Test func whatIsInNoListIsSearchedBesides() throws {
        try index.update([("a", Array(0..<100))])
        try updateLists(wanted(lists: 4, probes: 4))
        try index.update([("a", Array(0..<100)), ("b", [400, 401, 402])])
        let exact = try found(401, 5)
        #expect(exact.prefix(3).map(\.text).sorted() == ["400", "401", "402"])
        try updateLists(wanted(lists: 4, probes: 4))
        #expect(try lists()?.count == 100)
        // Those of many more are made anew.
        try index.update([("a", Array(0..<100)), ("c", Array(500..<1700))])
        try updateLists(wanted(lists: 4, probes: 4))
        #expect(try lists()?.count == 1303)
        #expect(try found(50, 1).map(\.text) == ["50"])
    }

    @Test func listsAreMadeAnewIfTheyAreAskedForOtherwise() throws {
        try index.update([("a", Array(0..<100))])
        try updateLists(wanted(lists: 4, probes: 2))
        try updateLists(wanted())
        #expect(try lists()?.lists == 4 && lists()?.defaultProbes == 2)
        try updateLists(wanted(lists: 5))
        #expect(try lists()?.lists == 5)
        try updateLists(wanted(lists: 5, probes: 3))
        #expect(try lists()?.defaultProbes == 3)
        try updateLists(wanted(.euclidean))
        #expect(listFiles == ["vectors-1.euclidean.faiss"])
        try updateLists(nil)
        #expect(listFiles == [])
        #expect(IndexLists(similarity: .manhattan) == nil)
    }

    @Test func listsGoWithTheVectorsThatTheyAreOf() throws {
        try index.update([("a", Array(0..<3000)), ("b", [1, 2])])
        try updateLists(wanted(lists: 4))
        // Most vectors are used no more, so that those that are left are written anew.
        try index.update([("b", [1, 2])])
        #expect(listFiles == [])
        #expect(try found(1).map(\.text) == ["1", "2"])
        try updateLists(wanted(lists: 1))
        #expect(listFiles == ["vectors-2.cosine.faiss"])
        #expect(try found(1).map(\.text) == ["1", "2"])
    }

    @Test func anOpenReaderHasTheListsOfNow() throws {
        try index.update([("a", Array(0..<100))])
        let reader = try IndexReader(path: index.path)
        func count() throws -> Int? { try reader.lists(.cosine)?.lists }
        #expect(try count() == nil)
        try updateLists(wanted(lists: 4))
        #expect(try count() == 4)
        try updateLists(wanted(lists: 6))
        #expect(try count() == 6)
        try updateLists(nil)
        #expect(try count() == nil)
    }

    @Test func moreListsThanVectorsAreRefusedAndLoseNothing() throws {
        try index.update([("a", [1, 2, 3])])
        #expect(throws: InvertedIndexError.lists(4, vectors: 3)) {
            try updateLists(wanted(lists: 4))
        }
        #expect(listFiles == [])
        #expect(try found(1).count == 3)
    }

    @Test func listsOfOthersAreRefused() throws {
        try index.update([("a", Array(0..<100))])
        try updateLists(wanted(lists: 4))
        let other = SmallIndex()
        try other.update([("a", [1, 2, 3])])
        let (name, path) = ("vectors-1.cosine.faiss", other.path)
        try FileManager.default.copyItem(atPath: index.path + "/" + name, toPath: path + "/" + name)
        #expect(throws: IndexError.damaged(path: path, reason: "\(name) is not of its vectors")) {
            try other.found(1, metric: .cosine)
        }
        try FileManager.default.removeItem(atPath: path + "/" + name)
        try FileManager.default.createSymbolicLink(
            atPath: path + "/" + name, withDestinationPath: index.path + "/" + name)
        #expect {
            try other.found(1, metric: .cosine)
        } throws: { "\($0)".contains("is a link") }
        #expect(throws: IndexError.self) {
            try other.writer().updateLists(wanted(lists: 1))
        }
        #expect(try lists()?.lists == 4)
    }
}
