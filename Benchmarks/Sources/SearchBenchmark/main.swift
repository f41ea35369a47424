// How fast vectors are searched, as JSON on one line: SearchBenchmark VECTORS.npy QUERIES.npy THREADS
//
// All times are in seconds, the best of several on warm memory. The float16, int8 and binary
// vectors are made of the same file, beside it.
import Foundation

@testable import SencFiles
@testable import SencMath
@testable import SencVectors

let arguments = CommandLine.arguments
guard arguments.count == 4, let threads = Int(arguments[3]) else {
    FileHandle.standardError.write(Data("give VECTORS.npy, QUERIES.npy and THREADS\n".utf8))
    exit(64)
}
nonisolated(unsafe) var report: [String: Any] = [:]
let clock = ContinuousClock()

func seconds(_ repeats: Int, _ body: () throws -> Void) rethrows -> Double {
    var best = Double.infinity
    for _ in 0..<repeats {
        let time = try clock.measure(body)
        best = min(
            best, Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds))
    }
    return best
}

let file = try NPYFile(path: arguments[1])
let vectors = try StoredVectors(file)
let queries = try NPYFile(path: arguments[2]).matrix()
let one = Matrix(rows: 1, columns: queries.columns, elements: Array(queries[0]))

/// Reading a file's rows once, on all threads, with nothing done to its words but adding them.
func read(_ file: MappedFile) throws {
    let part = 1 << 22
    try WorkerPool(threads: threads).forEach(items: (file.bytes.count + part - 1) / part) {
        item, _ in
        let end = min((item + 1) * part, file.bytes.count)
        var sums = (SIMD16<UInt32>(), SIMD16<UInt32>())
        for offset in stride(from: item * part, through: end - 128, by: 128) {
            sums.0 &+= file.bytes.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt32>.self)
            sums.1 &+= file.bytes.loadUnaligned(
                fromByteOffset: offset + 64, as: SIMD16<UInt32>.self)
        }
        precondition(sums.0 != sums.1 || sums.0[0] == sums.1[0])
    }
}

/// - Parameter path: the file that is read once for each search.
func measure(
    _ name: String, _ vectors: StoredVectors, of path: String,
    by metric: SimilarityFunction = .dot, rescoring: StoredVectors? = nil
) throws {
    func search(_ queries: Matrix) throws -> [[Hit]] {
        try vectors.nearest(10, to: queries, by: metric, rescoring: rescoring, threads: threads)
    }
    let rows = try MappedFile(path: path)
    // By turns, since others may want the memory, too: the pace of both changes together.
    let turns = try (0..<21).map { _ in
        let reading = try seconds(1) { try read(rows) }
        return (reading: reading, searching: try seconds(1) { _ = try search(one) })
    }
    let shares = turns.map { $0.reading / $0.searching }.sorted()
    report["\(name) share"] = shares[shares.count / 2]
    report["\(name) bandwidth"] = Double(rows.bytes.count) / turns.map(\.reading).min()!
    report["\(name) one"] = turns.map(\.searching).min()
    report["\(name) all"] = try seconds(3) { _ = try search(queries) }
    report["\(name) indices"] = try search(queries).map { $0.map(\.index) }
}

try measure("float32", vectors, of: arguments[1])
report["float32 scores"] = try vectors.nearest(10, to: queries, by: .dot, threads: threads)
    .map { $0.map(\.score) }

let matrix = file.matrix()
let calibration = try Calibration(vectors: matrix)
for encoding in [.float16, .int8(calibration), .binary] as [VectorEncoding] {
    let name = "\(encoding.elementType)"
    let path = "\(arguments[1]).\(name).npy"
    let writer = try NPYWriter(path: path, columns: matrix.columns, encoding: encoding)
    try writer.append(matrix)
    try writer.finish()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let file = try NPYFile(path: path)
    let coarse =
        encoding.elementType == .binary
        ? try StoredVectors(bits: file, dimension: matrix.columns)
        : try StoredVectors(file, calibration: calibration)
    try measure(name, coarse, of: path)
    try measure("\(name) rescored", coarse, of: path, rescoring: vectors)
    if encoding.elementType == .int8 {
        // More work for a row, which is decoded for its length.
        try measure("int8, cosine", coarse, of: path, by: .cosine)
    }
}

let peak = InstructionPeak(.float32, threads: threads, seconds: 2)
report["peak"] = peak.allThreads
report["operations"] =
    2 * Double(file.rows) * Double(file.columns) * Double(queries.rows)
let data = try JSONSerialization.data(withJSONObject: report)
print(String(decoding: data, as: UTF8.self))
