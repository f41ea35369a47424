/// Finds added tokens in a text: from the left, the longest at each place, not overlapping.
struct AddedTokenMatcher: Sendable {
    /// A node of the trie of all tokens; children are a linked list.
    private struct Node {
        var byte: UInt8
        var token: Int32 = -1
        var firstChild: Int32 = -1
        var nextSibling: Int32 = -1
    }

    private var nodes = [Node(byte: 0)]
    private var tokens: [AddedToken] = []
    private var canStart = [Bool](repeating: false, count: 256)

    /// - Parameter patterns: what to find and which token it is; of two equal ones the first
    ///   counts, and empty ones are never found.
    init(_ patterns: [(pattern: [UInt8], token: AddedToken)]) {
        for (pattern, token) in patterns {
            guard let first = pattern.first else { continue }
            canStart[Int(first)] = true
            var node = 0
            for byte in pattern { node = child(of: node, byte) ?? addChild(of: node, byte) }
            if nodes[node].token < 0 {
                nodes[node].token = Int32(tokens.count)
                tokens.append(token)
            }
        }
    }

    /// Visits the pieces of `range`, in order: stretches without a token, and tokens.
    ///
    /// The range is taken for the whole text: what adjoins it does not matter.
    @inline(__always)
    func forEachPiece(
        of whole: UnsafeBufferPointer<UInt8>, in range: Range<Int>,
        _ body: (Range<Int>, AddedToken?) -> Void
    ) {
        guard !tokens.isEmpty else {
            if !range.isEmpty { body(range, nil) }
            return
        }
        let text = whole.slice(range)
        /// Everything before it has been given out.
        var done = 0
        var position = 0
        while let (start, end, token) = nextMatch(in: text, from: position) {
            position = end
            if token.isSingleWord, !isSingleWord(start..<end, in: text) { continue }
            var (start, end) = (start, end)
            if token.stripsLeft {
                while start > done, Scalars.isWhitespace(text.scalar(before: start)) {
                    start -= 1
                    while start > done, text[start] & 0xC0 == 0x80 { start -= 1 }
                }
            }
            if token.stripsRight {
                while end < text.count {
                    let (scalar, length) = text.scalar(at: end)
                    guard Scalars.isWhitespace(scalar) else { break }
                    end += length
                }
            }
            let offset = range.lowerBound
            if done < start { body((offset + done)..<(offset + start), nil) }
            body((offset + start)..<(offset + end), token)
            done = end
        }
        if done < text.count { body((range.lowerBound + done)..<range.upperBound, nil) }
    }

    @inline(__always)
    private func nextMatch(
        in text: UnsafeBufferPointer<UInt8>, from position: Int
    ) -> (start: Int, end: Int, token: AddedToken)? {
        canStart.withUnsafeBufferPointer { canStart in
            for start in position..<max(position, text.count) where canStart[Int(text[start])] {
                if let (end, token) = longestMatch(in: text, at: start) {
                    return (start, end, tokens[token])
                }
            }
            return nil
        }
    }

    private func longestMatch(
        in text: UnsafeBufferPointer<UInt8>, at start: Int
    ) -> (end: Int, token: Int)? {
        var result: (end: Int, token: Int)?
        var node = 0
        var position = start
        while position < text.count, let next = child(of: node, text[position]) {
            node = next
            position += 1
            if nodes[node].token >= 0 { result = (position, Int(nodes[node].token)) }
        }
        return result
    }

    private func isSingleWord(_ range: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        if range.lowerBound > 0, Scalars.isWord(text.scalar(before: range.lowerBound)) {
            return false
        }
        return range.upperBound == text.count
            || !Scalars.isWord(text.scalar(at: range.upperBound).value)
    }

    private func child(of node: Int, _ byte: UInt8) -> Int? {
        var child = nodes[node].firstChild
        while child >= 0, nodes[Int(child)].byte != byte { child = nodes[Int(child)].nextSibling }
        return child >= 0 ? Int(child) : nil
    }

    private mutating func addChild(of node: Int, _ byte: UInt8) -> Int {
        nodes.append(Node(byte: byte, nextSibling: nodes[node].firstChild))
        nodes[node].firstChild = Int32(nodes.count - 1)
        return nodes.count - 1
    }
}
