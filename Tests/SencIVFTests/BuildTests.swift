import SencFiles
import SencMath
import SencVectors
import TestSupport
import Testing

@testable import SencIVF

/// Indexes as they are made.
struct BuildTests {
    /// With faiss's own centroids and ranges, the file is faiss's to the byte.
    @Test(arguments: ["float32-ip", "float32-l2", "bytes-ip", "bytes-l2"])
    func whatIsWrittenIsWhatFaissWrites(name: String) throws {
        let golden = try MappedFile(path: Answers.path(name))
        let faiss = try InvertedFile(golden.bytes)
        var settings = InvertedIndexSettings()
        settings.metric = faiss.header.metric
        settings.code = faiss.quantizer == nil ? .float32 : .bytes
        (settings.lists, settings.probes) = (8, 3)
        let directory = TemporaryDirectory()
        let file = try OutputFile(path: directory.file("x.faiss"))
        let vectors = try Answers.vectors()
        let elements = (0..<300).flatMap { vectors[$0] }
        let ranges = elements.withUnsafeBufferPointer { floats in
            floats.baseAddress.map { ScalarQuantizer(rows: $0, count: 300, dimension: 12) }
        }
        if let trained = faiss.quantizer { #expect(ranges == trained) }
        try IndexBuilder(vectors, settings, threads: 2).write(
            Matrix(rows: 8, columns: 12, elements: faiss.centroids), faiss.quantizer, to: file)
        try file.commit()
        #expect(try directory.read("x.faiss") == Goldens.bytes("faiss/\(name).faiss"))
    }

    @Test(
        arguments: [InvertedIndexSettings.Code.float32, .bytes], [FAISSMetric.innerProduct, .l2])
    func allListsHaveAllVectors(code: InvertedIndexSettings.Code, metric: FAISSMetric) throws {
        let matrix = clustered(2500, 24, clusters: 40, spread: 0.5, seed: 3)
        var settings = InvertedIndexSettings()
        (settings.code, settings.metric, settings.lists) = (code, metric, 30)
        let directory = TemporaryDirectory()
        let index = try built(matrix, settings, directory)
        #expect((index.count, index.lists, index.dimension) == (2500, 30, 24))
        let queries = clustered(25, 24, clusters: 40, spread: 0.5, seed: 4)
        let exact = try StoredVectors(matrix).nearest(10, to: queries, by: metric.similarity)
        let found = try index.nearest(10, to: queries, probes: 30)
        if code == .float32 {
            #expect(found == exact)
        } else {
            #expect(recall(found, exact) > 0.9)
            let again = try index.nearest(
                10, to: queries, probes: 30, rescoring: StoredVectors(matrix))
            #expect(again == exact)
        }
        var last = 0.0
        for probes in [1, 3, 10, 30] {
            let recall = recall(try index.nearest(10, to: queries, probes: probes), exact)
            #expect(recall >= last)
            last = recall
        }
        #expect(last > 0.9)
        #expect(recall(try index.nearest(10, to: queries, probes: 1), exact) < last)
    }

    private func recall(_ found: [[Hit]], _ exact: [[Hit]]) -> Double {
        let parts = zip(found, exact).map { found, exact in
            Double(Set(found.map(\.index)).intersection(exact.map(\.index)).count)
                / Double(exact.count)
        }
        return parts.reduce(0, +) / Double(parts.count)
    }

    @Test func bytesDependOnTheSeedAlone() throws {
        let matrix = clustered(4000, 17, clusters: 30, spread: 0.5, seed: 5)
        let directory = TemporaryDirectory()
        func bytes(threads: Int, window: Int = 1 << 28, seed: UInt64 = 0) throws -> [UInt8] {
            var settings = InvertedIndexSettings()
            (settings.lists, settings.sampledRows, settings.seed) = (25, 20, seed)
            settings.windowBytes = window
            _ = try built(matrix, settings, directory, threads: threads)
            return directory.read("built.faiss")
        }
        let one = try bytes(threads: 1)
        #expect(try bytes(threads: 3) == one)
        #expect(try bytes(threads: 2, window: 8192) == one)
        #expect(try bytes(threads: 3, seed: 1) != one)
    }

    @Test func rowsOfOtherElementsAreTakenAsTheyAre() throws {
        let matrix = clustered(400, 16, clusters: 10, spread: 0.5, seed: 6)
        let directory = TemporaryDirectory()
        let writer = try NPYWriter(
            path: directory.file("v.npy"), columns: 16, encoding: .float16)
        try writer.append(matrix)
        try writer.finish()
        let vectors = try StoredVectors(NPYFile(path: directory.file("v.npy")))
        var settings = InvertedIndexSettings()
        (settings.lists, settings.code) = (5, .float32)
        let file = try OutputFile(path: directory.file("x.faiss"))
        try InvertedIndex.build(vectors, settings: settings, to: file)
        try file.commit()
        let index = try InvertedIndex(path: directory.file("x.faiss"))
        let queries = clustered(5, 16, clusters: 10, spread: 0.5, seed: 7)
        #expect(
            try index.nearest(3, to: queries, probes: 5)
                == vectors.nearest(3, to: queries, by: .dot))
    }

