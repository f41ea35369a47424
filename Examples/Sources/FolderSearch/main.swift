// The paragraphs of a folder's text files that are closest to a question.
import Foundation
import Senc
import SencVectors

guard CommandLine.arguments.count == 3 else {
    print("usage: FolderSearch FOLDER QUESTION")
    exit(64)
}
let folder = URL(filePath: CommandLine.arguments[1])
let question = CommandLine.arguments[2]

struct Paragraph {
    var file: String
    var text: String
}

let files = try FileManager.default
    .contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    .filter { $0.pathExtension == "txt" }
    .sorted { $0.lastPathComponent < $1.lastPathComponent }
let paragraphs = try files.flatMap { file in
    try String(contentsOf: file, encoding: .utf8)
        .components(separatedBy: "\n\n")
        .map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        .filter { !$0.isEmpty }
        .map { Paragraph(file: file.lastPathComponent, text: $0) }
}

// Questions and what answers them are encoded each in its own way, as the model asks for.
let encoder = try SentenceEncoder()
let answers = try encoder.encodeDocument(paragraphs.map(\.text))
let query = try encoder.encodeQuery([question])

// For a folder that is searched often, keep the vectors: `answers.matrix.writeNPY(path: "folder.npy")`.
let hits = try StoredVectors(answers.matrix).nearest(3, to: query.matrix)[0]
for hit in hits {
    let paragraph = paragraphs[hit.index]
    print(hit.score, "\(paragraph.file):", paragraph.text)
}
