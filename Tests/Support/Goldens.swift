import Foundation

/// Where the tests find the files of the repository.
package enum Goldens {
    /// The root of the repository, without a slash at the end.
    package static let repository: String = {
        var path = #filePath[...]
        for _ in 0..<3 { path = path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
        return String(path)
    }()

    /// The path of a file in `Tests/Goldens`.
    package static func path(_ name: String) -> String {
        repository + "/Tests/Goldens/" + name
    }

    /// The bytes of a file in `Tests/Goldens`.
    package static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
    }

    /// SentencePiece's nmt_nfkc, compiled.
    package static func normalizationMap() throws -> [UInt8] {
        try bytes("../../Weights/multilingual-e5-small/nmt_nfkc.charsmap")
    }

    /// The directory of the tokenizer that most tests use.
    package static let bertTokenizer = repository + "/Tokenizers/bert-base-uncased"
}
