public import ArgumentParser
public import Senc
import SencFiles

extension QuantizationType: ExpressibleByArgument {}

struct QuantizeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quantize",
        abstract: localized("Store a model with weights of 8 or 4 bits in one GGUF file."),
        discussion: localized(
            """
            The file has all of the model: tokenizer, prompts, pooling and languages too, and \
            llama.cpp and other programs read it. BERT, RoBERTa, XLM-R, CamemBERT, DistilBERT and \
            Nomic models can be stored so, from safetensors, PyTorch, ONNX or a GGUF file with \
            float weights; an adapter is merged. q8_0 is hardly to be told from the float model; \
            q4_0 takes half of that. int8 multiplies such weights as they are stored.

            Examples:
              senc quantize all-MiniLM-L6-v2 --output minilm-q8_0.gguf
              senc quantize BAAI/bge-small-en-v1.5 --type q4_0 --output bge-q4_0.gguf
              senc encode --model minilm-q8_0.gguf --precision int8 --input sentences.txt
            """))

    @Argument(help: .text("The model, as for encode."), completion: .model)
    var model: String

    @Option(help: .text("How weights are kept: q8_0, 8 bits a number, or q4_0, 4 bits."))
    var type = QuantizationType.q80

    @Option(
        name: .shortAndLong,
        help: .text("The file to write; its name ends in .gguf.", valueName: "file"),
        completion: .files)
    var output: String

    private static let suffix = ".gguf"

    func validate() throws {
        guard output.hasSuffix(Self.suffix) else {
            throw UsageError(
                "--output must end in \(Self.suffix), by which models are found (\(output))")
        }
    }

    func run() throws {
        Interruption.watch()
        let result = try SentenceEncoder.quantize(model: model, to: output, type: type) {
            if Interruption.isAsked { throw JobError.interruptedUnwritten(path: self.output) }
        }
        let (before, after) = (result.sourceByteCount, result.byteCount)
        let output = Terminal.standardOutput()
        let report: Message =
            "wrote \(result.path.onOneLine()): \(byteSize(after)), \(byteSize(before)) before"
        try output.write(Terminal.shown(report) + "\n")
        try output.flush()
    }
}
