import ArgumentParser
import Senc
import SencFiles
import SencWeights

struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract:
            "Show what a model is and which file each setting came from, a file's tensors, or what "
            + "made vectors.",
        discussion: """
            Example:
              senc inspect all-MiniLM-L6-v2
              senc inspect model.gguf
              senc inspect vectors.npy
            """)

    @Argument(
        help: """
            The model, as for encode; a weight file, to list its tensors; or vectors that encode \
            wrote.
            """)
    var model = SentenceEncoder.defaultModel

    @Flag(help: "Print a JSON object instead of a table.")
    var json = false

    func run() throws {
        let output = Terminal.standardOutput()
        if VectorFile.isName(model), let record = VectorRecord(of: model) {
            let rows = try record.decisions(of: model)
            try output.write(json ? object(rows) : table(rows))
            return try output.flush()
        }
        if Path.kind(of: model) == .file, !WordVectorFile.seemsToBe(path: model) {
            try ModelDescription.checkKind(ofFile: model)
            let tensors = TensorList(try WeightFile(path: model))
            try output.write(json ? tensors.json : tensors.table)
            return try output.flush()
        }
        let description = try ModelDescription(model: model)
        try output.write(json ? object(description.decisions) : table(description.decisions))
        try output.flush()
    }

    private func table(_ decisions: [Decision]) -> String {
        let decisions = decisions.map {
            (name: $0.name, value: $0.value.onOneLine(), source: $0.source.onOneLine())
        }
        let names = decisions.map(\.name.count).max() ?? 0
        let values = decisions.map(\.value.count).filter { $0 <= 40 }.max() ?? 0
        return decisions.map { decision in
            decision.name.padded(to: names) + "  " + decision.value.padded(to: values)
                + "  \(decision.source)\n"
        }.joined()
    }

    private func object(_ decisions: [Decision]) -> String {
        var text = JSONText()
        text.append(raw: "{")
        for (index, decision) in decisions.enumerated() {
            text.append(raw: index == 0 ? "\n  " : ",\n  ")
            text.append(string: decision.name)
            text.append(raw: ": {\"value\": ")
            text.append(string: decision.value)
            text.append(raw: ", \"source\": ")
            text.append(string: decision.source)
            text.append(raw: "}")
        }
        text.append(raw: "\n}\n")
        return String(decoding: text.bytes, as: UTF8.self)
    }
}
