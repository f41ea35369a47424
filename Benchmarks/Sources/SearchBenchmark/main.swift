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

// Reading the rows once: sums of their words, on all threads.
// Reading the float32 rows once, on all threads, with nothing done to its words but adding them.
let mapped = try MappedFile(path: arguments[1])
func read() throws {
    let part = 1 << 22
    try WorkerPool(threads: threads).forEach(items: (mapped.bytes.count + part - 1) / part) {
        item, _ in
        let end = min((item + 1) * part, mapped.bytes.count)
        var sums = (SIMD16<UInt32>(), SIMD16<UInt32>())
        for offset in stride(from: item * part, through: end - 128, by: 128) {
            sums.0 &+= mapped.bytes.loadUnaligned(
                fromByteOffset: offset, as: SIMD16<UInt32>.self)
            sums.1 &+= mapped.bytes.loadUnaligned(
                fromByteOffset: offset + 64, as: SIMD16<UInt32>.self)
        }
        precondition(sums.0 != sums.1 || sums.0[0] == sums.1[0])
    }
}

func measure(_ name: String, _ vectors: StoredVectors, rescoring: StoredVectors? = nil) throws {
    func search(_ queries: Matrix) throws -> [[Hit]] {
        try vectors.nearest(10, to: queries, by: .dot, rescoring: rescoring, threads: threads)
    }
    // By turns, since others may want the memory, too.
    var (reading, searching) = (Double.infinity, Double.infinity)
    for _ in 0..<9 {
        reading = min(reading, try seconds(1, read))
        searching = min(searching, try seconds(1) { _ = try search(one) })
    }
    report["\(name) read"] = reading
    report["\(name) one"] = searching
    report["\(name) all"] = try seconds(3) { _ = try search(queries) }
    report["\(name) indices"] = try search(queries).map { $0.map(\.index) }
}

try measure("float32", vectors)
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
    try measure(name, coarse)
    try measure("\(name) rescored", coarse, rescoring: vectors)
}

let peak = InstructionPeak(.float32, threads: threads, seconds: 2)
report["peak"] = peak.allThreads
report["operations"] =
    2 * Double(file.rows) * Double(file.columns) * Double(queries.rows)
let data = try JSONSerialization.data(withJSONObject: report)
print(String(decoding: data, as: UTF8.self))
