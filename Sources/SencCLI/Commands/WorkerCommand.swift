import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencMath
import SencVectors
import Synchronization

struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker",
        abstract: localized("Answer texts from a pipe with their vectors, as they come."),
        discussion: localized(
            """
            For programs that start others: the pipe of an RDD, Beam, Flink, a script. Every text \
            from standard input is answered on standard output, in order, as soon as none is \
            waiting before it; who writes faster than texts are encoded is held up by the pipe. It \
            ends with its input, or after a bad line with an error.

            Lines are texts, or with --input-format jsonl strings of JSON or objects with a text; \
            answers are JSON arrays, one a line. With --format frames an answer is the number of \
            its bytes, 32 bits, little-endian, and the vector's elements; the first one, before \
            any text, is a JSON object with "dimension", "outputType" and "model", whose \
            fingerprint vectors can be told by. --input-format frames has the number of its bytes \
            before each text.

            Examples:
              senc worker --threads 1 < texts.txt > vectors.jsonl
              senc worker --input-format jsonl --field body --column vector
            """))

    enum InputForm: String, CaseIterable, ExpressibleByArgument {
        case text, jsonl, frames
    }

    enum AnswerForm: String, CaseIterable, ExpressibleByArgument {
        case jsonl, frames
    }

    @Option(help: .text("How the texts come."))
    var inputFormat = InputForm.text

    @Option(help: .text("The field of JSON Lines that has the text.", valueName: "name"))
    var field: String?

    @Option(
        help: .text(
            """
            What to do with an object whose text is null or not there: error, skip it without an \
            answer, or take it as empty.
            """))
    var missing: RecordFormat.MissingField?

    @Option(
        name: .shortAndLong,
        help: .text("How the answers go; that of the texts if not given, or else jsonl."))
    var format: AnswerForm?

    @OptionGroup var added: ColumnOptions

    @Option(help: .text("The numbers in frames."))
    var outputType = VectorElementType.float32

    @Option(
        help: .text(
            "The ranges for int8, an .npy file [2, dimension] of minimums and maximums.",
            valueName: "file"), completion: .arrays)
    var calibration: String?

    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions

    private var answers: AnswerForm { format ?? (inputFormat == .frames ? .frames : .jsonl) }

    func validate() throws {
        if field != nil, inputFormat != .jsonl {
            throw UsageError("--field is for --input-format jsonl")
        }
        if missing != nil, inputFormat != .jsonl {
            throw UsageError("--missing is for --input-format jsonl")
        }
        if added.column != nil, answers != .jsonl || inputFormat == .frames {
            throw UsageError("--column is for lines of text or JSON, and answers in JSON Lines")
        }
        if outputType != .float32, answers != .frames {
            throw UsageError("--output-type is for --format frames")
        }
        if (outputType == .int8) != (calibration != nil) {
            throw UsageError(
                outputType == .int8
                    ? "--output-type int8 needs --calibration FILE"
                    : "--calibration is for --output-type int8")
        }
    }

    func run() throws {
        Interruption.watch()
        let encoding = try encoding()
        let encoder = try model.load()
        let options = texts.encodingOptions(for: .any, of: encoder)
        try encoder.check(options)
        let warnings = TextWarnings(encoder)
        let output = Mutex(Output(stream: Terminal.standardOutput()))
        if answers == .frames {
            let opening = try opening(encoder, options)
            try output.withLock {
                try $0.append(frame: opening)
                try $0.stream.flush()
            }
        }
        let input = Mutex(Input(reader: reader))
        let column = added.column
        let answers = answers
        try encoder.encode(
            windows: {
                let records = input.withLock { $0.next(column) }
                let texts = records.map(\.text)
                warnings.note(texts)
                return texts
            },
            options: options,
            consume: { embeddings in
                warnings.note(embeddings)
                let openings = input.withLock { $0.openings.removeFirst() }
                try output.withLock { output in
                    switch answers {
                    case .frames: try output.append(frames: embeddings.matrix, encoding)
                    case .jsonl:
                        let formatter = VectorFormatter(
                            form: VectorFormatter.Form(format: .jsonl), encoding: .float32)
                        let window = VectorFormatter.Window(openings: openings)
                        try output.stream.write(formatter.bytes(of: embeddings.matrix, window))
                    }
                    output.progress.add(embeddings)
                    try output.stream.flush()
                }
            })
        warnings.finish()
        let progress = output.withLock { $0.progress }
        OverflowReport(progress).report(limit: encoder.maximumTokens(options))
        let replacements = input.withLock { $0.reader.replacementCount }
        if replacements > 0 {
            Terminal.reportReplacements(replacements, isUTF8: true, of: "standard input")
        }
        if let error = input.withLock({ $0.error }) { throw error }
        if Interruption.isAsked {
            throw JobError.interrupted(texts: progress.records, isResumable: false)
        }
    }

    private var reader: RequestReader {
        let form: RequestReader.Form =
            switch inputFormat {
            case .text: .lines
            case .jsonl: .jsonLines(field: field ?? "text", missing: missing ?? .error)
            case .frames: .frames
            }
        return RequestReader(
            form, keepsSources: added.column != nil, isStopped: { Interruption.isAsked })
    }

    private func encoding() throws -> VectorEncoding {
        switch outputType {
        case .float32: return .float32
        case .float16: return .float16
        case .binary: return .binary
        case .int8: return .int8(try Calibration(path: calibration ?? ""))
        }
    }

    /// What the first frame has.
    private func opening(_ encoder: SentenceEncoder, _ options: EncodingOptions) throws -> [UInt8] {
        let stamp = try encoder.stamp(options: options)
        return JSONWriter.bytes {
            $0.object {
                $0.member("version", Version.number)
                $0.member("dimension", encoder.dimension(options))
                $0.member("outputType", outputType.rawValue)
                $0.member("model", stamp)
            }
        }
    }

    /// The reader belongs to whichever thread reads.
    private struct Input: @unchecked Sendable {
        let reader: RequestReader
        /// Of windows that are not answered.
        var openings: [[[UInt8]]] = []
        /// What ended the input. All that came before is answered first.
        var error: InputError?

        mutating func next(_ column: String?) -> [Record] {
            let records: [Record]
            do {
                records = try reader.next(
                    texts: TextSource.windowTexts, bytes: TextSource.windowBytes)
            } catch {
                self.error = error
                return []
            }
            guard !records.isEmpty else { return [] }
            openings.append(
                column.map { column in
                    records.map { RecordTable.opening(of: $0, adding: column) }
                } ?? [])
            return records
        }
    }

    /// The stream belongs to whichever thread answers.
    private struct Output: @unchecked Sendable {
        let stream: DescriptorStream
        var progress = JobProgress()

        func append(frame: some Collection<UInt8>) throws {
            let count = UInt32(truncatingIfNeeded: frame.count)
            try stream.write((0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) })
            try stream.write(frame)
        }

        func append(frames matrix: Matrix, _ encoding: VectorEncoding) throws {
            let bytes = encoding.encode(matrix)
            let size = encoding.elementType.bytesPerVector(dimension: matrix.columns)
            for start in stride(from: 0, to: bytes.count, by: max(size, 1)) {
                try append(frame: bytes[start..<start + size])
            }
        }
    }
}
