import ArgumentParser
import Senc
import SencFiles
import SencInput

struct TrimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trim",
        abstract: localized("Cut a model's vocabulary to the tokens that texts need."),
        discussion: localized(
            """
            The texts keep their tokens, and so their vectors to the bit, with each of the model's \
            prompts too; the rows of all other tokens are left out, which of small multilingual \
            models are most of their size. Other texts are spelt with what is left: special \
            tokens, bytes and the texts' single characters are always kept. What is written is a \
            directory that sentence-transformers loads; quantized weights are written as their \
            dequantized values. The texts are read twice, so they must be files.

            Examples:
              senc trim intfloat/multilingual-e5-small --texts es.txt --output e5-es
              senc trim all-MiniLM-L6-v2 --texts shop.csv --field text -o shop-model
              senc trim BAAI/bge-m3 --texts *.txt --vocabulary 50000 --output bge-es
            """))

    @Argument(help: .text("The model, as for encode."), completion: .model)
    var model: String

    @Argument(help: .text("Files of texts, as --texts takes them.", valueName: "file"))
    var names: [String] = []

    @Option(
        name: [.customLong("texts"), .customLong("input"), .customShort("i")],
        parsing: .singleValue,
        help: .text(
            """
            A file with one text a line, or with records; it may be compressed with gzip, bzip2, \
            xz or zstd. Repeatable.
            """, valueName: "file"), completion: .files)
    var texts: [String] = []

    @OptionGroup var layout: LayoutOptions

    @OptionGroup var destination: DirectoryOptions
    private var directory: String { destination.output }

    @Option(
        help: .text(
            """
            How often the texts have a token at least that is kept; from 2 on some texts lose tokens.
            """))
    var minCount = 1

    @Option(
        help: .text(
            """
            How many tokens are kept at most, the most frequent ones; texts that have others lose \
            them.
            """))
    var vocabulary: Int?

    @Option(
        help: .text(
            """
            A file of further tokens to keep, one a line, as the vocabulary writes them.
            """, valueName: "file"), completion: .files)
    var tokens: String?

    @Flag(
        help: .text(
            """
            Keep all tokens of a single character, so that texts in other scripts are spelt rather \
            than unknown.
            """))
    var keepCharacters = false

    @Option(
        help: .text(
            """
            How the weights are written; if not given, in float16 where all of the model's are, \
            else in float32.
            """))
    var type: ExportType?

    @Flag(help: .text("Print the numbers of tokens, bytes and texts as JSON."))
    var json = false

    private var files: [String] { texts + names }

    func validate() throws {
        if files.isEmpty || files.contains("") {
            throw UsageError("give the files of texts with --texts")
        }
        if files.contains("-") {
            throw UsageError(
                "the texts are read several times: write standard input to a file first")
        }
        if minCount < 1 { throw UsageError("--min-count must be at least 1") }
        if let vocabulary, vocabulary < 1 {
            throw UsageError("--vocabulary must be at least 1")
        }
    }

    func run() throws {
        Interruption.watch()
        let further = try tokens.map {
            try RecordLayout(kind: .text).source([$0]).allTexts().filter { !$0.isEmpty }
        }
        let options = TrimmingOptions(
            minimumCount: minCount, vocabularySize: vocabulary, keepsAllCharacters: keepCharacters,
            tokens: further ?? [], type: type)
        var isRepeated = false
        let result = try SentenceEncoder.trim(
            model: model, to: directory,
            reading: {
                let source = try layout.records.source(
                    files, RecordRequest(isRepeated: isRepeated))
                let tells = !isRepeated
                isRepeated = true
                return Self.reader(of: source, tells: tells)
            }, options: options,
            checkpoint: {
                if Interruption.isAsked { throw JobError.interruptedUnwritten(path: directory) }
            })
        Terminal.report(Self.report(result))
        if result.byteCount > result.sourceByteCount {
            Terminal.report(
                """
                the weights were quantized or shared before: 'senc quantize' stores a model in 8 \
                or 4 bits
                """)
        }
        if json { try write(result) }
    }

    /// Gives one text after the other, and at the end tells what was not as it was.
    private static func reader(
        of source: TextSource, tells: Bool
    ) -> () throws -> String? {
        var window: [String] = []
        return {
            if window.isEmpty {
                window = try source.nextWindow().map(\.text).reversed()
                if window.isEmpty, tells { source.reportReplacements() }
            }
            return window.popLast()
        }
    }

    private static func report(_ result: TrimmedModel) -> Message {
        let (kept, count) = (result.unchangedTextCount, result.textCount)
        let texts: Message
        if kept == count {
            let all = count.grouped(in: .current)
            texts =
                count == 1
                ? "the text keeps its tokens" : "all \(all) texts keep their tokens"
        } else {
            let (some, all) = (kept.grouped(in: .current), count.grouped(in: .current))
            texts =
                count == 1
                ? "the text loses tokens" : "\(some) of \(all) texts keep their tokens"
        }
        let before = result.sourceTokenCount.grouped(in: .current)
        let after = result.tokenCount.grouped(in: .current)
        let (whole, size) = (byteSize(result.sourceByteCount), byteSize(result.byteCount))
        return "\(before) → \(after) tokens, \(whole) → \(size); \(texts)"
    }

    private func write(_ result: TrimmedModel) throws {
        let bytes = JSONWriter.file { file in
            file.member("model", model)
            file.member("output", directory)
            file.member("type", result.type.rawValue)
            for (name, before, after) in [
                ("tokens", result.sourceTokenCount, result.tokenCount),
                ("bytes", result.sourceByteCount, result.byteCount),
            ] {
                file.object(name) {
                    $0.member("before", before)
                    $0.member("after", after)
                }
            }
            file.member("texts", result.textCount)
            file.member("unchanged", result.unchangedTextCount)
        }
        try ResultOutput(nil).write(bytes)
    }
}
