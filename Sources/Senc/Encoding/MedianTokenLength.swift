internal import SencTokenizers
internal import Synchronization

/// The median length of a vocabulary's tokens in scalars, found when it is first asked for.
final class MedianTokenLength: Sendable {
    private let tokenizer: Tokenizer
    private let found = Mutex<Int?>(nil)

    init(of tokenizer: Tokenizer) {
        self.tokenizer = tokenizer
    }

    /// Rounded down; at least 1.
    var value: Int {
        found.withLock { found in
            if let found { return found }
            let lengths = (0..<Int32(clamping: tokenizer.idLimit))
                .compactMap { tokenizer.token(for: $0)?.unicodeScalars.count }.sorted()
            let middle = lengths.count / 2
            let median =
                lengths.isEmpty
                ? 1
                : lengths.count.isMultiple(of: 2)
                    ? (lengths[middle - 1] + lengths[middle]) / 2 : lengths[middle]
            found = max(median, 1)
            return max(median, 1)
        }
    }
}
