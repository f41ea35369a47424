internal import Senc
internal import SencMath

/// What a teacher, another model, tells of examples.
struct TeacherVectors: Sendable {
    /// What a loss takes of it.
    enum Form: Sendable {
        /// The vectors of the first column, which those of all are to be as.
        case vectors
        /// The vectors of all columns, which tell negatives from texts that are not.
        case guides
        /// How similar the first column's text is to each other one.
        case scores
    }

    let form: Form
    /// Of each column that is needed [examples, dimension].
    private let columns: [Matrix]

    /// - Throws: `EncodingError`, and what `report` does.
    init(
        of examples: SentenceExamples, _ teacher: SentenceEncoder, _ form: Form,
        report: (_ done: Int, _ all: Int) throws -> Void
    ) throws {
        self.form = form
        let needed = form == .vectors ? 1 : examples.columns.count
        var columns: [Matrix] = []
        for (index, texts) in examples.columns.prefix(needed).enumerated() {
            let options =
                form == .vectors
                ? EncodingOptions(promptName: teacher.comparisonPromptName)
                : teacher.options(for: index == 0 ? .query : .passage)
            var elements: [Float] = []
            var width = teacher.dimension
            for start in stride(from: 0, to: texts.count, by: Self.run) {
                try report(index * texts.count + start, needed * texts.count)
                let part = Array(texts[start..<min(start + Self.run, texts.count)])
                let vectors = try teacher.encode(part, options: options).matrix
                width = vectors.columns
                elements += vectors.elements
            }
            columns.append(Matrix(rows: texts.count, columns: width, elements: elements))
        }
        self.columns = columns
        let all = needed * examples.count
        try report(all, all)
    }

    /// Texts that are encoded between two reports.
    private static let run = 512

    var dimension: Int { columns[0].columns }

    /// What is told of some examples.
    func labels(of rows: [Int]) -> BatchLabels {
        switch form {
        case .vectors: .teacherVectors(vectors(of: rows))
        case .guides: .guideVectors(vectors(of: rows))
        case .scores:
            .teacherScores(
                rows.flatMap { row in
                    columns.dropFirst().map { dotProduct(columns[0][row], $0[row]) }
                }, count: columns.count - 1)
        }
    }

    private func vectors(of rows: [Int]) -> SentenceVectors {
        let vectors = SentenceVectors(
            columns: columns.count, rows: rows.count, dimension: dimension)
        for (index, column) in columns.enumerated() {
            for (place, row) in rows.enumerated() {
                let target = vectors[index, place]
                for (component, value) in column[row].enumerated() { target[component] = value }
            }
        }
        return vectors
    }
}
