// How fast files are read as records and vectors become bytes.
//
//     swift run -c release --package-path Benchmarks -Xswiftc -enable-testing FilesBenchmark [DIRECTORY]
//
// Writes its inputs, 256 MiB each, to DIRECTORY (/tmp if none is given) and removes them. Rates are
// of the bytes that go in: of the decoded text for the readers, of float32 for the element types, in
// processor time.

import Foundation

@testable import SencFiles
@testable import SencInput
@testable import SencMath
@testable import SencVectors

let directory = CommandLine.arguments.dropFirst().first ?? "/tmp"
let size = 1 << 28

/// The processor time that the program took, so that others on the machine matter less.
func processorSeconds() -> Double {
    Double(clock()) / Double(CLOCKS_PER_SEC)
}

func measure(_ name: String, bytes: Int, _ body: () throws -> Void) rethrows {
    var seconds = Double.infinity
    for _ in 0..<3 {
        let start = processorSeconds()
        try body()
        seconds = min(seconds, processorSeconds() - start)
    }
    let rate = String(format: "%8.0f MB/s", Double(bytes) / seconds / 1e6)
    print(name.padding(toLength: 34, withPad: " ", startingAt: 0) + rate)
}

/// Writes `line` as often as fits `size`; `head` comes first.
func makeFile(_ name: String, head: String = "", line: String) throws -> String {
    let path = directory + "/senc-benchmark-" + name
    var bytes = Data(head.utf8)
    let line = Data(line.utf8)
    bytes.reserveCapacity(size + line.count)
    while bytes.count + line.count <= size { bytes.append(line) }
    try bytes.write(to: URL(fileURLWithPath: path))
    return path
}

func measureReading(_ name: String, _ path: String, _ format: RecordFormat) throws {
    var records = 0
    try measure("read " + name, bytes: size) {
        let reader = try RecordReader(path: path, format: format)
        records = 0
        while try reader.next() != nil { records += 1 }
    }
    try measure("count " + name, bytes: size) {
        guard try RecordReader.count(path: path, format: format) == records else {
            fatalError("the count differs")
        }
    }
}

let sentence = "La pluie frappe la fenêtre et le chat dort sur le tapis rouge."
let inputs: [(name: String, head: String, line: String, format: RecordFormat)] = [
    ("text", "", sentence + "\n", .text),
    ("text, one line", "", sentence, .text),
    (
        "jsonl", "", "{\"id\": 12345, \"text\": \"\(sentence)\", \"source\": \"a book\"}\n",
        .jsonLines(field: "text", id: "id")
    ),
    (
        "csv", "id,text,source\n", "12345,\"\(sentence)\",a book\n",
        .delimited(by: UInt8(ascii: ","), field: "text", id: "id")
    ),
]
for input in inputs {
    let path = try makeFile("input", head: input.head, line: input.line)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try measureReading(input.name, path, input.format)
    guard input.name == "text" else { continue }
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-kf", path]
    try gzip.run()
    gzip.waitUntilExit()
    defer { try? FileManager.default.removeItem(atPath: path + ".gz") }
    try measureReading("text, gzip", path + ".gz", .text)
}

let bytes = [UInt8](repeating: 0x61, count: size)
measure("XXH64", bytes: size) {
    var hash = XXHash64()
    bytes.withUnsafeBytes { hash.update($0) }
    precondition(hash.digest != 0)
}

let rows = size / 4 / 384 / 4
let matrix = Matrix(
    rows: rows, columns: 384,
    elements: (0..<rows * 384).map { Float(($0 &* 7919) % 2000) / 1000 - 1 }
)
for encoding in [.float32, .float16, .int8(try Calibration(vectors: matrix)), .binary]
    as [VectorEncoding]
{
    measure("encode \(encoding.elementType)", bytes: rows * 384 * 4) {
        precondition(encoding.encode(matrix).count > 0)
    }
}
