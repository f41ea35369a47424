/// Joins words that are phrases, as they come.
struct PhraseJoiner: Sendable {
    /// What is between the words of a phrase.
    static let delimiter = UInt8(ascii: "_")

    /// The words that phrases are made of.
    private var words = WordTable()
    private var pairs: Set<UInt64> = []

    var count: Int { pairs.count }

    mutating func add(
        _ first: UnsafeBufferPointer<UInt8>, _ second: UnsafeBufferPointer<UInt8>
    ) {
        pairs.insert(Self.key(words.add(first), words.add(second)))
    }

    static func key(_ first: Int, _ second: Int) -> UInt64 {
        UInt64(first) << 32 | UInt64(second)
    }

    /// The words of a text that may go on.
    struct State {
        /// A word that waits for the next, and its number if it may begin a phrase.
        fileprivate var pending: [UInt8] = []
        fileprivate var number: Int?
    }

    /// Calls `body` with the words and phrases that are whole once there is another word.
    func add(
        _ word: UnsafeBufferPointer<UInt8>, to state: inout State,
        _ body: (UnsafeBufferPointer<UInt8>) -> Void
    ) {
        let number = words.number(of: word)
        if let first = state.number, let number, pairs.contains(Self.key(first, number)) {
            state.pending.append(Self.delimiter)
            state.pending.append(contentsOf: word)
            finish(&state, body)
            return
        }
        finish(&state, body)
        if number == nil {
            body(word)
        } else {
            state.pending.append(contentsOf: word)
            state.number = number
        }
    }

    /// Calls `body` with the word that waits, if one does.
    func finish(_ state: inout State, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        if !state.pending.isEmpty { state.pending.withUnsafeBufferPointer(body) }
        state.pending.removeAll(keepingCapacity: true)
        state.number = nil
    }
}
