import Testing

@testable import SencTraining

/// Words and how often they were seen.
@Suite struct VocabularyTests {
    private func counter(_ words: [String], capacity: Int = 100) -> WordCounter {
        var counter = WordCounter(capacity: capacity)
        for var word in words { word.withUTF8 { _ = counter.add($0) } }
        return counter
    }

    private func vocabulary(
        _ counter: WordCounter, minimumCount: Int = 1, maximumSize: Int? = nil
    ) -> Vocabulary {
        Vocabulary(
            counter.table, counter.counts, minimumCount: minimumCount, maximumSize: maximumSize,
            seen: counter.seen)
    }

    @Test func theMostFrequentComeFirst() {
        let counter = counter(["b", "a", "é", "c", "c", "a", "c", "b", "z"])
        let all = vocabulary(counter)
        #expect((0..<all.count).map { all[$0] } == ["c", "a", "b", "z", "é"])
        #expect(all.counts == [3, 2, 2, 1, 1] && all.totalCount == 9 && all.seenCount == 9)
        #expect(all.index(of: "b") == 2 && all.index(of: "é") == 4 && all.index(of: "x") == nil)
        let frequent = vocabulary(counter, minimumCount: 2)
        #expect(frequent.count == 3 && frequent.totalCount == 7 && frequent.seenCount == 9)
        #expect(vocabulary(counter, maximumSize: 2).counts == [3, 2])
        #expect(vocabulary(counter, minimumCount: 9).count == 0)
    }

    @Test func countersAddUpWhateverTheParts() {
        let words = (0..<5000).map { "w\($0 * $0 % 701)" }
        let whole = counter(words, capacity: 10_000)
        var parts = counter([], capacity: 10_000)
        for start in stride(from: 0, to: words.count, by: 37) {
            _ = parts.merge(counter(Array(words[start..<min(start + 37, words.count)])))
        }
        let (a, b) = (vocabulary(whole), vocabulary(parts))
        #expect(a.counts == b.counts && (0..<a.count).allSatisfy { a[$0] == b[$0] })
    }

    @Test func theRarestAreForgottenForMemory() {
        var all = WordCounter(capacity: 50)
        for round in 0..<40 {
            _ = all.merge(counter(["often", "often"] + (0..<40).map { "rare\(round)-\($0)" }))
        }
        #expect(all.counts.count <= 50)
        #expect(vocabulary(all).counts[0] == 80 && vocabulary(all)[0] == "often")
        #expect(all.seen == 40 * 42)
    }

    @Test func aTableFindsWhatItWasGiven() {
        var table = WordTable()
        var numbers: [String: Int] = [:]
        for index in 0..<20_000 {
            var word = "w\(index % 9000)"
            numbers[word] = word.withUTF8 { table.add($0) }
        }
        #expect(table.count == 9000)
        for (word, number) in numbers {
            var copy = word
            #expect(copy.withUTF8 { table.number(of: $0) } == number && table[number] == word)
        }
        var empty = ""
        #expect(empty.withUTF8 { table.number(of: $0) } == nil)
    }

    @Test func aTreeHasShortPathsToFrequentThings() {
        let counts = [40, 30, 20, 5, 3, 1, 1]
        let tree = HuffmanTree(counts: counts)
        let lengths = counts.indices.map { tree.path(to: $0).count }
        #expect(lengths == [1, 2, 3, 4, 5, 6, 6])
        #expect(tree.nodeCount == 6)
        // No path is the beginning of another.
        let paths = counts.indices.map { thing in
            tree.path(to: thing).map { "\(tree.nodes[$0])\(tree.labels[$0])" }
        }
        #expect(Set(paths).count == counts.count)
        #expect(lengths.reduce(0.0) { $0 + 1 / Double(1 << $1) } == 1)
        let root = tree.nodes[0]
        #expect(paths.indices.allSatisfy { tree.nodes[tree.path(to: $0).lowerBound] == root })
        #expect(HuffmanTree(counts: [9]).path(to: 0).isEmpty)
        // Of all alike, the tree is as flat as can be.
        let flat = HuffmanTree(counts: [Int](repeating: 1, count: 64))
        #expect((0..<64).allSatisfy { flat.path(to: $0).count == 6 })
    }
}
