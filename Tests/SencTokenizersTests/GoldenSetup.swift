import Foundation
import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// A tokenizer of the goldens, with the directory that it was read of.
struct GoldenSetup {
    let name: String
    let json: JSON
    let directory: TemporaryDirectory
    /// Where it was read of: `directory`, or one of the repository's.
    let path: String
    let tokenizer: Tokenizer

    static func all(in file: String) throws -> [GoldenSetup] {
        try #require(JSON(path: Goldens.path(file)).elements).map { setup in
            let name = setup["name"]?.string ?? ""
            let keys = Set(try #require(setup.members).map(\.key))
            #expect(keys.isSubset(of: Self.keys), "\(file), \(name): \(keys)")
            let directory = TemporaryDirectory()
            if let json = setup["json"]?.string {
                directory.write(try withMap(json), to: "tokenizer.json")
            } else if let files = setup["files"]?.members {
                for (name, value) in files {
                    let data = value.string.flatMap { Data(base64Encoded: $0) }
                    var bytes = Array(try #require(data))
                    if setup["lacksMap"]?.bool == true, name.hasSuffix(".model") {
                        bytes += try mapField()
                    }
                    directory.write(bytes, to: name)
                }
            } else if let vocabulary = setup["vocabulary"]?.string {
                directory.write(vocabulary, to: "vocab.txt")
            } else {
                directory.link(Goldens.bertTokenizer + "/vocab.txt", as: "vocab.txt")
            }
            if let configuration = setup["config"]?.string {
                directory.write(configuration, to: "tokenizer_config.json")
            }
            let path = setup["asIs"]?.bool == true ? Goldens.bertTokenizer : directory.path
            return GoldenSetup(
                name: name, json: setup, directory: directory, path: path,
                tokenizer: try Tokenizer(directory: path))
        }
    }

    /// All that a set-up may have: a misspelt key would leave something out.
    private static let keys: Set<String> = [
        "name", "json", "files", "lacksMap", "vocabulary", "config", "asIs", "cases", "decodes",
    ]

    /// The JSON with SentencePiece's map in its place.
    private static func withMap(_ json: String) throws -> String {
        guard json.contains("@nmt_nfkc") else { return json }
        let map = Data(try Goldens.normalizationMap()).base64EncodedString()
        return json.replacing("@nmt_nfkc", with: map)
    }

    /// A SentencePiece model's field for normalization that has the map alone; a message's fields
    /// may come in parts.
    private static func mapField() throws -> [UInt8] {
        func field(_ tag: UInt8, _ bytes: [UInt8]) -> [UInt8] {
            var count: [UInt8] = []
            var rest = bytes.count
            while rest > 0x7F {
                count.append(UInt8(rest & 0x7F) | 0x80)
                rest >>= 7
            }
            return [tag] + count + [UInt8(rest)] + bytes
        }
        return field(0x1A, field(0x12, try Goldens.normalizationMap()))
    }
}
