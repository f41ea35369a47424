import SencFiles
import SencTraining

/// Which options go together.
extension TrainWordsCommand {
    func checkObjective() throws {
        guard objective == .glove else { return try cooccurrences.refuseAny() }
        let others = [
            ("--subsampling", subsampling != nil), ("--negatives", negatives != nil),
            ("--exponent", exponent != nil), ("--hierarchical-softmax", hierarchicalSoftmax),
            ("--ngrams", ngrams != nil), ("--buckets", buckets != nil),
        ]
        if let (name, _) = others.first(where: \.1) {
            throw UsageError("--objective glove has no \(name)")
        }
        if format == .fastText {
            throw UsageError("--format fasttext holds what --objective glove does not learn")
        }
    }

    func checkWords() throws {
        if tokenizer != nil {
            if split != .unicode || caseSensitive {
                throw UsageError(
                    "--tokenizer cuts texts as the model does: leave out --split and --case-sensitive"
                )
            }
            if phrases.phrases != nil {
                throw UsageError("--phrases joins words, and --tokenizer has none")
            }
        }
        if form == .static, ngrams != nil {
            throw UsageError(
                "--format static has no vectors of n-grams: leave out --ngrams, or write NAME.bin")
        }
        if cooccurrences.memory != nil, objective != .glove, phrases.phrases == nil {
            throw UsageError("--memory is for --objective glove and for --phrases")
        }
    }
}
