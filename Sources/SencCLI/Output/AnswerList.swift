import SencFiles
import SencInput

/// What a search found, as it is printed.
struct AnswerList {
    /// A list for each query.
    let answers: [[Answer]]
    /// What was searched for; none if it was vectors.
    let queries: [String]
    let form: AnswerForm
    /// Of the files that lines are shown of; UTF-8 if not given.
    var encoding: TextEncoding? = nil

    /// Lines of score, place and text between tabs, the lists under headings if there are several.
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
                output += "\(answer.score)\t\(answer.place.onOneLine())"
                if let text = answer.text { output += "\t" + shown(text).onOneLine() }
                output += "\n"
                guard let context, let (file, lines) = answer.source else { continue }
                output += self.lines(around: lines, of: file, context)
                if number + 1 < found.count { output += "--\n" }
            }
        }
        return Array(output.utf8)
    }

    /// A passage without its line breaks and indentation.
    private func shown(_ text: String) -> String {
        guard form == .passages else { return text }
        return text.unicodeScalars.split { $0.properties.isWhitespace }
            .map { String($0) }.joined(separator: " ")
    }

    /// The lines of a passage and around it; none if the file can no longer be read so far.
    private func lines(
        around lines: ClosedRange<Int>, of file: String, _ context: Int
    ) -> String {
        var output = ""
        let first = max(lines.lowerBound - min(context, lines.lowerBound), 1)
        guard lines.lowerBound > 0,
            let reader = try? RecordReader(path: file, encoding: encoding),
            (try? reader.skip(first - 1)) == first - 1
        else { return "" }
        let name = file.onOneLine()
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
            text.append(array: found) { $0.append(number: $1.score) }
            if form != .vectors {
                text.append(raw: ",\"texts\":")
                text.append(array: found) { $0.append(string: $1.text ?? "") }
            }
            if form == .passages {
                text.append(raw: ",\"files\":")
                text.append(array: found) { $0.append(string: $1.source?.file ?? "") }
                text.append(raw: ",\"lines\":")
                text.append(array: found.compactMap(\.source?.lines)) {
                    $0.append(raw: "[\($1.lowerBound),\($1.upperBound)]")
                }
            }
            text.append(raw: "}\n")
        }
        return text.bytes
    }
}
