// How fast inverted lists are made and searched, as JSON on one line:
// ListsBenchmark VECTORS.npy QUERIES.npy INDEX.faiss THREADS LISTS PROBES…
//
// Vectors and queries have the length 1. The index is left there. All times are in seconds: of the
// build, of one query (the median of 500, one after the other) and of all (the best of three).
import Foundation

@testable import SencFiles
@testable import SencIVF
@testable import SencMath
@testable import SencVectors

let arguments = CommandLine.arguments
let numbers = arguments.dropFirst(4).compactMap { Int($0) }
guard arguments.count >= 7, numbers.count == arguments.count - 4 else {
    FileHandle.standardError.write(
        Data("give VECTORS.npy, QUERIES.npy, INDEX.faiss, THREADS, LISTS and PROBES\n".utf8))
    exit(64)
}
let (threads, lists) = (numbers[0], numbers[1])
var report: [String: Any] = [:]
let clock = ContinuousClock()

func seconds(_ body: () throws -> Void) rethrows -> Double {
    let time = try clock.measure(body).components
    return Double(time.attoseconds) / 1e18 + Double(time.seconds)
}

let vectors = try StoredVectors(NPYFile(path: arguments[1]))
let queries = try NPYFile(path: arguments[2]).matrix()
report["exact"] = try vectors.nearest(10, to: queries, by: .dot, threads: threads)
    .map { $0.map(\.index) }

var settings = InvertedIndexSettings()
settings.lists = lists
report["sampled"] = settings.sampledRows
report["rounds"] = settings.rounds
report["build"] = try seconds {
    let file = try OutputFile(path: arguments[3])
    try InvertedIndex.build(vectors, settings: settings, to: file, threads: threads)
    try file.commit()
}

let index = try InvertedIndex(path: arguments[3])
for probes in numbers.dropFirst(2) {
    func search(_ queries: Matrix) throws -> [[Hit]] {
        try index.nearest(10, to: queries, probes: probes, threads: threads)
    }
    report["\(probes) indices"] = try search(queries).map { $0.map(\.index) }
    let ones = try (0..<min(500, queries.rows)).map { row in
        let one = Matrix(rows: 1, columns: queries.columns, elements: Array(queries[row]))
        return try seconds { _ = try search(one) }
    }
    report["\(probes) one"] = ones.sorted()[ones.count / 2]
    report["\(probes) all"] = try (0..<3).map { _ in try seconds { _ = try search(queries) } }.min()
}
let data = try JSONSerialization.data(withJSONObject: report)
print(String(decoding: data, as: UTF8.self))
