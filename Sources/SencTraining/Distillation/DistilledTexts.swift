internal import SencFiles
internal import SencMath
internal import SencTokenizers

/// Texts that a static model learns from, each once, as its tokens have them.
struct DistilledTexts: Sendable {
    /// Those with a token that is known.
    private(set) var texts: [String] = []
    /// Their tokens.
    private(set) var ids: [[Int32]] = []
    /// How often each token is seen, in equal texts each time.
    private(set) var counts: [Int]

    /// Tokens of a text that are taken: more say nothing of it that they do not.
    private static let maximumTokens = 512

    /// - Parameters:
    ///   - path: what the tokenizer was made of, for errors.
    ///   - report: told of how many texts are read.
    init(
        _ source: TrainingTexts, _ reduced: ReducedTokenizer, path: String, _ workers: WorkerPool,
        report: (Int) throws -> Void
    ) throws {
        let tokenizer = try Tokenizer(
            tokenizerJSON: JSON(parsing: reduced.document), path: path)
        counts = [Int](repeating: 0, count: reduced.oldIDs.count)
        var known: Set<String> = []
        let next = try source.begin()
        var read = 0
        while true {
            let window = try next()
            if window.isEmpty { break }
            let found = try workers.map(items: window.count, grain: 64) { index in
                var ids: [Int32] = []
                var text = window[index]
                text.withUTF8 {
                    _ = tokenizer.appendIDs(
                        ofUTF8: $0, maximumTokens: Self.maximumTokens, to: &ids)
                }
                return ids.filter { $0 != reduced.unknownID }
            }
            for (text, ids) in zip(window, found) where !ids.isEmpty {
                for id in ids { counts[Int(id)] += 1 }
                guard known.insert(text).inserted else { continue }
                texts.append(text)
                self.ids.append(ids)
            }
            read += window.count
            try report(read)
        }
    }
}
