public import ArgumentParser
public import Senc
import SencFiles

extension SimilarityFunction: ExpressibleByArgument {}

struct SimilarityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "similarity",
        abstract: "Print how close texts are in meaning.",
        discussion: """
            The cosine of two texts' vectors, from -1 to 1, or what else the model's authors \
            compare vectors by; for more texts, the matrix of all pairs, one line a text, the \
            numbers between tabs. Larger is closer: distances are negative.

            Example:
              senc similarity "El rey y la reina." "A king and a queen."
            """)

    @OptionGroup var inputs: InputOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions

    @Option(help: "How vectors are compared; the model's own way if not given.")
    var measure: SimilarityFunction?

    func run() throws {
        let source = try inputs.open()
        let texts = try source.allTexts()
        guard texts.count >= 2 else { throw UsageError("similarity needs at least two texts") }
        let encoder = try model.load(packing: inputs.packing)
        let options = self.texts.encodingOptions
        let embeddings = try encoder.encode(texts, options: options)
        FragmentationWarning().note(embeddings)
        let output = Terminal.standardOutput()
        let measure = measure ?? encoder.similarity
        let vectors = embeddings.map(\.vector)
        if texts.count == 2 {
            try output.write("\(measure(vectors[0], vectors[1]))\n")
        } else {
            for a in vectors {
                let row = vectors.map { String(describing: measure(a, $0)) }
                try output.write(row.joined(separator: "\t") + "\n")
            }
        }
        try output.flush()
        source.reportReplacements()
        OverflowReport(embeddings).report(limit: options.maximumTokens ?? encoder.maximumTokens)
    }
}
