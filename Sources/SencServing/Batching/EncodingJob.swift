import Senc

/// The texts of a request on their way through the queue.
///
/// What changes in it does so under the queue's lock.
final class EncodingJob: @unchecked Sendable {
    /// Texts that are tokenized by one thread at once, at most; the same in bytes.
    private static let textsPerSlice = 64
    private static let bytesPerSlice = 1 << 16
    /// Texts whose vectors are given out together.
    static let textsPerWindow = 256
    /// What a token has of UTF-8, about; until texts are tokenized.
    private static let bytesPerToken = 4

    /// The model's place among those that are served.
    let model: Int
    let encoder: SentenceEncoder
    let options: EncodingOptions
    let texts: [String]
    /// Parts of the texts, to be tokenized.
    let slices: [Range<Int>]
    /// Tokens of the texts, about.
    let estimatedTokens: Int

    var nextSlice = 0
    /// What each slice came to.
    var tokenized: [Result<[TokenizedText], any Error>?]
    /// `nil` until all texts are tokenized.
    var windows: [JobWindow]?
    private var nextWindow = 0
    /// Tokens that count in the queue for it.
    var waitingTokens: Int
    var isCancelled = false
    var failure: (any Error)?
    /// Whoever waits for a window.
    var waiting: (window: Int, continuation: CheckedContinuation<PreparedTexts?, any Error>)?
    var times = JobTimes()

    init(model: Int, encoder: SentenceEncoder, options: EncodingOptions, texts: [String]) {
        (self.model, self.encoder, self.options, self.texts) = (model, encoder, options, texts)
        var slices: [Range<Int>] = []
        var (start, bytes, all) = (0, 0, 0)
        for (index, text) in texts.enumerated() {
            let count = text.utf8.count
            if index > start,
                index - start == Self.textsPerSlice || bytes + count > Self.bytesPerSlice
            {
                slices.append(start..<index)
                (start, bytes) = (index, 0)
            }
            bytes += count
            all += count
        }
        if start < texts.count { slices.append(start..<texts.count) }
        self.slices = slices
        tokenized = [Result<[TokenizedText], any Error>?](repeating: nil, count: slices.count)
        estimatedTokens = texts.count * 2 + all / Self.bytesPerToken
        waitingTokens = estimatedTokens
    }

    /// The next sequence that nobody computes yet, if any.
    func nextItem() -> JobItem? {
        while nextWindow < windows?.count ?? 0 {
            while let item = windows?[nextWindow].items.last {
                if !item.claim.isTaken { return item }
                dropItem()
            }
            nextWindow += 1
        }
        return nil
    }

    /// Takes what `nextItem` gave out of the line.
    func dropItem() { _ = windows?[nextWindow].items.popLast() }
}

/// Texts whose vectors are given out together.
struct JobWindow: Sendable {
    let texts: PreparedTexts
    /// Sequences to be computed, the first at the end.
    var items: [JobItem] = []
    /// Sequences without a vector.
    var left = 0
}

/// A sequence of a job that is to be computed.
struct JobItem: Sendable {
    let claim: SequenceClaim
    let texts: PreparedTexts
    let sequence: Int
    let tokens: Int
}

/// A sequence that some jobs wait for: whichever's turn comes first computes it for all. It changes
/// under the queue's lock.
final class SequenceClaim: @unchecked Sendable {
    let key: SequenceKey
    var isTaken = false
    var waiters: [(job: EncodingJob, window: Int, sequence: Int)] = []

    init(_ key: SequenceKey) { self.key = key }
}
