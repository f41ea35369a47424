/// What tokens the merges of a byte-pair encoding make on the way to a token.
///
/// Merges inside of the bytes of a token that a text has are those that its characters alone would
/// get: none across its ends was made, or the token would not end there, and which of the others
/// comes next does not depend on what is around them. So the way to a token is the same in every text.
struct MergeTree {
    private let model: BytePair
    /// The pair that makes each token, one of them if there are several.
    private let parts: [Int32: (left: Int32, right: Int32)]

    init(_ model: BytePair) {
        self.model = model
        let prefix = model.options.continuingPrefix.count
        var parts: [Int32: (left: Int32, right: Int32)] = [:]
        for (left, right) in model.merges.pairs {
            guard let merge = model.merges[left, right],
                // Both add bytes, so that a token is made of shorter ones.
                (model.vocabulary.token(of: left)?.count ?? 0) > 0,
                (model.vocabulary.token(of: right)?.count ?? 0) > prefix
            else { continue }
            parts[merge.id] = (left, right)
        }
        self.parts = parts
    }

    /// The tokens that a token is made of, its characters first, as far as they are tokens.
    func partsOnTheWay(to id: Int32) -> Set<Int32> {
        var symbols = characters(of: id)
        var found = Set(symbols)
        while symbols.count > 1 {
            var best: (index: Int, merge: MergeTable.Merge)?
            for index in 1..<symbols.count {
                guard let merge = model.merges[symbols[index - 1], symbols[index]],
                    merge.rank < best?.merge.rank ?? .max
                else { continue }
                best = (index, merge)
            }
            guard let best else { break }
            symbols[best.index - 1] = best.merge.id
            symbols.remove(at: best.index)
            found.insert(best.merge.id)
        }
        return found
    }

    /// Whatever way leads to the token, its characters are the same.
    private func characters(of id: Int32) -> [Int32] {
        var limit = model.vocabulary.token(of: id)?.count ?? 0
        var open = [id]
        var result: [Int32] = []
        while let next = open.popLast() {
            guard let pair = parts[next], limit > 0 else {
                result.append(next)
                continue
            }
            limit -= 1
            open.append(pair.right)
            open.append(pair.left)
        }
        return result
    }
}
