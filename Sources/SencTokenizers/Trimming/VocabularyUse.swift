/// Which tokens of a vocabulary texts have, and how often.
package struct VocabularyUse: Sendable {
    private let tokenizer: Tokenizer
    /// How often texts have each token, by its id.
    package private(set) var counts: [Int]
    /// Tokens that words begin with which are unknown as a whole. WordPiece takes the longest token
    /// at each place: without these it might spell such a word.
    private(set) var beginnings: Set<Int32> = []
    /// By id, the number of the last text that has the token.
    private var lastTexts: [Int]
    private(set) var textCount = 0
    /// Whether a text has a token that stands for some of it.
    package private(set) var hasTokens = false
    private var ids: [Int32] = []
    private var takenBack: [Int32] = []

    package init(of tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
        counts = Array(repeating: 0, count: tokenizer.idLimit)
        lastTexts = counts
    }

    /// Counts the tokens of a text.
    package mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
        textCount += 1
        find(text)
        for id in ids where counts.indices.contains(Int(id)) {
            counts[Int(id)] += 1
            lastTexts[Int(id)] = textCount
            if id != tokenizer.model.unknownID { hasTokens = true }
        }
    }

    /// Counts those tokens of another form of the last text, such as one with a prompt before it,
    /// that none of its forms had so far, once each.
    package mutating func addForm(_ text: UnsafeBufferPointer<UInt8>) {
        find(text)
        for id in ids where counts.indices.contains(Int(id)) && lastTexts[Int(id)] != textCount {
            counts[Int(id)] += 1
            lastTexts[Int(id)] = textCount
        }
    }

    /// Counts a token that is a text as a whole.
    package mutating func add(wholeText id: Int32) {
        textCount += 1
        guard counts.indices.contains(Int(id)) else { return }
        counts[Int(id)] += 1
        hasTokens = true
    }

    private mutating func find(_ text: UnsafeBufferPointer<UInt8>) {
        ids.removeAll(keepingCapacity: true)
        takenBack.removeAll(keepingCapacity: true)
        tokenizer.appendIDs(ofUTF8: text, to: &ids, takenBack: &takenBack)
        beginnings.formUnion(takenBack)
    }
}
