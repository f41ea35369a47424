import Senc
import SencFiles

/// Says once that texts were cut.
struct OverflowReport {
    private let truncatedCount: Int
    private let longest: Int

    init(_ progress: JobProgress) {
        truncatedCount = progress.truncated
        longest = progress.longest
    }

    init(_ embeddings: Embeddings) {
        var progress = JobProgress()
        progress.add(embeddings)
        self.init(progress)
    }

    func report(limit: Int) {
        guard truncatedCount > 0 else { return }
        let texts = truncatedCount == 1 ? "1 text was" : "\(truncatedCount) texts were"
        Terminal.report(
            """
            warning: \(texts) cut at \(limit) tokens (the longest has \(longest)); --overflow error \
            refuses them, --overflow chunk averages their pieces
            """)
    }
}
