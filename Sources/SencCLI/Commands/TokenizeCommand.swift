import ArgumentParser
import Senc
import SencFiles
import SencInput
import SencTokenizers

struct TokenizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize",
        abstract: localized("Print the tokens of texts."),
        discussion: localized(
            """
            Texts are not cut unless --max-tokens is given.

            Examples:
              senc tokenize "La lluvia golpea la ventana."
              senc tokenize --ids --input sentences.txt
            """))

    @OptionGroup var inputs: InputOptions

    @Option(
        name: [.customShort("m"), .customLong("model")],
        help: .text("The model whose tokenizer is used, as for encode.", valueName: "model"),
        completion: .model)
    var givenModel: String?

    private var model: String { givenModel ?? Configuration.model }

    @Flag(help: .text("Print token ids alone, separated by spaces."))
    var ids = false

    @Option(help: .text("Cut texts at this many tokens, special ones included."))
    var maxTokens: Int?

    @Option(
        help: .text(
            """
            Which end of a longer text is cut off, as for encode; what the tokenizer's files say if \
            not given.
            """))
    var truncationSide: TruncationSide?

    @OptionGroup var place: OutputOptions

    func validate() throws {
        if let maxTokens, maxTokens < 1 { throw UsageError("--max-tokens must be at least 1") }
    }

    func run() throws {
        try place.check(against: inputs.input)
        let source = try inputs.open()
        let tokenizer = try Tokenizer(model: model)
        let file = try place.output.map { try OutputFile(path: $0) }
        let output: any OutputStream = file ?? Terminal.standardOutput()
        while true {
            let batch = try source.nextWindow()
            if batch.isEmpty { break }
            for text in batch.map(\.text) {
                let encoding = tokenizer.encode(
                    text, maximumTokens: maxTokens, truncationSide: truncationSide)
                try output.write(line(encoding, tokenizer))
            }
        }
        try output.flush()
        try file?.commit()
        source.reportReplacements()
    }

    private func line(_ encoding: Encoding, _ tokenizer: Tokenizer) -> [UInt8] {
        if ids {
            return Array((encoding.ids.map(String.init).joined(separator: " ") + "\n").utf8)
        }
        return JSONWriter.line {
            $0.object {
                $0.member("ids", encoding.ids)
                $0.array("tokens", encoding.ids) { $0.value(tokenizer.token(for: $1) ?? "") }
            }
        }
    }
}
