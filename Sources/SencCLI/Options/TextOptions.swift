public import ArgumentParser
public import Senc

extension EncodingOptions.Overflow: ExpressibleByArgument {}

/// How texts become vectors.
struct TextOptions: ParsableArguments {
    @Option(help: "At most so many tokens a text; the model's limit if not given.")
    var maxTokens: Int?

    @Option(help: "What to do with a longer text: cut it, refuse it, or average its pieces.")
    var overflow = EncodingOptions.Overflow.truncate

    @Option(name: .customLong("prompt"), help: "The model's prompt to put before each text.")
    var promptName: String?

    @Option(help: "Keep only so many leading components of each vector.")
    var truncateDimension: Int?

    @Flag(help: "Leave out the model's normalization to length 1.")
    var noNormalize = false

    var encodingOptions: EncodingOptions { encodingOptions(else: EncodingOptions()) }

    /// - Parameter earlier: what counts where nothing is given.
    func encodingOptions(else earlier: EncodingOptions) -> EncodingOptions {
        EncodingOptions(
            maximumTokens: maxTokens ?? earlier.maximumTokens, overflow: overflow,
            promptName: promptName ?? earlier.promptName,
            truncateDimension: truncateDimension ?? earlier.truncateDimension,
            normalizes: !noNormalize && earlier.normalizes)
    }
}
