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

/// The tiny BERT of the goldens as a directory that a test may change.
package enum TinyModel {
    /// A directory with links to the model's files.
    package static func copy() -> TemporaryDirectory {
        let directory = TemporaryDirectory()
        let source = Goldens.path("tiny-bert")
        let names = FileManager.default.enumerator(atPath: source)?.allObjects as? [String] ?? []
        for name in names where !name.hasSuffix("1_Pooling") {
            directory.link(source + "/" + name, as: name)
        }
        return directory
    }
}

/// How far apart two lists of numbers are.
package enum Tolerance {
    /// The largest absolute difference; infinite if the counts differ or a difference is not a
    /// number.
    package static func largestDifference(
        _ a: some Collection<Float>, _ b: some Collection<Float>
    ) -> Float {
        guard a.count == b.count else { return .infinity }
        return zip(a, b).reduce(0) { largest, pair in
            let difference = abs(pair.0 - pair.1)
            return difference.isNaN ? .infinity : max(largest, difference)
        }
    }
}
