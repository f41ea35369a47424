public import ArgumentParser
public import Senc
public import SencTokenizers

extension EncodingOptions.Overflow: ExpressibleByArgument {}
extension TruncationSide: ExpressibleByArgument {}

/// How texts become vectors.
struct TextOptions: ParsableArguments {
    @Option(help: "At most so many tokens a text; the model's limit if not given.")
    var maxTokens: Int?

    @Option(help: "What to do with a longer text: cut it, refuse it, or average its pieces.")
    var overflow = EncodingOptions.Overflow.truncate

    @Option(
        help: ArgumentHelp(
            "Which end of a longer text is cut off: left keeps the end, right the start; what the "
                + "tokenizer's files say if not given."))
    var truncationSide: TruncationSide?

    @Option(name: .customLong("prompt"), help: "The model's prompt to put before each text.")
    var promptName: String?

    @Option(help: "Keep only so many leading components of each vector.")
    var truncateDimension: Int?

    @Flag(
        inversion: .prefixedNo, exclusivity: .exclusive,
        help: ArgumentHelp(
            "Scale each vector to length 1, whatever the model does and after "
                + "--truncate-dimension; or leave out the model's normalization, too."))
    var normalize: Bool?

    var encodingOptions: EncodingOptions { encodingOptions(else: EncodingOptions()) }

    /// - Parameter earlier: what counts where nothing is given.
    func encodingOptions(else earlier: EncodingOptions) -> EncodingOptions {
        EncodingOptions(
            maximumTokens: maxTokens ?? earlier.maximumTokens, overflow: overflow,
            promptName: promptName ?? earlier.promptName,
            truncateDimension: truncateDimension ?? earlier.truncateDimension,
            normalization: normalize.map { $0 ? .always : .never } ?? earlier.normalization,
            truncationSide: truncationSide ?? earlier.truncationSide)
    }
}
