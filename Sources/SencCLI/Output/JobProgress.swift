import Senc
import SencFiles

/// How much of a job over texts is done.
struct JobProgress: Equatable {
    /// Records read whose results are on the disk.
    var records = 0
    /// Of the input, up to the end of those records.
    var digest: UInt64 = 0
    /// Bytes of the output and of the file of ids that hold their results.
    var outputBytes = 0
    var idBytes = 0
    var tokens = 0
    var truncated = 0
    /// Tokens of the longest text, cut or not.
    var longest = 0

    mutating func add(_ embeddings: Embeddings) {
        records += embeddings.count
        tokens += embeddings.tokenCounts.reduce(0, +)
        truncated += embeddings.truncatedCount
        longest = max(longest, embeddings.untruncatedTokenCounts.max() ?? 0)
    }

    /// What came of the texts.
    var summary: Message {
        let texts: Message = records == 1 ? "1 text" : "\(records) texts"
        let counted: Message = tokens == 1 ? "1 token" : "\(tokens) tokens"
        let cut: Message = truncated == 1 ? "1 truncated" : "\(truncated) truncated"
        return "\(texts), \(counted), \(cut)"
    }
}