    @Test func oneLongListIsSharedOut() throws {
        let matrix = clustered(40_000, 5, clusters: 30, spread: 0.8, seed: 13)
        var settings = InvertedIndexSettings()
        (settings.lists, settings.code, settings.metric) = (1, .float32, .l2)
        let index = try built(matrix, settings, TemporaryDirectory())
        let queries = clustered(4, 5, clusters: 30, spread: 0.8, seed: 14)
        #expect(
            try index.nearest(30, to: queries, threads: 3)
                == StoredVectors(matrix).nearest(30, to: queries, by: .euclidean))
    }

    /// The kernels for bytes end at 4,096 components.
    @Test(arguments: [FAISSMetric.innerProduct, .l2])
    func vectorsMayBeLong(metric: FAISSMetric) throws {
        let matrix = clustered(90, 5000, clusters: 3, spread: 0.5, seed: 15)
        var settings = InvertedIndexSettings()
        (settings.lists, settings.metric) = (3, metric)
        let index = try built(matrix, settings, TemporaryDirectory())
        let queries = clustered(2, 5000, clusters: 3, spread: 0.5, seed: 16)
        #expect(
            try index.nearest(5, to: queries, probes: 3, rescoring: StoredVectors(matrix))
                == StoredVectors(matrix).nearest(5, to: queries, by: metric.similarity))
    }

    @Test func moreListsThanDifferentVectors() throws {
        let matrix = Matrix(rows: 12, columns: 2, elements: [Float](repeating: 1, count: 24))
        var settings = InvertedIndexSettings()
        settings.lists = 12
        let index = try built(matrix, settings, TemporaryDirectory())
        let hits = try index.nearest(
            20, to: Matrix(rows: 1, columns: 2, elements: [1, 0]), probes: 12)
        #expect(hits.first?.map(\.index) == Array(0..<12))
    }

    @Test func numbersOfListsFollowThoseOfVectors() {
        let lists = [1, 38, 78, 1000, 100_000, 5_000_000].map {
            InvertedIndexSettings.defaultLists(vectors: $0)
        }
        #expect(lists == [1, 1, 2, 16, 1024, 8192])
        let probes = [1, 7, 16, 1024, 8192].map {
            InvertedIndexSettings.defaultProbes(lists: $0)
        }
        #expect(probes == [1, 7, 8, 8, 64])
    }

    @Test func progressIsToldAndMayEndTheWork() throws {
        struct Stop: Error {}
        let vectors = StoredVectors(clustered(500, 8, clusters: 5, spread: 0.5, seed: 8))
        let directory = TemporaryDirectory()
        var settings = InvertedIndexSettings()
        (settings.lists, settings.rounds) = (6, 3)
        var steps: [InvertedIndex.BuildStep] = []
        let file = try OutputFile(path: directory.file("x.faiss"))
        try InvertedIndex.build(vectors, settings: settings, to: file) { steps.append($0) }
        #expect(steps.first == .centroids(round: 1, of: 3))
        #expect(Array(steps.suffix(2)) == [.assigned(500, of: 500), .written(500, of: 500)])
        let other = try OutputFile(path: directory.file("y.faiss"))
        #expect(throws: Stop.self) {
            try InvertedIndex.build(vectors, settings: settings, to: other) { _ in throw Stop() }
        }
    }

    @Test func errors() throws {
        let directory = TemporaryDirectory()
        func expect(
            _ error: some Error & Equatable, _ vectors: StoredVectors, path: String = "x.faiss",
            _ change: (inout InvertedIndexSettings) -> Void = { _ in }
        ) throws {
            var settings = InvertedIndexSettings()
            change(&settings)
            let file = try OutputFile(
                path: path == "x.faiss" ? directory.file("x.faiss") : path)
            #expect(throws: error) {
                try InvertedIndex.build(vectors, settings: settings, to: file)
            }
        }
        let matrix = clustered(50, 4, clusters: 3, spread: 0.5, seed: 9)
        let vectors = StoredVectors(matrix)
        try expect(
            InvertedIndexError.noVectors(source: ""), StoredVectors(Matrix(rows: 0, columns: 4)))
        try expect(InvertedIndexError.lists(0, vectors: 50), vectors) { $0.lists = 0 }
        try expect(InvertedIndexError.lists(51, vectors: 50), vectors) { $0.lists = 51 }
        try expect(InvertedIndexError.setting("rounds", -1, atLeast: 0), vectors) {
            $0.rounds = -1
        }
        try expect(InvertedIndexError.setting("sampledRows", 0, atLeast: 1), vectors) {
            $0.sampledRows = 0
        }
        try expect(InvertedIndexError.setting("windowBytes", 0, atLeast: 1024), vectors) {
            $0.windowBytes = 0
        }
        try expect(InvertedIndexError.setting("probes", 0, atLeast: 1), vectors) { $0.probes = 0 }
        try expect(
            InvertedIndexError.bits(source: directory.file("bits.npy")),
            StoredVectors(bits: bytes(directory), dimension: 16))
        try expect(InvertedIndexError.notSeekable(path: "/dev/null"), vectors, path: "/dev/null")
        var broken = matrix
        broken[31, 2] = .nan
        for sampled in [1, 64] {
            try expect(SearchError.notFinite(row: 31, source: ""), StoredVectors(broken)) {
                $0.sampledRows = sampled
            }
        }
    }
}
