import Foundation
import Senc
import SencFiles
import TestSupport
import Testing

/// Configuration files and word vectors changed at random: a model loads and encodes, or is refused
/// with an error of one line; nothing traps or hangs. `SENC_MUTATIONS` says how many are tried.
@Suite struct DirectoryMutationTests {
    private static let count =
        ProcessInfo.processInfo.environment["SENC_MUTATIONS"].flatMap(Int.init) ?? 400

    /// Models and the files of theirs that are changed.
    private static let models: [(model: String, files: [String])] = [
        (
            "tiny-bert",
            [
                "config.json", "modules.json", "1_Pooling/config.json", "tokenizer_config.json",
                "sentence_bert_config.json", "config_sentence_transformers.json",
            ]
        ),
        ("static/model2vec-mapped", ["config.json", "modules.json"]),
        (
            "static/static-embedding-layers",
            [
                "modules.json", "1_LayerNorm/config.json", "2_Dense/config.json",
                "config_sentence_transformers.json",
            ]
        ),
        (
            "static/word-embeddings",
            [
                "wordembedding_config.json", "whitespacetokenizer_config.json",
                "1_Pooling/config.json", "modules.json",
            ]
        ),
    ]

    private static let wordFiles = ["words-odd.txt", "words.vec", "words.bin", "words.glove.txt"]

    /// What JSON and tables of numbers are most easily broken with.
    private static let pieces = [
        "{", "}", "[", "]", "\"", ",", ":", "-", "0", "9", "1e9", "-1e300", "1e400", ".5", "null",
        "true", "\\u0000", "\\ud800", "\0", "18446744073709551615", "9223372036854775807", "../",
        "/", "\n", " ", "nan", "inf", "[]", "{}", "\"mean\"", "-1", "1073741824", "1099511627776",
    ].map { Array($0.utf8) }

    private func mutate(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
            let position = Int.random(in: 0..<min(bytes.count, 4096), using: &random)
            let piece = Self.pieces.randomElement(using: &random) ?? []
            switch Int.random(in: 0..<6, using: &random) {
            case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[position] = .random(in: 0...255, using: &random)
            case 2: bytes.insert(contentsOf: piece, at: position)
            case 3:
                // A whole value in place of another.
                let rest = bytes[position...]
                guard let start = rest.firstIndex(of: 0x3A) ?? rest.firstIndex(of: 0x20),
                    let end = bytes[(start + 1)...].firstIndex(where: { ",}\n ".utf8.contains($0) })
                else { continue }
                bytes.replaceSubrange((start + 1)..<end, with: piece)
            case 4: bytes.remove(at: position)
            default: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
            }
        }
        return bytes
    }

    /// - Returns: whether the model could be used.
    private func isUsable(_ path: String) throws -> Bool {
        do {
            _ = try ModelDescription(model: path)
            let encoder = try SentenceEncoder(model: path, threads: 1)
            _ = try encoder.encode(["", "The king, and the queen of the sea", "漢 unknown"])
            return true
        } catch {
            let line = try #require(error as? any Diagnostic, "\(error)").description
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 }, "\(line)")
            return false
        }
    }

    @Test(arguments: models.indices)
    func directoriesWithAFileChangedAtRandom(index: Int) throws {
        let (model, files) = Self.models[index]
        let directory = TemporaryDirectory()
        let source = Goldens.path(model)
        let names = FileManager.default.enumerator(atPath: source)?.allObjects as? [String] ?? []
        for name in names where Path.kind(of: source + "/" + name) == .file {
            directory.link(source + "/" + name, as: name)
        }
        var random = SplitMix(seed: UInt64(index))
        var usable = 0
        for round in 0..<Self.count {
            let file = files[round % files.count]
            directory.write(mutate(try Goldens.bytes(model + "/" + file), &random), to: file)
            if try isUsable(directory.path) { usable += 1 }
            directory.link(source + "/" + file, as: file)
        }
        #expect(usable > 0 && usable < Self.count)
    }

    @Test func filesOfWordVectorsChangedAtRandom() throws {
        let directory = TemporaryDirectory()
        var random = SplitMix(seed: 11)
        var usable = 0
        for round in 0..<Self.count {
            let name = Self.wordFiles[round % Self.wordFiles.count]
            let bytes = mutate(try Goldens.bytes("static/" + name), &random)
            if try isUsable(directory.write(bytes, to: name)) { usable += 1 }
        }
        #expect(usable > 0 && usable < Self.count)
    }
}
