internal import Senc
internal import SencMath
internal import SencTokenizers

/// The tokens of texts, each text in pieces that are not too long, one behind the other. A piece has more
/// than special tokens.
struct PretrainingTexts: Sendable {
    private var ids: [Int32] = []
    /// Where each piece begins, and where the last ends.
    private var starts = [0]
    /// Texts that were read.
    private(set) var textCount = 0

    /// Of each token, if words are told apart.
    private var marks: [Mark] = []

    /// What a token is to a word.
    enum Mark: UInt8, Sendable {
        /// It is not of the text, but stands around it.
        case around
        case begins, goesOn
    }

    /// - Parameters:
    ///   - settings: of the model whose tokens they are.
    ///   - marksWords: whether words are told apart: then the end of a text that is too long is left out,
    ///     and does not become a piece of its own.
    ///   - report: told of how many texts are read; what it throws ends the reading.
    /// - Throws: what the texts or the tokenizer throw.
    init(
        _ source: TrainingTexts, _ settings: ModelSettings, _ tokenizer: Tokenizer,
        maximumTokens: Int?, marksWords: Bool, _ workers: WorkerPool, report: (Int) throws -> Void
    ) throws {
        let rules = EncodingOptions(
            maximumTokens: maximumTokens, overflow: marksWords ? .truncate : .chunk, prompt: "")
        let textTokenizer = TextTokenizer(tokenizer, settings)
        let own = try textTokenizer.rules(for: rules)
        let special = tokenizer.specialIDs
        let next = try source.begin()
        while true {
            let window = try next()
            if window.isEmpty { break }
            let first = textCount
            let found = try workers.map(items: window.count, grain: 64) { index in
                let pieces = try textTokenizer.tokenize(window[index], index: first + index, own)
                    .sequences
                return (
                    pieces,
                    marksWords ? Self.marks(window[index], tokenizer, count: pieces[0].count) : []
                )
            }
            for (pieces, marks) in found {
                // What is written of a vector comes after a first token.
                for piece in pieces
                where piece.count > (marksWords ? 1 : 0)
                    && piece.contains(where: { !special.contains($0) })
                {
                    ids += piece
                    self.marks += marks
                    starts.append(ids.count)
                }
            }
            textCount += window.count
            try report(textCount)
        }
    }

    /// - Parameter count: of tokens that the text has, where it is cut at the right end.
    private static func marks(_ text: String, _ tokenizer: Tokenizer, count: Int) -> [Mark] {
        let encoding = tokenizer.encode(text, maximumTokens: count)
        // A model may leave tokens out: then each is a word.
        guard encoding.count == count else {
            return [Mark](repeating: .begins, count: count)
        }
        let bytes = Array(text.utf8)
        return zip(encoding.offsets, encoding.specialTokensMask).map { range, isAround in
            if isAround { return .around }
            guard let start = range.first(where: { bytes[$0] > UInt8(ascii: " ") }), start > 0,
                isOfWord(bytes[start]), isOfWord(bytes[start - 1]), !isIdeograph(bytes[start])
            else { return .begins }
            return .goesOn
        }
    }

    /// Whether a byte is of a letter or digit, or not of ASCII.
    private static func isOfWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...0xFF:
            true
        default: false
        }
    }

    /// Whether a byte begins a character of East Asia, whose words have no space between them.
    private static func isIdeograph(_ byte: UInt8) -> Bool { 0xE3...0xED ~= byte }

    /// How many pieces there are.
    var count: Int { starts.count - 1 }

    /// Tokens of all pieces.
    var tokenCount: Int { ids.count }

    subscript(piece: Int) -> ArraySlice<Int32> { ids[starts[piece]..<starts[piece + 1]] }

    /// A piece with what its tokens are to words.
    /// - Precondition: words are told apart.
    func marked(_ piece: Int) -> (ids: ArraySlice<Int32>, marks: ArraySlice<Mark>) {
        (self[piece], marks[starts[piece]..<starts[piece + 1]])
    }
}
