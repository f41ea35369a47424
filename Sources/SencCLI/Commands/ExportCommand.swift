public import ArgumentParser
public import Senc
import SencFiles

extension ExportType: ExpressibleByArgument {}

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: localized("Write a model as a directory that sentence-transformers loads."),
        discussion: localized(
            """
            Any model that senc reads (GGUF, ONNX, PyTorch, safetensors, an adapter over its base, \
            static embeddings, word vectors) becomes weights in safetensors with its tokenizer, \
            pooling, further layers and prompts. Of an adapter the merged weights are written, of \
            quantized weights their dequantized values. The vectors of the directory are those of \
            the model; with --type float16 as the rounded weights have it. It appears when it is \
            whole, and its bytes depend on the model alone.

            Examples:
              senc export multilingual-e5-small --output e5
              senc export model.gguf --output model --type float16
            """))

    @Argument(help: .text("The model, as for encode.", valueName: "model"), completion: .model)
    var givenModel: String?

    private var model: String { givenModel ?? Configuration.model }

    @OptionGroup var destination: DirectoryOptions
    private var directory: String { destination.output }

    @Option(help: .text("How the weights are written."))
    var type = ExportType.float32

    func run() throws {
        Interruption.watch()
        let bytes = try SentenceEncoder.export(model: model, to: directory, type: type) {
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: directory) }
        }
        let output = Terminal.standardOutput()
        let (model, place) = (Terminal.shown(model), Terminal.shown(directory))
        let report: Message =
            "wrote \(model) in \(type.rawValue) to \(place) (\(byteSize(bytes)))"
        try output.write(Terminal.shown(report) + "\n")
        try output.flush()
    }
}
