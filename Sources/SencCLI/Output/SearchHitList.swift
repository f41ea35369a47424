import SencFiles
import SencInput

/// What a search found, as it is printed.
struct SearchHitList {
    /// A list for each query.
    let answers: [[SearchHit]]
    /// What was searched for; none if it was vectors.
    let queries: [String]
    let form: SearchHitForm
    /// Of the files that lines are shown of; UTF-8 if not given.
    var encoding: TextEncoding? = nil
    var printer = ScorePrinter()

    /// Lines of score, place, text, id and fields between tabs, what is not known left out; the
    /// lists under headings if there are several.
    /// - Parameter context: lines of the file to print before and after a passage, as grep does;
    ///   `nil` to print none.
    func table(context: Int?) -> [UInt8] {
        var output = ""
        for (query, found) in answers.enumerated() {
            if answers.count > 1 {
                let name = queries.isEmpty ? "query \(query)" : queries[query].onOneLine()
                output += (query > 0 ? "\n" : "") + "# \(name)\n"
            }
            for (number, answer) in found.enumerated() {
                let place = "\(answer.file):\(answer.lines.lowerBound)"
                let known = [answer.text.map(shown), answer.id].compactMap { $0 } + answer.fields
                output += ([printer.text(answer.score), place] + known.map { $0.onOneLine() })
                    .joined(separator: "\t")
                output += "\n"
                guard let context, answer.hasContext else { continue }
                output += lines(around: answer.lines, of: answer.file, context)
                if number + 1 < found.count { output += "--\n" }
            }
        }
        return Array(output.utf8)
    }

    /// A passage without its line breaks and indentation.
    private func shown(_ text: String) -> String {
        guard form.isPassage else { return text }
        return text.unicodeScalars.split { $0.properties.isWhitespace }
            .map { String($0) }.joined(separator: " ")
    }

    /// The lines of a passage and around it; none if the file can no longer be read so far.
    func lines(
        around lines: ClosedRange<Int>, of file: FileName, _ context: Int
    ) -> String {
        var output = ""
        let first = max(lines.lowerBound - min(context, lines.lowerBound), 1)
        guard lines.lowerBound > 0,
            let reader = try? RecordReader(
                path: file.string, encoding: encoding, isRegular: true),
            (try? reader.skip(first - 1)) == first - 1
        else { return "" }
        let name = file.description
        var number = first
        while number - lines.upperBound <= context, let line = try? reader.next() {
            let mark = lines.contains(number) ? ":" : "-"
            output += "\(name)\(mark)\(number)\(mark)\(line.text.onOneLine())\n"
            number += 1
        }
        return output
    }

    /// A row a hit.
    var rows: ResultRows {
        let known = (form.hasTexts ? ["text"] : []) + (form.hasIDs ? ["id"] : []) + form.fields
        var rows = ResultRows(
            (queries.isEmpty ? [] : ["query"]) + ["score", "index", "file", "line"] + known)
        for (query, found) in answers.enumerated() {
            for hit in found {
                let place = [
                    printer.cell(hit.score), String(hit.index), hit.file.description,
                    String(hit.lines.lowerBound),
                ]
                rows.append(
                    (queries.isEmpty ? [] : [queries[query]]) + place
                        + (form.hasTexts ? [hit.text ?? ""] : [])
                        + (form.hasIDs ? [hit.id ?? ""] : []) + hit.fields)
            }
        }
        return rows
    }

    /// A JSON object a query.
    var objects: [UInt8] {
        var lines = JSONLines()
        for (query, found) in answers.enumerated() {
            lines.object { object in
                if !queries.isEmpty { object.member("query", queries[query]) }
                object.array("indices", found) { $0.value($1.index) }
                object.array("scores", found) { printer.write($1.score, to: &$0) }
                if form.hasTexts { object.array("texts", found) { $0.value($1.text ?? "") } }
                if form.hasIDs { object.array("ids", found) { $0.value($1.id ?? "") } }
                if !form.fields.isEmpty {
                    object.array("fields", found) { writer, answer in
                        writer.fields(form.fields, answer.fields)
                    }
                }
                if form.namesFiles {
                    object.array("files", found) { $0.value($1.file) }
                    object.array("lines", found) {
                        $0.value([$1.lines.lowerBound, $1.lines.upperBound])
                    }
                }
            }
        }
        return lines.bytes
    }
}
