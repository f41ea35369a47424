import SencFiles
import SencMath

extension SearchHitList {
    /// The answers for eyes: in columns, texts cut to the terminal's width around what matters.
    /// - Parameters:
    ///   - context: as of `table`.
    ///   - sentences: finds the sentence of a text that its query is closest to; `nil` to leave that.
    ///   - vectors: of the queries.
    func terminalTable(
        context: Int?, sentences: ClosestSentences?, closestTo vectors: Matrix
    ) throws -> [UInt8] {
        let texts = answers.map { $0.map { $0.text?.asOneLine ?? "" } }
        let places = try sentences?.places(in: texts, closestTo: vectors)
        let style = TerminalStyle.ofResults
        var output = ""
        for (query, found) in answers.enumerated() {
            if answers.count > 1 {
                let name =
                    queries.isEmpty ? localized("query \(query + 1)") : queries[query].asOneLine
                let heading = name.fitted(to: Terminal.resultColumns)
                output += (query > 0 ? "\n" : "") + style.styled(heading, .bold) + "\n"
            }
            let words = queries.isEmpty ? [] : Excerpt.words(of: queries[query])
            let excerpts = texts[query].indices.map { number in
                Excerpt(
                    text: texts[query][number], place: places?[query][number], words: words)
            }
            output += rows(of: found, excerpts, context, style)
        }
        return Array(output.utf8)
    }

    private func rows(
        of found: [SearchHit], _ excerpts: [Excerpt], _ context: Int?, _ style: TerminalStyle
    ) -> String {
        var table = TerminalTable(
            [.column("score", .number), .column("place", .path)]
                + (form.hasTexts ? [.column("text", .text)] : [])
                + (form.hasIDs ? [.column("id", .text)] : [])
                + form.fields.map { .column(Message(verbatim: $0.onOneLine()), .text) },
            hasHeader: form.hasIDs || !form.fields.isEmpty)
        for (answer, excerpt) in zip(found, excerpts) {
            let place = StyledText([
                (answer.file.description, .magenta), (":", nil),
                (String(answer.lines.lowerBound), .green),
            ])
            var cells: [any TerminalCell] = [StyledText(printer.brief(answer.score)), place]
            if form.hasTexts { cells.append(excerpt) }
            if form.hasIDs { cells.append(StyledText((answer.id ?? "").onOneLine())) }
            table.rows.append(cells + answer.fields.map { StyledText($0.asOneLine) })
        }
        var lines = table.lines(width: Terminal.resultColumns, style)
        guard let context else { return lines.map { $0 + "\n" }.joined() }
        var output = ""
        if table.hasHeader { output += lines.removeFirst() + "\n" }
        for (number, (answer, line)) in zip(found, lines).enumerated() {
            output += line + "\n"
            guard answer.hasContext else { continue }
            output += self.lines(around: answer.lines, of: answer.file, context)
            if number + 1 < found.count { output += style.styled("--", .dim) + "\n" }
        }
        return output
    }
}
