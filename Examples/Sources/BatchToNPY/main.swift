// The vectors of a file's lines as a NumPy array, with the progress on standard error.
import Foundation
import Senc
import SencVectors

guard CommandLine.arguments.count == 3 else {
    print("usage: BatchToNPY LINES.txt VECTORS.npy")
    exit(64)
}
let lines = try String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8)
    .split(whereSeparator: \.isNewline).map(String.init)
let output = CommandLine.arguments[2]

let encoder = try SentenceEncoder()
let vectors = try await encoder.encode(lines) { progress in
    let text = "\r\(progress.completedTexts) of \(progress.totalTexts) lines"
    FileHandle.standardError.write(Data(text.utf8))
}
FileHandle.standardError.write(Data("\n".utf8))
try vectors.matrix.writeNPY(path: output)

// In Python: numpy.load("vectors.npy")
let file = try NPYFile(path: output)
print("\(file.rows) vectors of \(file.columns) components, \(file.elementType)")
print("the first begins with", vectors[0].vector.prefix(3).map { "\($0)" }.joined(separator: " "))
if vectors.truncatedCount > 0 { print("\(vectors.truncatedCount) lines were cut") }
