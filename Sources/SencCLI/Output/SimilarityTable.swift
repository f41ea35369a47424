import SencFiles
import SencMath

/// How close texts are, for eyes: one number of two texts, else a row for each text.
struct SimilarityTable {
    private var table: TerminalTable

    /// - Parameters:
    ///   - similarities: of all texts with all, or of the others with the first: [others, 1].
    ///   - isPair: whether there are two texts, so that nothing is to be told but the number.
    init(_ similarities: Matrix, _ texts: [String], isPair: Bool, _ printer: ScorePrinter) {
        let isMatrix = similarities.columns == texts.count
        let scores: [TerminalTable.Column] = (0..<similarities.columns).map {
            isMatrix
                ? .column(Message(verbatim: String($0 + 1)), .number) : .column("score", .number)
        }
        table = TerminalTable(
            isPair
                ? scores
                : isMatrix
                    ? [.column(Message(verbatim: ""), .number), .column("text", .text)] + scores
                    : scores + [.column("text", .text)],
            hasHeader: !isPair)
        for row in 0..<similarities.rows {
            let numbers: [any TerminalCell] = similarities[row].map {
                StyledText(printer.brief($0))
            }
            if isMatrix {
                table.rows.append(
                    [StyledText(String(row + 1)), StyledText(texts[row].asOneLine)] + numbers)
            } else {
                let text = StyledText(texts[row + 1].asOneLine)
                table.rows.append(isPair ? numbers : numbers + [text])
            }
        }
    }

    var bytes: [UInt8] { table.bytes }
}
