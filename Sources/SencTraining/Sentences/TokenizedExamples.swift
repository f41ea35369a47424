internal import Senc
internal import SencMath

/// The tokens of examples' texts, those of each text once.
struct TokenizedExamples: Sendable {
    /// Of each column, the examples' texts by their places among all.
    private(set) var columns: [[Int32]] = []
    let labels: SentenceExamples.Labels?
    /// What a teacher tells of the examples, if a loss needs one.
    var teacher: TeacherVectors?

    /// Texts by their places.
    struct Texts: Sendable {
        fileprivate(set) var ids: [[Int32]] = []
        /// Leading tokens of each that pooling leaves out.
        fileprivate(set) var skipped: [Int] = []
        private var places: [[Int32]: Int32] = [:]

        mutating func place(of ids: [Int32], skipping skipped: Int) -> Int32 {
            if let place = places[ids] { return place }
            let place = Int32(self.ids.count)
            places[ids] = place
            self.ids.append(ids)
            self.skipped.append(skipped)
            return place
        }
    }

    /// - Parameters:
    ///   - prompts: what goes before the texts of each column; `nil` for the model's default.
    ///   - texts: to which those are added that are not there.
    /// - Throws: `EncodingError`
    init(
        _ examples: SentenceExamples, _ tokenizer: TextTokenizer, prompts: [String?],
        maximumTokens: Int?, adding texts: inout Texts, _ workers: WorkerPool
    ) throws {
        labels = examples.labels
        for (list, prompt) in zip(examples.columns, prompts) {
            let rules = try tokenizer.rules(
                for: EncodingOptions(maximumTokens: maximumTokens, prompt: prompt))
            let sequences = try workers.map(items: list.count, grain: 64) { index in
                try tokenizer.tokenize(list[index], index: index, rules).sequences[0]
            }
            columns.append(
                sequences.map { texts.place(of: $0, skipping: rules.unpooledTokens) })
        }
    }

    /// Pairs of texts with a class: two columns, scores of 1 for the same class and 0 for two.
    init(_ pairs: [LabelPairs.Pair], of texts: TokenizedExamples) {
        let places = texts.columns[0]
        columns = [pairs.map { places[$0.first] }, pairs.map { places[$0.second] }]
        labels = .scores(pairs.map { $0.isSame ? 1 : 0 })
    }

    /// Each text twice.
    var doubled: TokenizedExamples {
        var other = self
        other.columns += columns
        return other
    }

    var count: Int { columns[0].count }

    /// The texts of some examples, column by column.
    func texts(of rows: [Int]) -> [Int] {
        columns.flatMap { column in rows.map { Int(column[$0]) } }
    }

    /// The labels of some examples.
    func labels(of rows: [Int]) -> BatchLabels? {
        if let teacher { return teacher.labels(of: rows) }
        return switch labels {
        case nil: nil
        case .scores(let scores): .scores(rows.map { scores[$0] })
        case .classes(let classes, _): .classes(rows.map { classes[$0] })
        }
    }
}
