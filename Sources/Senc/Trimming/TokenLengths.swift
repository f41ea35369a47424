internal import SencTokenizers

/// The median length of the tokens that are kept of a vocabulary, as more are.
struct TokenLengths {
    /// In scalars, by id; `nil` for ids of no token.
    private let lengths: [Int?]
    /// How many tokens that are kept have each length.
    private var counts: [Int: Int] = [:]
    private var count = 0

    init(of tokenizer: Tokenizer) {
        lengths = (0..<Int32(clamping: tokenizer.idLimit)).map {
            tokenizer.token(for: $0)?.unicodeScalars.count
        }
    }

    /// All of tokens.
    var ids: [Int32] {
        lengths.indices.filter { lengths[$0] != nil }.map { Int32(truncatingIfNeeded: $0) }
    }

    mutating func keep(_ id: Int32) {
        guard let length = lengths[Int(id)] else { return }
        counts[length, default: 0] += 1
        count += 1
    }

    mutating func recount(_ selection: VocabularySelection) {
        (counts, count) = ([:], 0)
        for id in ids where selection.contains(id) { keep(id) }
    }

    /// Of all tokens.
    var median: Int {
        let sorted = lengths.compactMap(\.self).sorted()
        return Self.median(sorted.count) { sorted[$0] }
    }

    /// Of the tokens that are kept.
    var keptMedian: Int {
        let sorted = counts.sorted { $0.key < $1.key }
        return Self.median(count) { index in
            var left = index
            for (length, count) in sorted {
                if left < count { return length }
                left -= count
            }
            return 0
        }
    }

    /// Rounded down, at least 1, as `MedianTokenLength` has it.
    private static func median(_ count: Int, _ length: (Int) -> Int) -> Int {
        guard count > 0 else { return 1 }
        let middle = count / 2
        let median =
            count.isMultiple(of: 2) ? (length(middle - 1) + length(middle)) / 2 : length(middle)
        return max(median, 1)
    }

    /// All tokens, those first that bring the median of fewer to one that is wanted: of that length,
    /// then of those beyond it.
    func ids(towards median: Int) -> [Int32] {
        let isBelow = keptMedian < median
        func distance(_ id: Int32) -> Int {
            let difference = (lengths[Int(id)] ?? 0) - median
            return isBelow
                ? (difference >= 0 ? difference : 1 << 32)
                : (difference <= 0 ? -difference : 1 << 32)
        }
        return ids.map { ($0, distance($0)) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }
}
