/// Unigram: of all ways to spell a word with tokens, the one with the largest sum of the tokens'
/// scores (Kudo 2018). Found by dynamic programming over the word's bytes (Viterbi).
struct Unigram: Sendable {
    let vocabulary: TokenTable
    private let deferredTrie = DeferredTrie()
    /// The score of each id.
    let scores: [Double]
    let unknownID: Int32?
    /// Spells what is unknown in bytes; `nil` if it stays unknown.
    let byteTokens: ByteTokens?
    /// The score of a character that is not a token.
    let unknownScore: Double

    /// One less than a power of two that is over the bytes of the longest token, and of a character.
    private let ringMask: Int

    /// How much worse than the worst token an unknown character is.
    private static let unknownPenalty = 10.0

    init(
        vocabulary: TokenTable, scores: [Double], unknownID: Int32?, byteFallback: Bool
    ) {
        self.vocabulary = vocabulary
        self.scores = scores
        self.unknownID = unknownID
        byteTokens = byteFallback ? ByteTokens(of: vocabulary) : nil
        let longest = max(vocabulary.longest, 4)
        ringMask = 1 << (Int.bitWidth - longest.leadingZeroBitCount) - 1
        unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
    }

    /// The best way to spell a word up to each of its bytes: four bytes of memory for each, as a
    /// word may be a whole text. Kept from word to word.
    struct Lattice {
        /// Bytes of the last token, negative if that is an unknown character; 0 where none ends.
        fileprivate var lengths: [Int32] = []
        /// The sums of scores, of the last bytes alone: as many as the longest token has, so that
        /// they are used in a ring.
        fileprivate var sums: [Double] = []
    }

    func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>, to run: inout TokenRun
    ) {
        let word = text.slice(range)
        guard let unknownID, word.count < Int(Int32.max) else { return }
        var lattice = Lattice()
        swap(&lattice, &run.lattice)
        search(word, unknownID, &lattice)
        lattice.lengths.withUnsafeMutableBufferPointer { lengths in
            Self.turn(lengths)
            var position = 0
            while position < word.count {
                let start = position
                let length = lengths[position]
                position += max(1, Int(length.magnitude))
                // Neighboring unknown characters are one unknown token.
                while length < 0, position < word.count, lengths[position] < 0 {
                    position -= Int(lengths[position])
                }
                let span = (range.lowerBound + start)..<(range.lowerBound + position)
                let token = word.slice(start..<position)
                if let id = vocabulary.id(of: token) {
                    run.append(id, span: span)
                } else if byteTokens?.forEachToken(of: token, { run.append($0, span: span) })
                    != true
                {
                    run.append(unknownID, span: span)
                }
            }
        }
        swap(&lattice, &run.lattice)
    }

    /// Puts the lengths of the best tokens, which stand where these end, to where they begin.
    private static func turn(_ lengths: UnsafeMutableBufferPointer<Int32>) {
        var end = lengths.count - 1
        var length = lengths[end]
        while end > 0 {
            end = max(0, end - max(1, Int(length.magnitude)))
            swap(&length, &lengths[end])
        }
    }

    private func search(
        _ word: UnsafeBufferPointer<UInt8>, _ unknownID: Int32, _ lattice: inout Lattice
    ) {
        lattice.lengths.removeAll(keepingCapacity: true)
        lattice.lengths.append(contentsOf: repeatElement(0, count: word.count + 1))
        let ring = ringMask
        if lattice.sums.count <= ring {
            lattice.sums = [Double](repeating: 0, count: ring + 1)
        }
        let trie = deferredTrie.trie(of: vocabulary, forBytes: word.count)
        scores.withUnsafeBufferPointer { scores in
            lattice.lengths.withUnsafeMutableBufferPointer { lengths in
                lattice.sums.withUnsafeMutableBufferPointer { sums in
                    if let trie {
                        search(word, unknownID, scores, lengths, sums, ring) {
                            trie.forEachPrefix(of: word, from: $0, $1)
                        }
                    } else {
                        search(word, unknownID, scores, lengths, sums, ring) {
                            vocabulary.forEachPrefix(of: word, from: $0, $1)
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private func search(
        _ word: UnsafeBufferPointer<UInt8>, _ unknownID: Int32,
        _ scores: UnsafeBufferPointer<Double>,
        _ lengths: UnsafeMutableBufferPointer<Int32>, _ sums: UnsafeMutableBufferPointer<Double>,
        _ ring: Int, forEachPrefix: (_ start: Int, (Int32, Int) -> Void) -> Void
    ) {
        sums[0] = 0
        var start = 0
        while start < word.count {
            let score = sums[start & ring]
            let next = min(start + word.scalar(at: start).length, word.count)
            var hasCharacter = false
            forEachPrefix(start) { id, end in
                let sum = score + scores[Int(id)]
                if lengths[end] == 0 || sum > sums[end & ring] {
                    sums[end & ring] = sum
                    let length = Int32(truncatingIfNeeded: end - start)
                    lengths[end] = id == unknownID ? -length : length
                }
                if end == next { hasCharacter = true }
            }
            if !hasCharacter {
                let sum = score + unknownScore
                if lengths[next] == 0 || sum > sums[next & ring] {
                    sums[next & ring] = sum
                    lengths[next] = -Int32(truncatingIfNeeded: next - start)
                }
            }
            start = next
        }
    }
}
