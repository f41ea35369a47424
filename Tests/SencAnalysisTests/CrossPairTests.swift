import Foundation
import SencMath
import SencVectors
import TestSupport
import Testing

@testable import SencAnalysis

/// Pairs across two sets, against sentence-transformers' example of parallel sentence mining
/// (`Goldens/make_evaluation.py`).
struct CrossPairTests {
    private struct Bitext: Decodable {
        let first, second: [[Float]]
        let found: [Mined]
        let few: Mined
    }

    private struct Mined: Decodable {
        let neighbors: Int
        let isMargin: Bool
        /// Score and rows.
        let pairs, each: [[Double]]

        var scoring: CrossScoring { isMargin ? .margin(neighbors: neighbors) : .cosine }
    }

    private let known: Bitext
    private let first, second: StoredVectors

    init() throws {
        known = try JSONDecoder().decode(
            Bitext.self, from: Data(Goldens.bytes("evaluation/bitext.json")))
        first = Self.stored(known.first)
        second = Self.stored(known.second)
    }

    private static func stored(_ rows: [[Float]]) -> StoredVectors {
        StoredVectors(
            Matrix(
                rows: rows.count, columns: rows.first?.count ?? 12, elements: rows.flatMap { $0 }))
    }

    private func expect(
        _ pairs: [Pair], _ wanted: [[Double]], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            pairs.map { [$0.first, $0.second] } == wanted.map { [Int($0[1]), Int($0[2])] },
            sourceLocation: sourceLocation)
        #expect(
            Tolerance.largestDifference(pairs.map(\.score), wanted.map { Float($0[0]) }) < 1e-5,
            sourceLocation: sourceLocation)
    }

    @Test(arguments: [1, 3]) func pairsAreTheReferences(threads: Int) throws {
        #expect(known.found.count == 4)
        for mined in known.found {
            expect(
                try first.crossPairs(with: second, scoring: mined.scoring, threads: threads),
                mined.pairs)
            expect(
                try first.crossPairs(
                    with: second, scoring: mined.scoring, matching: .each, threads: threads),
                mined.each)
        }
    }

    @Test func fewerVectorsThanNeighborsAreAllNeighbors() throws {
        let few = Self.stored(Array(known.second.prefix(3)))
        expect(try first.crossPairs(with: few), known.few.pairs)
        expect(try first.crossPairs(with: few, matching: .each), known.few.each)
    }

    @Test func noVectorIsInTwoPairsAndNoneIsUnderTheThreshold() throws {
        let all = try first.crossPairs(with: second)
        #expect(Set(all.map(\.first)).count == all.count)
        #expect(Set(all.map(\.second)).count == all.count)
        let some = try first.crossPairs(with: second, threshold: all[20].score)
        #expect(some == Array(all.prefix(21)))
    }

    @Test func theOrderOfTheSetsChangesNothing() throws {
        let pairs = try first.crossPairs(with: second)
        let turned = try second.crossPairs(with: first)
        #expect(
            Set(pairs.map { [$0.first, $0.second] }) == Set(turned.map { [$0.second, $0.first] }))
    }

    @Test func moreVectorsThanAGroupHoldsAreThoseFoundOneByOne() throws {
        let many = Matrix.uneven(700, 8, seed: 3)
        let others = Matrix.uneven(300, 8, seed: 4)
        let found = try StoredVectors(many).crossPairs(
            with: StoredVectors(others), scoring: .cosine, matching: .each, threads: 2)
        #expect(found.count == 700)
        for pair in found {
            let scores = (0..<300).map { cosineSimilarity(many[pair.first], others[$0]) }
            #expect(pair.score == scores.max())
            #expect(pair.second == scores.firstIndex(of: pair.score))
        }
    }

    @Test func zerosHaveNoMarginAndNothingHasNoPairs() throws {
        let zeros = Self.stored([[0, 0], [0, 0]])
        #expect(
            try zeros.crossPairs(with: zeros)
                == [Pair(first: 0, second: 0, score: 0)])
        let none = StoredVectors(Matrix(rows: 0, columns: 2, elements: []))
        #expect(try zeros.crossPairs(with: none) == [])
        #expect(try none.crossPairs(with: zeros) == [])
    }

    @Test func whatCannotBePairedIsAnError() {
        #expect(throws: SearchError.dimension(vectors: 2, queries: 12, source: "")) {
            try first.crossPairs(with: Self.stored([[1, 2]]))
        }
        #expect(throws: CorpusError.neighbors(0, vectors: 90)) {
            try first.crossPairs(with: second, scoring: .margin(neighbors: 0))
        }
        #expect(throws: SearchError.notFinite(row: 1, source: "")) {
            try Self.stored([[1, 2]]).crossPairs(with: Self.stored([[1, 2], [.nan, 1]]))
        }
        #expect(throws: SearchError.notFinite(row: 0, source: "")) {
            try Self.stored([[.infinity, 2]]).crossPairs(with: Self.stored([[1, 2]]))
        }
    }
}
