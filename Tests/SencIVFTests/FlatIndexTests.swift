import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

@testable import SencIVF

/// FAISS's flat indexes, read and written.
struct FlatIndexTests {
    @Test(arguments: [FAISSMetric.innerProduct, .l2])
    func whatFaissWroteIsSearchedAlike(metric: FAISSMetric) throws {
        let name = metric == .l2 ? "flat-l2" : "flat-ip"
        let index = try FlatIndex(path: Answers.path(name))
        #expect(index.metric == metric)
        #expect((index.vectors.count, index.vectors.dimension) == (20, 12))
        let hits = try index.vectors.nearest(7, to: Answers.queries(), by: metric.similarity)
        try #require(Answers.of(name).first).expect(hits, metric, "\(name)")
    }

    @Test(arguments: [FAISSMetric.innerProduct, .l2])
    func whatIsWrittenIsWhatFaissWrites(metric: FAISSMetric) throws {
        let name = metric == .l2 ? "flat-l2" : "flat-ip"
        let vectors = try Answers.vectors()
        let first = StoredVectors(
            Matrix(rows: 20, columns: 12, elements: (0..<20).flatMap { vectors[$0] }))
        let directory = TemporaryDirectory()
        let file = try OutputFile(path: directory.file("x.faiss"))
        try FlatIndex.write(first, metric: metric, to: file)
        try file.commit()
        #expect(try directory.read("x.faiss") == Goldens.bytes("faiss/\(name).faiss"))
    }

    @Test func manyRowsAreWrittenInParts() throws {
        let matrix = clustered(3000, 128, clusters: 3, spread: 1, seed: 1)
        let directory = TemporaryDirectory()
        let file = try OutputFile(path: directory.file("x.faiss"))
        try FlatIndex.write(StoredVectors(matrix), metric: .l2, to: file)
        try file.commit()
        let read = try FlatIndex(path: directory.file("x.faiss")).vectors
        #expect((0..<3000).allSatisfy { read[$0] == Array(matrix[$0]) })
    }

    @Test func bitsAreNotWritten() throws {
        let directory = TemporaryDirectory()
        let bits = try StoredVectors(bits: bytes(directory), dimension: 16)
        let file = try OutputFile(path: directory.file("x.faiss"))
        #expect(throws: InvertedIndexError.bits(source: directory.file("bits.npy"))) {
            try FlatIndex.write(bits, metric: .l2, to: file)
        }
    }

    @Test(
        arguments: [
            (0, [0x49, 0x77, 0x50, 0x51], FAISSFault.kind("IwPQ")),
            (4, [0, 0, 0, 0], .dimension(0)),
            (4, [0xFF, 0xFF, 0xFF, 0xFF], .dimension(-1)),
            (8, [0, 0, 0, 0, 0, 0, 0, 0x80], .count(.min)),
            (
                8, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
                .floats(found: 240, needed: .max)
            ),
            (32, [0], .untrained), (32, [7], .flag(7)),
            (33, [23, 0, 0, 0], .metric(23)),
            (37, [0xF1], .floats(found: 241, needed: 240)),
        ] as [(Int, [UInt8], FAISSFault)])
    func faults(offset: Int, bytes: [UInt8], fault: FAISSFault) throws {
        var file = try Goldens.bytes("faiss/flat-ip.faiss")
        file.replaceSubrange(offset..<(offset + bytes.count), with: bytes)
        let path = TemporaryDirectory()
        let name = path.write(file, to: "x.faiss")
        #expect(throws: FAISSError.content(fault, path: name)) { try FlatIndex(path: name) }
    }

    @Test func everyCutIsTruncated() throws {
        let file = try Goldens.bytes("faiss/flat-l2.faiss")
        let directory = TemporaryDirectory()
        for count in [0, 3, 4, 7, 20, 36, 40, 44, 45, 100, file.count - 1] {
            let name = directory.write(Array(file.prefix(count)), to: "x.faiss")
            let error = #expect(throws: FAISSError.self) { try FlatIndex(path: name) }
            guard case .content(.truncated, _) = error else {
                Issue.record("\(count): \(String(describing: error))")
                continue
            }
        }
        let name = directory.write(file + [0], to: "x.faiss")
        #expect(throws: FAISSError.content(.trailing(bytes: 1), path: name)) {
            try FlatIndex(path: name)
        }
    }

    @Test func noFileIsAnError() {
        #expect(throws: FAISSError.file(.notFound(path: "/none.faiss"))) {
            try FlatIndex(path: "/none.faiss")
        }
    }
}

/// A file of vectors of 16 bits.
func bytes(_ directory: TemporaryDirectory) throws -> NPYFile {
    let header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2, 2), }"
    let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
    let name = directory.write(
        [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8) + [1, 2, 3, 4],
        to: "bits.npy")
    return try NPYFile(path: name)
}
