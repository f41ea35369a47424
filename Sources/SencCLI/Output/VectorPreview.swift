import Senc
import SencFiles

/// The vectors of texts for eyes: the first numbers of each, and what it is of.
struct VectorPreview {
    private static let shownNumbers = 4

    private let texts: [String]
    private let embeddings: Embeddings

    init(of texts: [String], _ embeddings: Embeddings) {
        (self.texts, self.embeddings) = (texts, embeddings)
    }

    func bytes(hasHeader: Bool) -> [UInt8] {
        var table = TerminalTable(
            [
                .column("text", .text), .column("tokens", .number),
                .column(
                    embeddings.dimension == 1
                        ? "vector of 1 number" : "vector of \(embeddings.dimension) numbers", .word),
            ], hasHeader: hasHeader)
        for (text, embedding) in zip(texts, embeddings) {
            let count = String(embedding.tokenCount)
            table.append(
                StyledText(text.asOneLine),
                StyledText(
                    embedding.isTruncated
                        ? localized("\(count) of \(embedding.untruncatedTokenCount)") : count),
                StyledText(Self.numbers(embedding.vector)))
        }
        return table.bytes
    }

    private static func numbers(_ vector: [Float]) -> String {
        let shown = vector.prefix(shownNumbers).map {
            decimal(Double($0), 4).paddedBefore(to: 7)
        }
        return shown.joined(separator: " ") + (vector.count > shownNumbers ? " …" : "")
    }

    /// Says how all the numbers are got.
    static func hint() {
        Terminal.report(
            "all the numbers: --output vectors.npy, --format jsonl, or a pipe to another program")
    }
}
