import Senc

/// Counts the texts that were cut, to say so once.
struct OverflowReport {
    private var truncatedCount = 0
    private var longest = 0

    mutating func add(_ embeddings: Embeddings) {
        truncatedCount += embeddings.truncatedCount
        longest = max(longest, embeddings.untruncatedTokenCounts.max() ?? 0)
    }

    func report(limit: Int) {
        guard truncatedCount > 0 else { return }
        let texts = truncatedCount == 1 ? "1 text was" : "\(truncatedCount) texts were"
        Terminal.report(
            "warning: \(texts) cut at \(limit) tokens (the longest has \(longest)); --overflow "
                + "error refuses them, --overflow chunk averages their pieces")
    }
}
