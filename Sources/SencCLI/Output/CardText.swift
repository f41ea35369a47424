import SencFiles

/// The text of a model's card, `README.md`, as hubs of models read it.
struct CardText {
    /// The drawing of the loss beside it.
    static let curveName = "curve.svg"

    private var lines = ["---"]

    /// - Parameters:
    ///   - languages: that the model is for.
    ///   - facts: what else the hub is told, as lines of YAML.
    init(_ title: String, languages: [String], facts: [String], tags: [String]) {
        if !languages.isEmpty {
            lines.append("language:")
            // Quoted, for YAML takes no for false.
            lines += languages.map { "- \"\($0)\"" }
        }
        lines += facts + ["tags:"] + tags.map { "- " + $0 } + ["---", "", "# \(title)", ""]
    }

    mutating func add(_ paragraph: String) { lines += [paragraph, ""] }

    /// - Parameter sets: of each, its files and what is in them.
    mutating func add(data sets: [(files: [String], counts: String)]) {
        lines += ["## Data", ""]
        for (files, counts) in sets {
            lines += files.map { "- \(Path.lastComponent(of: $0).onOneLine())" } + ["", counts, ""]
        }
    }

    /// Adds what was learned with, and the drawing of the loss.
    mutating func add(learning arguments: [(String, String)]) {
        lines += ["## Learning", ""]
        add(("argument", "value"), arguments)
        add("![loss](\(Self.curveName))")
    }

    /// Adds a table of two columns.
    mutating func add(_ header: (String, String), _ rows: [(String, String)]) {
        lines += ["| \(header.0) | \(header.1) |", "|---|---|"]
        lines += rows.map { "| \($0.0) | \($0.1) |" } + [""]
    }

    /// Adds the loss on what was held out.
    mutating func add(before: Double?, best: Double?, after count: Int, _ unit: String) {
        guard let before, let best else { return }
        add(
            "Loss on texts that were held out: \(decimal(before, 4)) before, "
                + "\(decimal(best, 4)) after \(count) \(unit).")
    }

    var bytes: [UInt8] { Array(lines.joined(separator: "\n").utf8) }
}
