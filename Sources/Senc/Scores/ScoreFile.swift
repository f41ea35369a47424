internal import SencFiles

/// Distributions that were measured before and are kept in a model's directory, for the prompts that
/// go before texts by themselves.
///
/// `{"format":"senc scores","version":1,"distributions":[{"metric":"cosine","prompts":["query: ",
/// "passage: "],"quantiles":[…],"tail":0.01,"identical":1}]}`; `Benchmarks/roles/scores.py`
/// writes it.
struct ScoreFile: Sendable {
    static let fileName = "scores.json"
    private static let format = "senc scores"
    private static let maximumBytes = 1 << 20
    private static let maximumCount = 64

    struct Entry: Sendable, Equatable {
        let metric: String
        /// What goes before the first and the second text.
        let prompts: [String]
        let scale: ScoreScale
    }

    let entries: [Entry]

    /// - Returns: `nil` if there is none.
    /// - Throws: `ModelError.invalidConfiguration` if it is not what it should be.
    init?(directory: String) throws {
        let path = Path.join(directory, Self.fileName)
        guard Path.exists(path) else { return nil }
        let file = try ConfigurationFile(path: path, limit: Self.maximumBytes)
        guard try file.string("format") == Self.format else {
            throw file.invalid("format", "must be \(Self.format.quoted())")
        }
        guard try file.integer("version", in: 1...1) == 1 else {
            throw file.invalid("version", "is missing")
        }
        guard let list = file.json("distributions")?.elements, list.count <= Self.maximumCount
        else {
            throw file.invalid(
                "distributions", "must be an array of at most \(Self.maximumCount)")
        }
        entries = try list.enumerated().map { index, value in
            guard let entry = Entry(value) else {
                throw file.invalid(
                    "distributions[\(index)]",
                    """
                    must have a metric, two prompts, \(ScoreScale.quantileCount) ascending \
                    quantiles, a positive tail and a larger score of identical texts
                    """)
            }
            return entry
        }
    }

    func scale(_ metric: String, _ prompts: [String]) -> ScoreScale? {
        entries.first { $0.metric == metric && $0.prompts == prompts }?.scale
    }
}

extension ScoreFile.Entry {
    fileprivate init?(_ json: JSON) {
        guard let metric = json["metric"]?.string, let names = json["prompts"]?.elements,
            let quantiles = json["quantiles"]?.numbers, let tail = json["tail"]?.double,
            let identical = json["identical"]?.double,
            let scale = ScoreScale(quantiles: quantiles, tail: tail, identical: identical)
        else { return nil }
        let prompts = names.compactMap(\.string)
        guard prompts.count == 2, names.count == 2 else { return nil }
        (self.metric, self.prompts, self.scale) = (metric, prompts, scale)
    }
}
