public import ArgumentParser
import Senc
import SencFiles
import SencIVF
import SencInput
import SencMath
import SencTokenizers
public import SencVectors

extension VectorElementType: ExpressibleByArgument {}
extension PostgreSQLRows.ID: ExpressibleByArgument {}

struct EncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: localized("Print or write the vectors of texts."),
        discussion: localized(
            """
            Vectors are printed as JSON arrays, one line a text, or written to a file: .npy \
            (float32, [texts, dimension]), .jsonl, .csv, .tsv, .fbin, a flat index of FAISS, or \
            rows for PostgreSQL (pgcopy). The file appears when it is whole; a job that was \
            stopped goes on with --resume. With --column, the records of a table are written back \
            as JSON Lines, each with its vector. No prompt goes before texts but a model's default \
            one: --role query or passage puts the one for searches. What made FILE.npy is in \
            FILE.npy.model.json.

            Examples:
              senc encode "La lluvia golpea la ventana."
              senc encode --input sentences.txt --output vectors.npy
              senc encode -i corpus.jsonl.gz --field text --id-field id -o v.npy --resume
              printf 'uno\\ndos\\n' | senc encode --input - --format csv
              senc encode -i a.txt -f pgcopy | psql -c "COPY t FROM STDIN (FORMAT binary)"
            """))

    @OptionGroup var inputs: InputOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions

    @Option(
        help: .text(
            """
            The field with a record's id; ids go to FILE.ids beside the output, one a line, and of \
            pgcopy into the rows, which else have the records' numbers, from 0.
            """, valueName: "name"), completion: .column)
    var idField: String?

    @Option(help: .text("What the ids of --id-field are in rows of pgcopy."))
    var idType = PostgreSQLRows.ID.text

    @OptionGroup var added: ColumnOptions

    @Option(
        name: .shortAndLong,
        help: .text("A file to write instead of standard output.", valueName: "file"),
        completion: .files)
    var output: String?

    @Option(
        name: .shortAndLong, help: .text("The output's format, if its name does not tell."))
    var format: VectorFormat?

    @Flag(help: .text("Print JSON arrays; short for --format jsonl."))
    var json = false

    @Option(
        help: .text(
            """
            The numbers in an .npy or fbin file, or in pgcopy, float32 a vector, float16 a \
            halfvec, binary a bit. int8: the ranges of the first window of texts, or those of \
            --calibration, cut into 256 steps. binary: one bit a component, set if it is over 0.
            """))
    var outputType = VectorElementType.float32

    @Option(
        help: .text(
            """
            The ranges for int8: an .npy file [2, dimension] of minimums and maximums, as a job \
            without this option leaves it beside its output.
            """, valueName: "file"), completion: .arrays)
    var calibration: String?

    @Flag(help: .text("Go on where an earlier run of the same command was stopped."))
    var resume = false

    @Option(
        help: .text(
            """
            Encode part I of N of the records; the parts' outputs one after the other are the \
            whole.
            """, valueName: "i/n"))
    var shard: String?

    func validate() throws {
        if json, let format, format != .jsonl {
            throw UsageError("give --json or --format \(format.rawValue), not both")
        }
        if output == nil {
            if resume { throw UsageError("--resume needs --output FILE") }
            if idField != nil, format != .pgcopy {
                throw UsageError("--id-field needs --output FILE")
            }
        }
        if idField != nil, inputs.input.isEmpty {
            throw UsageError("--id-field needs --input FILE")
        }
        if added.column != nil, let format, format != .jsonl { throw Self.needsJSONLines }
        if calibration != nil, outputType != .int8 {
            throw UsageError("--calibration is for --output-type int8")
        }
        if shard != nil {
            if try parsedShard() == nil { throw UsageError("--shard must be I/N with 1 ≤ I ≤ N") }
            if inputs.input.isEmpty || inputs.input.contains("-") {
                throw UsageError("--shard needs files, since it counts their records first")
            }
            if outputType == .int8, calibration == nil {
                throw UsageError("--shard with int8 needs --calibration, the same for all parts")
            }
        }
    }

    /// Refuses to write over an input.
    private func checkOutput() throws {
        guard let output else { return }
        var outputs = [output]
        let format = try? chosenFormat()
        if idField != nil, format != .pgcopy { outputs.append(Self.idOutput(output)) }
        if outputType == .int8, calibration == nil { outputs.append(output + Calibration.suffix) }
        if format?.isBinary == true { outputs.append(output + VectorRecord.suffix) }
        try UsageError.requireDistinct(
            outputs, from: inputs.input + (calibration.map { [$0] } ?? []))
    }

    func run() throws {
        try checkOutput()
        let format = try chosenFormat()
        let source = try inputs.open(RecordRequest(id: idField, added: added.column))
        if let calibration { _ = try Calibration(path: calibration) }
        let encoder = try model.load(packing: inputs.packing)
        let options = options(format, encoder)
        try encoder.check(options)
        let form = try form(format, encoder, options)
        let clock = ContinuousClock()
        let start = clock.now
        let progress: JobProgress
        if let output {
            Interruption.watch()
            let plan = try plan(output, form, encoder, options, source)
            progress = try EncodeJob(plan, encoder, options, source).run(resuming: resume)
        } else {
            progress = try printVectors(of: source, form, encoder, options)
        }
        if let output, format.isBinary, idField == nil { VectorFile.reportEarlierIDs(of: output) }
        source.reportReplacements()
        OverflowReport(progress).report(limit: encoder.maximumTokens(options))
        if output != nil, !inputs.input.isEmpty {
            let seconds = Int((clock.now - start) / .milliseconds(100))
            Terminal.report("\(progress.summary), \(seconds / 10).\(seconds % 10) s")
        }
    }

    private func printVectors(
        of source: TextSource, _ form: VectorFormatter.Form, _ encoder: SentenceEncoder,
        _ options: EncodingOptions
    ) throws -> JobProgress {
        let stream = Terminal.standardOutput()
        let formatter = VectorFormatter(form: form, encoding: printedEncoding)
        let dimension = encoder.dimension(options)
        try stream.write(formatter.header(rows: 0, dimension: dimension))
        let isForEyes =
            self.format == nil && !json && added.column == nil && Terminal.showsResults
        let warnings = TextWarnings(encoder)
        var progress = JobProgress()
        while true {
            let records = try source.nextWindow()
            if records.isEmpty { break }
            let window = records.map(\.text)
            warnings.note(window)
            let embeddings: Embeddings
            do {
                embeddings = try encoder.encode(window, options: options)
            } catch let error as EncodingError {
                throw error.counted(from: progress.records)
            }
            warnings.note(embeddings)
            if isForEyes {
                let preview = VectorPreview(of: window, embeddings)
                try stream.write(preview.bytes(hasHeader: progress.records == 0))
            } else {
                let openings = added.column.map { column in
                    records.map { RecordTable.opening(of: $0, adding: column) }
                }
                let window = VectorFormatter.Window(
                    first: progress.records, ids: records.map(\.id), openings: openings ?? [])
                try stream.write(formatter.bytes(of: embeddings.matrix, window))
            }
            progress.add(embeddings)
        }
        try stream.write(formatter.trailer)
        try stream.flush()
        if isForEyes, progress.records > 0 { VectorPreview.hint() }
        warnings.finish()
        return progress
    }

    private static let needsJSONLines = UsageError(
        "--column writes JSON Lines: end --output in .jsonl, or say --format jsonl")

    private func chosenFormat() throws -> VectorFormat {
        let given = json ? .jsonl : self.format
        let format = try given ?? output.map(VectorFormat.init(ofFile:)) ?? .jsonl
        if added.column != nil, format != .jsonl { throw Self.needsJSONLines }
        if format.beginsWithCount, output == nil {
            throw UsageError("--format \(format.rawValue) needs --output FILE")
        }
        if format == .pgcopy, output == nil, Terminal.showsResults {
            throw UsageError("pgcopy is binary: give --output FILE, or a pipe to psql")
        }
        if idType != .text, format != .pgcopy || idField == nil {
            throw UsageError("--id-type is for --format pgcopy with --id-field")
        }
        try format.check(outputType, output: output)
        return format
    }

    /// A flat index of FAISS has no cosine, which is the inner product of vectors of length 1.
    private func options(_ format: VectorFormat, _ encoder: SentenceEncoder) -> EncodingOptions {
        var options = texts.encodingOptions(for: .any, of: encoder)
        if format == .faiss, encoder.similarity == .cosine, options.normalization == .model {
            options.normalization = .always
        }
        return options
    }

    private func form(
        _ format: VectorFormat, _ encoder: SentenceEncoder, _ options: EncodingOptions
    ) throws -> VectorFormatter.Form {
        var form = VectorFormatter.Form(format: format)
        switch format {
        case .faiss:
            switch encoder.similarity {
            case .cosine, .dot: form.metric = .innerProduct
            case .euclidean: form.metric = .l2
            case .manhattan:
                throw UsageError(
                    """
                    the model's vectors are compared by the Manhattan distance, which senc does not \
                    write into FAISS files; --format npy takes them
                    """)
            }
        case .pgcopy:
            guard encoder.dimension(options) <= PostgreSQLRows.maximumDimension else {
                throw UsageError(
                    """
                    pgvector's vectors have at most \(PostgreSQLRows.maximumDimension) components; \
                    --truncate-dimension keeps fewer
                    """)
            }
            if idField != nil { form.id = idType }
        case .jsonl, .csv, .tsv, .npy, .fbin: break
        }
        return form
    }

    /// Of vectors that are printed: int8 is for files, since its ranges stand beside them.
    private var printedEncoding: VectorEncoding {
        switch outputType {
        case .float32, .int8: .float32
        case .float16: .float16
        case .binary: .binary
        }
    }

    private static func idOutput(_ output: String) -> String { output + ".ids" }

    private func parsedShard() throws -> Shard? {
        shard.flatMap { Shard($0) }
    }

    /// What is kept beside the output: of vectors in binary files.
    private func stamp(
        _ output: String, _ format: VectorFormat, _ encoder: SentenceEncoder,
        _ options: EncodingOptions
    ) throws -> ModelStamp? {
        guard format.isBinary, Path.kind(of: output) != .other else { return nil }
        return try encoder.stamp(options: options)
    }

    private func plan(
        _ output: String, _ form: VectorFormatter.Form, _ encoder: SentenceEncoder,
        _ options: EncodingOptions, _ source: TextSource
    ) throws -> EncodeJob.Plan {
        let format = form.format
        var range: Range<Int>?
        if let shard = try parsedShard() {
            range = shard.records(of: try source.count())
        }
        // Names and values are those of journals: renamed, they would be of other jobs.
        let settings: [String: String?] = [
            "maximumTokens": options.maximumTokens.map(String.init),
            "overflow": options.overflow.rawValue,
            "truncationSide": options.truncationSide?.rawValue,
            "prompt": options.promptName, "promptText": options.prompt,
            "truncateDimension": options.truncateDimension.map(String.init),
            "normalization": options.normalization.rawValue,
            "format": format.rawValue, "outputType": outputType.rawValue,
            "calibration": calibration, "field": inputs.field ?? source.foundFields,
            "idField": idField, "idType": form.id == .bigint ? "bigint" : nil,
            "column": added.column,
            "inputFormat": inputs.inputFormat?.rawValue, "shard": shard,
            // Before there was a choice, TSV had quotes as CSV has them.
            "plainQuotes": source.hasPlainQuotes ? "true" : nil,
        ]
        let identity = JobIdentity(
            settings: settings.merging(encoder.identity) { $1 }
                .merging(inputs.files.layout.records.identity) { $1 },
            texts: inputs.input.isEmpty ? inputs.texts : [], files: inputs.input)
        return EncodeJob.Plan(
            output: output,
            idOutput: idField == nil || format == .pgcopy ? nil : Self.idOutput(output), form: form,
            elementType: outputType, calibration: calibration,
            identity: identity, inputNames: inputs.input.joined(separator: ", "), range: range,
            stamp: try stamp(output, format, encoder, options), column: added.column)
    }
}
