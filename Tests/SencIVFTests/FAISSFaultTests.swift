import SencFiles
import SencVectors
import TestSupport
import Testing

@testable import SencIVF

/// Files of inverted lists that are not what they should be.
struct FAISSFaultTests {
    private static let many: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
    private static let most: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]
    private static let nan: [UInt8] = [0, 0, 0xC0, 0x7F]

    /// Of a file of floats: at an offset, what is written over it, and the fault.
    private static let floatFaults: [(Int, [UInt8], FAISSFault)] = [
        (0, Array("IxFI".utf8), .kind("IxFI")),
        (0, [0xFF, 0x0A, 0, 0], .kind("\u{FFFD}\n\0\0")),
        (4, [0, 0, 0, 0], .dimension(0)),
        (4, [0, 0, 0, 0x7F], .dimension(0x7F00_0000)),
        (4, [13, 0, 0, 0], .quantizerShape(centroids: 8, components: 12, lists: 8, dimension: 13)),
        (8, most, .count(-1)),
        (8, many, .listSizes(sum: 300, count: .max)),
        (8, [0x2B], .listSizes(sum: 300, count: 299)),
        (32, [0], .untrained),
        (33, [2, 0, 0, 0], .metric(2)),
        (37, [0, 0, 0, 0, 0, 0, 0, 0], .lists(0)),
        (37, most, .lists(.max)),
        (37, [9], .quantizerShape(centroids: 8, components: 12, lists: 9, dimension: 12)),
        (45, [0, 0, 0, 0, 0, 0, 0, 0], .probes(0)),
        (45, most, .probes(.max)),
        (53, Array("IwFl".utf8), .quantizer("IwFl")),
        (57, [11, 0, 0, 0], .floats(found: 96, needed: 88)),
        (61, [7], .floats(found: 96, needed: 84)),
        (61, many, .floats(found: 96, needed: .max)),
        (90, [97], .floats(found: 97, needed: 96)),
        (98 + 4 * 25, nan, .centroid(list: 2)),
        (482, [2], .directMap(2)),
        (483, most, .truncated(offset: 491)),
        (491, Array("il00".utf8), .listKind("il00")),
        (495, [7], .listCount(found: 7, needed: 8)),
        (503, [47], .codeSize(found: 47, needed: 48)),
        (511, Array("half".utf8), .listKind("half")),
        (515, [9], .listCount(found: 9, needed: 8)),
        (523 + 8, most, .list(1)),
        (523 + 8, many, .list(1)),
    ]

    /// Of a file of bytes.
    private static let byteFaults: [(Int, [UInt8], FAISSFault)] = [
        (491, [1, 0, 0, 0], .scalarQuantizer(1)),
        (503, [11], .codeSize(found: 11, needed: 12)),
        (511, most, .codeSize(found: .max, needed: 12)),
        (519, [25], .floats(found: 25, needed: 24)),
        (527 + 4 * 3, nan, .range(component: 3)),
        (527 + 4 * 14, [0, 0, 0x80, 0xBF], .range(component: 2)),
        (527 + 4 * 23, [0, 0, 0x80, 0x7F], .range(component: 11)),
        (623, [48], .codeSize(found: 48, needed: 12)),
        (631, [2], .flag(2)),
        (632, Array("ilap".utf8), .listKind("ilap")),
        (644, [48], .codeSize(found: 48, needed: 12)),
    ]

    @Test(arguments: [false, true])
    func eachFaultIsTold(isBytes: Bool) throws {
        let golden = try Goldens.bytes(isBytes ? "faiss/bytes-l2.faiss" : "faiss/float32-l2.faiss")
        let directory = TemporaryDirectory()
        for (offset, bytes, fault) in isBytes ? Self.byteFaults : Self.floatFaults {
            var file = golden
            file.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
            let name = directory.write(file, to: "x.faiss")
            #expect(throws: FAISSError.content(fault, path: name), "\(offset)") {
                try InvertedIndex(path: name)
            }
            let error = FAISSError.content(fault, path: name)
            #expect(error.status == .badData)
            #expect(!error.description.utf8.contains(10))
        }
    }

    @Test(arguments: ["float32-ip", "bytes-ip", "sparse-l2"])
    func everyCutIsTold(name: String) throws {
        let golden = try Goldens.bytes("faiss/\(name).faiss")
        let directory = TemporaryDirectory()
        for count in Array(0..<700) + [golden.count - 1] {
            let name = directory.write(Array(golden.prefix(count)), to: "x.faiss")
            let error = #expect(throws: FAISSError.self) { try InvertedIndex(path: name) }
            guard case .content(.truncated, name) = error else {
                Issue.record("\(count): \(String(describing: error))")
                continue
            }
        }
        let longer = directory.write(golden + [1, 2], to: "x.faiss")
        #expect(throws: FAISSError.content(.trailing(bytes: 2), path: longer)) {
            try InvertedIndex(path: longer)
        }
    }

    /// Any byte may be wrong: then it is an error, or the answers are others.
    @Test func nothingTraps() throws {
        let queries = try Answers.queries()
        let directory = TemporaryDirectory()
        var generator = SplitMix(seed: 1)
        for name in InvertedIndexTests.names {
            let golden = try Goldens.bytes("faiss/\(name).faiss")
            for _ in 0..<150 {
                var file = golden
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    let last = Bool.random(using: &generator) ? 700 : file.count
                    file[Int.random(in: 0..<last, using: &generator)] =
                        UInt8.random(in: 0...255, using: &generator)
                }
                let path = directory.write(file, to: "x.faiss")
                _ = try? InvertedIndex(path: path).nearest(3, to: queries)
            }
        }
    }

    @Test func listsAreSparseWhereMostAreEmpty() throws {
        let golden = try Goldens.bytes("faiss/sparse-l2.faiss")
        let start = try #require(find("sprs", in: golden)) + 12
        let directory = TemporaryDirectory()
        func expect(_ fault: FAISSFault, at offset: Int, _ bytes: [UInt8]) {
            var file = golden
            file.replaceSubrange((start + offset)..<(start + offset + bytes.count), with: bytes)
            let name = directory.write(file, to: "x.faiss")
            #expect(throws: FAISSError.content(fault, path: name)) {
                try InvertedIndex(path: name)
            }
        }
        let first = UInt64(golden[start])
        // A list that is named twice, and one that is not there.
        expect(.list(first), at: 16, Array(golden[start..<(start + 8)]))
        expect(.list(40), at: 0, [40])
        expect(.listCount(found: 1, needed: 40), at: -8, [1])
    }

    private func find(_ text: String, in bytes: [UInt8]) -> Int? {
        bytes.indices.first { bytes[$0...].starts(with: text.utf8) }
    }

    @Test func anIdBelowZeroIsToldWhenItIsFound() throws {
        let golden = try MappedFile(path: Answers.path("float32-ip"))
        let part = try #require(InvertedFile(golden.bytes).lists.first { $0.count > 0 })
        let base = try #require(golden.bytes.baseAddress)
        let offset = try #require(part.ids.baseAddress) - base
        var file = Array(golden.bytes)
        file.replaceSubrange(offset..<(offset + 8), with: Self.most)
        let directory = TemporaryDirectory()
        let name = directory.write(file, to: "x.faiss")
        let index = try InvertedIndex(path: name)
        let list = try #require(index.parts.firstIndex { $0.count > 0 })
        #expect(throws: FAISSError.content(.id(-1, list: list), path: name)) {
            try index.nearest(300, to: Answers.queries(), probes: 8)
        }
    }

    @Test func aVectorThatIsNotFiniteIsToldWhenItIsFound() throws {
        let golden = try MappedFile(path: Answers.path("float32-ip"))
        let part = try #require(InvertedFile(golden.bytes).lists.first { $0.count > 0 })
        let base = try #require(golden.bytes.baseAddress)
        let offset = try #require(part.codes.baseAddress) - base
        let id = Int(part.ids.loadUnaligned(as: Int64.self))
        var file = Array(golden.bytes)
        file.replaceSubrange(offset..<(offset + 4), with: Self.nan)
        let name = TemporaryDirectory()
        let path = name.write(file, to: "x.faiss")
        #expect(throws: SearchError.notFinite(row: id, source: path)) {
            try InvertedIndex(path: path).nearest(3, to: Answers.queries(), probes: 8)
        }
    }
}
