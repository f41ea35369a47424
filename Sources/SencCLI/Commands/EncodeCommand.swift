import ArgumentParser
import Senc
import SencFiles
import SencVectors

struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Print or write the vectors of texts.",
        discussion: """
            Vectors are printed as JSON arrays, one line a text, or written to a file: .npy \
            (float32, [texts, dimension]), .jsonl or .csv.

            Examples:
              senc encode "La lluvia golpea la ventana."
              senc encode --input sentences.txt --output vectors.npy
              printf 'uno\\ndos\\n' | senc encode --input - --format csv
            """)

    /// Texts that are read, encoded and written before the next are read.
    private static let window = 4096

    @OptionGroup var inputs: InputOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions

    @Option(help: ArgumentHelp("A file to write instead of standard output.", valueName: "file"))
    var output: String?

    @Option(help: "The output's format, if its name does not tell.")
    var format: VectorFormat?

    func run() throws {
        let format = try chosenFormat()
        let source = try inputs.open()
        let encoder = try model.load()
        let options = texts.encodingOptions
        let dimension = options.truncateDimension ?? encoder.dimension
        try encoder.check(options)
        let writer = try makeWriter(format, dimension: dimension)

        var overflow = OverflowReport()
        var progress = ProgressBar()
        var count = 0
        while true {
            let batch = try source.next(Self.window)
            if batch.isEmpty { break }
            let embeddings: Embeddings
            do {
                embeddings = try encoder.encode(batch, options: options)
            } catch EncodingError.textTooLong(let text, let tokens, let limit) {
                throw EncodingError.textTooLong(text: count + text, tokens: tokens, limit: limit)
            }
            overflow.add(embeddings)
            try writer.append(embeddings.matrix)
            count += batch.count
            progress.update(texts: count, fraction: source.fraction)
        }
        progress.finish()
        try writer.finish()
        source.reportReplacements()
        overflow.report(limit: options.maximumTokens ?? encoder.maximumTokens)
    }

    private func chosenFormat() throws -> VectorFormat {
        if let format {
            if format == .npy, output == nil {
                throw UsageError("--format npy needs --output FILE")
            }
            return format
        }
        return try output.map(VectorFormat.init(ofFile:)) ?? .jsonl
    }

    private func makeWriter(_ format: VectorFormat, dimension: Int) throws -> any VectorWriter {
        guard let output else {
            return TextVectorWriter(Terminal.standardOutput(), isJSON: format == .jsonl)
        }
        if format == .npy { return try NPYWriter(path: output, columns: dimension) }
        return TextVectorWriter(try OutputFile(path: output), isJSON: format == .jsonl)
    }
}
