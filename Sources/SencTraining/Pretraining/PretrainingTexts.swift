internal import Senc
internal import SencMath

/// The tokens of texts, each text in pieces that are not too long, one behind the other.
struct PretrainingTexts: Sendable {
    private var ids: [Int32] = []
    /// Where each piece begins, and where the last ends.
    private var starts = [0]
    /// Texts that were read.
    private(set) var textCount = 0

    /// - Parameters:
    ///   - special: tokens that a piece has more than, or is left out.
    ///   - report: told of how many texts are read; what it throws ends the reading.
    /// - Throws: what the texts or the tokenizer throw.
    init(
        _ source: TrainingTexts, _ tokenizer: TextTokenizer, maximumTokens: Int?,
        special: Set<Int32>, _ workers: WorkerPool, report: (Int) throws -> Void
    ) throws {
        let rules = try tokenizer.rules(
            for: EncodingOptions(maximumTokens: maximumTokens, overflow: .chunk, prompt: ""))
        let next = try source.begin()
        while true {
            let window = try next()
            if window.isEmpty { break }
            let first = textCount
            let found = try workers.map(items: window.count, grain: 64) { index in
                try tokenizer.tokenize(window[index], index: first + index, rules).sequences
            }
            for piece in found.joined() where piece.contains(where: { !special.contains($0) }) {
                ids += piece
                starts.append(ids.count)
            }
            textCount += window.count
            try report(textCount)
        }
    }

    /// How many pieces there are.
    var count: Int { starts.count - 1 }

    /// Tokens of all pieces.
    var tokenCount: Int { ids.count }

    subscript(piece: Int) -> ArraySlice<Int32> { ids[starts[piece]..<starts[piece + 1]] }
}
