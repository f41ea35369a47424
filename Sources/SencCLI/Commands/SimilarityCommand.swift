import ArgumentParser
import Senc
import SencFiles

struct SimilarityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "similarity",
        abstract: "Print how close texts are in meaning.",
        discussion: """
            The cosine of two texts' vectors, from -1 to 1; for more texts, the matrix of all \
            pairs, one line a text, the numbers between tabs.

            Example:
              senc similarity "El rey y la reina." "A king and a queen."
            """)

    @OptionGroup var inputs: InputOptions
    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions

    func run() throws {
        let source = try inputs.open()
        let texts = try source.allTexts()
        guard texts.count >= 2 else { throw UsageError("similarity needs at least two texts") }
        let encoder = try model.load(packing: inputs.packing)
        let options = self.texts.encodingOptions
        let embeddings = try encoder.encode(texts, options: options)
        let output = Terminal.standardOutput()
        if texts.count == 2 {
            try output.write("\(embeddings[0].cosineSimilarity(to: embeddings[1]))\n")
        } else {
            for a in embeddings {
                let row = embeddings.map { String(describing: a.cosineSimilarity(to: $0)) }
                try output.write(row.joined(separator: "\t") + "\n")
            }
        }
        try output.flush()
        source.reportReplacements()
        OverflowReport(embeddings).report(limit: options.maximumTokens ?? encoder.maximumTokens)
    }
}
