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
    private func lines(
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

    /// A JSON object a query.
    var objects: [UInt8] {
        var text = JSONText()
        for (query, found) in answers.enumerated() {
            text.append(raw: "{")
            if !queries.isEmpty {
                text.append(raw: "\"query\":")
                text.append(string: queries[query])
                text.append(raw: ",")
            }
            text.append(raw: "\"indices\":")
            text.append(array: found) { $0.append(raw: String($1.index)) }
            text.append(raw: ",\"scores\":")
            text.append(array: found) { $0.append($1.score, printer) }
            if form.hasTexts {
                text.append(raw: ",\"texts\":")
                text.append(array: found) { $0.append(string: $1.text ?? "") }
            }
            if form.hasIDs {
                text.append(raw: ",\"ids\":")
                text.append(array: found) { $0.append(string: $1.id ?? "") }
            }
            if !form.fields.isEmpty {
                text.append(raw: ",\"fields\":")
                text.append(array: found) { $0.append(fields: form.fields, $1.fields) }
            }
            if form.namesFiles {
                text.append(raw: ",\"files\":")
                text.append(array: found) { $0.append(name: $1.file) }
                text.append(raw: ",\"lines\":")
                text.append(array: found.map(\.lines)) {
                    $0.append(raw: "[\($1.lowerBound),\($1.upperBound)]")
                }
            }
            text.append(raw: "}\n")
        }
        return text.bytes
    }
}

extension JSONText {
    fileprivate mutating func append(fields names: [String], _ values: [String]) {
        append(raw: "{")
        for (index, (name, value)) in zip(names, values).enumerated() {
            if index > 0 { append(raw: ",") }
            append(string: name)
            append(raw: ":")
            append(string: value)
        }
        append(raw: "}")
    }
}
