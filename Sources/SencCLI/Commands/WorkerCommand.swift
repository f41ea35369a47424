import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencVectors

extension WorkerJob.AnswerForm: ExpressibleByArgument {}

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
            any text, is a JSON object with "dimension", "outputType" and "model", the fingerprint \
            of the vectors. --input-format frames has the number of its bytes before each text.

            Examples:
              senc worker --threads 1 < texts.txt > vectors.jsonl
              senc worker --input-format jsonl --field body --column vector
            """))

    enum InputForm: String, CaseIterable, ExpressibleByArgument {
        case text, jsonl, frames
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
    var format: WorkerJob.AnswerForm?

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

    private var answers: WorkerJob.AnswerForm {
        format ?? (inputFormat == .frames ? .frames : .jsonl)
    }

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
        let job = WorkerJob(
            encoder: encoder, options: options, form: answers, encoding: encoding,
            column: added.column)
        let progress = try job.run(reader, Terminal.standardOutput())
        OverflowReport(progress).report(limit: encoder.maximumTokens(options))
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
            form, adding: added.column, isStopped: { Interruption.isAsked })
    }

    private func encoding() throws -> VectorEncoding {
        switch outputType {
        case .float32: return .float32
        case .float16: return .float16
        case .binary: return .binary
        case .int8: return .int8(try Calibration(path: calibration ?? ""))
        }
    }
}
