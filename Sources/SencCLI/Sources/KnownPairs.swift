import SencFiles
import SencInput

/// Pairs of texts of which it is known how close they are, or whether they belong together.
struct KnownPairs {
    enum Answers {
        case scores([Double])
        case labels([Bool])
    }

    /// What the columns are called in the data sets that people have.
    private static let usualNames = (
        first: ["sentence1", "sentence_1", "sentence_A", "text1", "text_1", "question1", "first"],
        second: [
            "sentence2", "sentence_2", "sentence_B", "text2", "text_2", "question2", "second",
        ],
        score: ["score", "similarity_score", "similarity", "relatedness_score"],
        label: ["label", "labels", "is_duplicate"]
    )

    private(set) var pairs: [(first: String, second: String)] = []
    let answers: Answers

    /// - Parameters:
    ///   - paths: files of one kind of answer.
    ///   - columns: what the user says of them: first text, second text, score, label.
    /// - Throws: `KnownAnswerError`, `InputError`, `UsageError`.
    init(_ paths: [String], _ columns: ColumnNames, _ layout: RecordLayout) throws {
        let usual = Self.usualNames
        let isTold = columns.score != nil || columns.label != nil
        let fields = try [
            columns.field(layout.field, "--field", usual: usual.first, position: 0),
            columns.field(columns.second, "--second-field", usual: usual.second, position: 1),
            columns.field(
                columns.score, "--score-field", usual: isTold ? [] : usual.score,
                position: columns.label == nil ? 2 : nil, isOptional: columns.score == nil,
                isText: false),
            columns.field(
                columns.label, "--label", usual: isTold ? [] : usual.label, position: nil,
                isOptional: columns.label == nil, isText: false),
        ]
        let header = columns.header(
            areNamed: layout.field != nil || columns.second != nil || isTold, number: 2)
        var (scores, labels): ([Double], [Bool]) = ([], [])
        for path in paths {
            let reader = try layout.table(path, fields, header)
            while let row = try reader.next() {
                let (path, line) = (reader.path, row.line)
                let (score, label) = (row.values[2], row.values[3])
                if score == nil, label == nil {
                    guard !pairs.isEmpty else {
                        throw KnownAnswerError.neither(path: path, line: line)
                    }
                    throw KnownAnswerError.missing(
                        field: labels.isEmpty ? "score" : "label", path: path, line: line)
                }
                if let score {
                    guard labels.isEmpty else {
                        throw KnownAnswerError.otherKind(path: path, line: line)
                    }
                    guard let number = Self.number(score) else {
                        throw KnownAnswerError.notNumber(
                            score, field: "score", path: path, line: line)
                    }
                    scores.append(number)
                } else if let label {
                    guard scores.isEmpty else {
                        throw KnownAnswerError.otherKind(path: path, line: line)
                    }
                    guard let isTogether = Self.label(label) else {
                        throw KnownAnswerError.notLabel(
                            label, field: "label", path: path, line: line)
                    }
                    labels.append(isTogether)
                }
                pairs.append((row.values[0] ?? "", row.values[1] ?? ""))
            }
            reader.report()
        }
        guard !pairs.isEmpty else {
            throw KnownAnswerError.none(.pair, path: paths.joined(separator: ", "))
        }
        answers = labels.isEmpty ? .scores(scores) : .labels(labels)
    }

    /// A finite number, with or without space around it.
    static func number(_ text: String) -> Double? {
        let bytes = text.utf8.drop { $0 == 0x20 }.reversed().drop { $0 == 0x20 }.reversed()
        guard let number = Double(String(decoding: bytes, as: UTF8.self)), number.isFinite else {
            return nil
        }
        return number
    }

    private static func label(_ text: String) -> Bool? {
        switch text {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: break
        }
        switch number(text) {
        case 1: return true
        case 0: return false
        default: return nil
        }
    }
}
