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
        Terminal.report(
            truncatedCount == 1
                ? """
                warning: 1 text was cut at \(limit) tokens (the longest has \(longest)); --overflow \
                error refuses them, --overflow chunk averages their pieces
                """
                : """
                warning: \(truncatedCount) texts were cut at \(limit) tokens (the longest has \
                \(longest)); --overflow error refuses them, --overflow chunk averages their pieces
                """)
    }
}
