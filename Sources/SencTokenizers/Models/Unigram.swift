/// Unigram: of all ways to spell a word with tokens, the one with the largest sum of the tokens'
/// scores (Kudo 2018). Found by dynamic programming over the word's bytes (Viterbi).
struct Unigram: Sendable {
    let vocabulary: TokenTable
    /// The tokens as a trie; values are ids.
    let trie: ByteTrie
    /// The score of each id.
    let scores: [Double]
    let unknownID: Int32?
    /// Spells what is unknown in bytes; `nil` if it stays unknown.
    let byteTokens: ByteTokens?
    /// The score of a character that is no token.
    let unknownScore: Double

    /// How much worse than the worst token an unknown character is.
    private static let unknownPenalty = 10.0

    init(
        vocabulary: TokenTable, trie: ByteTrie, scores: [Double], unknownID: Int32?,
        byteFallback: Bool
    ) {
        self.vocabulary = vocabulary
        self.trie = trie
        self.scores = scores
        self.unknownID = unknownID
        byteTokens = byteFallback ? ByteTokens(of: vocabulary) : nil
        unknownScore = (scores.min() ?? 0) - Self.unknownPenalty
    }

    /// The best way to spell the word up to some byte.
    struct Node {
        var score: Double
        /// The last token.
        var id: Int32
        /// Where the last token begins, in bytes of the word; -1 if nothing ends here.
        var start: Int32
    }

    func appendTokens(
        of text: UnsafeBufferPointer<UInt8>, at range: Range<Int>, to run: inout TokenRun
    ) {
        let word = text.slice(range)
        guard let unknownID, word.count < Int(Int32.max) else { return }
        run.prepareNodes(word.count + 1)
        var tokens = run.takeTokens()
        scores.withUnsafeBufferPointer { scores in
            run.nodes.withUnsafeMutableBufferPointer { nodes in
                search(word, unknownID, scores, nodes)
                var end = word.count
                while end > 0 {
                    let node = nodes[end]
                    let start = max(0, min(Int(node.start), end - 1))
                    tokens.append((node.id, start..<end))
                    end = start
                }
            }
        }
        var index = tokens.count
        while index > 0 {
            index -= 1
            var (id, span) = tokens[index]
            if id != unknownID {
                run.append(id, span: place(span, in: range))
                continue
            }
            // Neighbouring unknown characters are one unknown token.
            while index > 0, tokens[index - 1].0 == unknownID {
                index -= 1
                span = span.lowerBound..<tokens[index].1.upperBound
            }
            let bytes = word.slice(span)
            if let known = vocabulary.id(of: bytes) {
                id = known
            } else if let byteTokens,
                byteTokens.forEachToken(of: bytes, { run.append($0, span: place(span, in: range)) })
            {
                continue
            }
            run.append(id, span: place(span, in: range))
        }
        run.returnTokens(&tokens)
    }

    @inline(__always)
    private func place(_ span: Range<Int>, in range: Range<Int>) -> Range<Int> {
        (range.lowerBound + span.lowerBound)..<(range.lowerBound + span.upperBound)
    }

    @inline(__always)
    private func search(
        _ word: UnsafeBufferPointer<UInt8>, _ unknownID: Int32,
        _ scores: UnsafeBufferPointer<Double>, _ nodes: UnsafeMutableBufferPointer<Node>
    ) {
        nodes[0].score = 0
        for index in 1..<nodes.count { nodes[index].start = -1 }
        var start = 0
        while start < word.count {
            let score = nodes[start].score
            let next = min(start + word.scalar(at: start).length, word.count)
            var hasCharacter = false
            trie.forEachPrefix(of: word, from: start) { id, end in
                let sum = score + scores[Int(id)]
                if nodes[end].start < 0 || sum > nodes[end].score {
                    nodes[end] = Node(score: sum, id: id, start: Int32(truncatingIfNeeded: start))
                }
                if end == next { hasCharacter = true }
            }
            if !hasCharacter {
                let sum = score + unknownScore
                if nodes[next].start < 0 || sum > nodes[next].score {
                    nodes[next] = Node(
                        score: sum, id: unknownID, start: Int32(truncatingIfNeeded: start))
                }
            }
            start = next
        }
    }
}
