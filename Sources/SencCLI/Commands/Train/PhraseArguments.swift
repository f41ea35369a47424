internal import ArgumentParser
import SencFiles
import SencTraining

/// Which words are joined to one.
struct PhraseArguments: ParsableArguments {
    @Option(
        help: .text(
            """
            Join words that follow each other more often than by chance, such as new_york, in so \
            many rounds; 2 for phrases of up to four words.
            """, valueName: "rounds"))
    var phrases: Int?

    @Option(
        help: .text(
            "What a pair must score more than to be a phrase; 10 if not given.",
            valueName: "score"))
    var phraseThreshold: Double?

    @Option(
        help: .text(
            "How much less often than it is met a pair counts; 5 if not given.",
            valueName: "count"))
    var phraseMinCount: Int?

    func validate() throws {
        guard phrases == nil else { return }
        if phraseThreshold != nil { throw UsageError("--phrase-threshold is for --phrases") }
        if phraseMinCount != nil { throw UsageError("--phrase-min-count is for --phrases") }
    }

    /// - Parameters:
    ///   - memory: bytes, if they were given.
    ///   - directory: of temporary files.
    func options(memory: Int?, directory: String) -> PhraseOptions? {
        guard let phrases else { return nil }
        var options = PhraseOptions()
        options.rounds = phrases
        if let phraseThreshold { options.threshold = phraseThreshold }
        if let phraseMinCount { options.discount = phraseMinCount }
        if let memory { options.memory = memory }
        options.temporaryDirectory = directory
        return options
    }
}
