import ArgumentParser
import SencAnalysis
import SencFiles
import SencMaps
import SencMath
import SencVectors

struct MapCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "map",
        abstract: localized("Draw texts as points, those close in meaning together."),
        discussion: localized(
            """
            The name of the output tells what is written: a page to look at in a browser (.html), \
            a drawing (.svg, .png), the points with their labels and texts (.csv, .jsonl), or the \
            vectors for TensorBoard's projector (NAME.tsv, and NAME.metadata.tsv beside it). Points \
            are colored by cluster, named after its most central text, or by --label. Vectors, \
            FILE.npy, have their texts in FILE.txt; the texts of word vectors are their words.

            Examples:
              senc map sentences.txt --output map.html
              senc map reviews.csv --field text --label stars --output map.svg
              senc map words.vec --limit 2000 --output words.html
            """))

    @Argument(help: .text("Files as --input takes them.", valueName: "file"), completion: .files)
    var names: [String] = []

    @Option(
        name: .shortAndLong,
        help: .text(
            "The file to write: .html, .svg, .png, .csv, .jsonl or .tsv.", valueName: "file"),
        completion: .files)
    var output: String

    @Option(
        name: .shortAndLong,
        help: .text("The kind of file, if its name does not tell; tsv is for TensorBoard."))
    var format: Format?

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case html, svg, png, csv, jsonl, tsv
    }

    @Option(
        help: .text("How vectors become points: t-SNE keeps neighbors, PCA the widest directions."))
    var method = Method.tsne

    @Option(help: .text("About how many neighbors count for each text in t-SNE. (default: 30)"))
    var perplexity: Double?

    @Option(help: .text("What t-SNE and k-means begin with; the same seed gives the same map."))
    var seed: UInt64 = 0

    @Option(help: .text("How many clusters k-means makes; up to 8 if not given, 1 for none."))
    var clusters: Int?

    @Option(
        help: .text(
            "Color by this field or column of JSON Lines, CSV or TSV instead.", valueName: "name"),
        completion: .column)
    var label: String?

    @Option(
        help: .text(
            """
            How many of the texts or words are drawn at most, the first ones, which of words are \
            the most frequent.
            """))
    var limit: Int?

    @Option(help: .text("The map's title; the first file's name if not given."))
    var title: String?

    @OptionGroup var files: FileOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions

    enum Method: String, CaseIterable, ExpressibleByArgument {
        case tsne, pca
    }

    func validate() throws {
        if names.isEmpty, files.input.isEmpty, !Terminal.hasInput {
            throw UsageError("give a file of texts or vectors (- for standard input)")
        }
        if clusters != nil, label != nil {
            throw UsageError("give --clusters or --label, not both")
        }
        try UsageError.requireAtLeast(1, limit, "--limit")
        try UsageError.requirePositive(perplexity, "--perplexity")
        if perplexity != nil, method != .tsne {
            throw UsageError("--perplexity is for --method tsne")
        }
        _ = try kind()
    }

    func run() throws {
        let format = try kind()
        try checkOutput()
        let corpus = try open()
        guard corpus.vectors.count > 0 else {
            throw JobError.noText(path: inputs.joined(separator: ", "))
        }
        let labels = try corpus.labels ?? clusterNames(of: corpus)
        let points =
            format == .projector
            ? Matrix(rows: corpus.vectors.count, columns: 2) : try points(of: corpus.vectors)
        let map = try TextMap(
            coordinates: points, texts: corpus.texts, labels: labels,
            title: title ?? inputs.first.map { $0 == "-" ? "" : Path.lastComponent(of: $0) } ?? "")
        let contents = try map.contents(as: format, of: corpus.vectors)
        if format == .projector, let metadata = map.projectorMetadata() {
            try ResultOutput(MapFormat.metadataPath(output)).write(Array(metadata.utf8))
        }
        try ResultOutput(output).write(contents)
        let letters = format == .png ? map.lettersWithoutGlyph : ""
        if !letters.isEmpty {
            Terminal.report(
                """
                warning: these letters are boxes in the picture: \(letters.quoted()); a .svg or \
                .html file has them (\(output))
                """)
        }
        let count = points.rows
        if let labels {
            let groups = Set(labels).count
            Terminal.report(
                groups == 1
                    ? "\(count) points in 1 group (\(output))"
                    : "\(count) points in \(groups) groups (\(output))")
        } else {
            Terminal.report("\(count) points (\(output))")
        }
    }

    /// Whatever cannot be written, or is an input, is an error before the work.
    private func checkOutput() throws {
        let isProjector = try kind() == .projector
        try UsageError.requireDistinct(
            [output] + (isProjector ? [MapFormat.metadataPath(output)] : []), from: inputs)
        // A pipe's reader would take this for all there is.
        if Path.kind(of: output) != .other { _ = try OutputFile(path: output) }
    }

    private var inputs: [String] {
        let given = names + files.input
        return given.isEmpty ? ["-"] : given
    }

    private func open() throws -> Corpus {
        // A table has a row for each record; in a drawing, blank texts are points of nothing.
        return try CorpusOptions(files, inputs, model, texts).open(
            labelField: label, keepsBlank: !kind().isDrawing, limit: limit)
    }

    private func points(of vectors: StoredVectors) throws -> Matrix {
        guard method == .tsne else {
            return try PrincipalComponents.plane(of: vectors, threads: model.threads)
        }
        var shown = -1
        let wanted = perplexity ?? TSNE.defaultPerplexity
        let result = try TSNE(vectors, perplexity: wanted, seed: seed, threads: model.threads) {
            guard Int($0 * 100) > shown else { return }
            shown = Int($0 * 100)
            let map = localized("map of \(vectors.count.grouped(in: .current)) texts")
            Terminal.show("\(ProgressBar.bar($0))  \(map)")
        }
        Terminal.show("")
        if result.perplexity < wanted {
            Terminal.report(
                """
                too few different texts for a perplexity of \(wanted): lowered to \
                \((result.perplexity * 10).rounded() / 10)
                """)
        }
        return result.coordinates
    }

    /// The names of the texts' clusters; `nil` for one cluster.
    private func clusterNames(of corpus: Corpus) throws -> [String]? {
        let count = clusters ?? TextMap.clusterCount(of: corpus.vectors.count)
        guard count != 1 else { return nil }
        let members = try KMeans(
            corpus.vectors, clusters: count, seed: seed, threads: model.threads
        ).members(of: corpus.vectors)
        return TextMap.labels(ofClusters: members, texts: corpus.texts)
    }

    /// - Throws: `UsageError` if the output's name does not tell what to write.
    private func kind() throws -> MapFormat {
        guard let format = MapFormat(ofFile: format.map { "." + $0.rawValue } ?? output) else {
            throw UsageError(
                """
                cannot tell the format from the name \(output.quoted()); end it in .html, .svg, \
                .png, .csv, .jsonl or .tsv, or say --format
                """)
        }
        return format
    }
}
