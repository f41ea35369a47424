public import ArgumentParser
public import Senc
internal import SencFiles
public import SencTokenizers

extension EncodingOptions.Overflow: ExpressibleByArgument {}
extension TruncationSide: ExpressibleByArgument {}

/// How texts become vectors.
struct TextOptions: ParsableArguments {
    @Option(help: .text("At most this many tokens per text; the model's limit if not given."))
    var maxTokens: Int?

    @Option(help: .text("What to do with a longer text: cut it, refuse it, or average its pieces."))
    var overflow = EncodingOptions.Overflow.truncate

    @Option(
        help: .text(
            """
            Which end of a longer text is cut off: left keeps the end, right the start; what the \
            tokenizer's files say if not given.
            """))
    var truncationSide: TruncationSide?

    @Option(
        name: .customLong("prompt"),
        help: .text(
            """
            The model's prompt to put before each text. If neither this nor the next two are given: \
            its default one, or what suits the command, as senc inspect shows.
            """,
            valueName: "name"))
    var promptName: String?

    @Option(
        help: .text("A text of your own to put before each text in place of a prompt; '' for none.")
    )
    var promptText: String?

    @Option(
        help: .text(
            """
            Encode texts as what is asked, query, or as what is searched, passage: with the model's \
            prompt for it, if it has one.
            """))
    var role: TextRole?

    @Option(help: .text("Keep only this many leading components of each vector."))
    var truncateDimension: Int?

    @Flag(
        inversion: .prefixedNo, exclusivity: .exclusive,
        help: .text(
            """
            Scale each vector to length 1, whatever the model does and after --truncate-dimension; \
            or leave out the model's normalization, too.
            """))
    var normalize: Bool?

    var prompt: PromptChoice { PromptChoice(name: promptName, text: promptText, role: role) }

    /// What is asked for but the prompt.
    var encodingOptions: EncodingOptions { encodingOptions(else: EncodingOptions()) }

    func validate() throws {
        try prompt.check(("--prompt", "--prompt-text", "--role"))
    }

    /// - Parameter use: what the texts are encoded for, if no prompt is asked for.
    func encodingOptions(for use: TextUse, of encoder: SentenceEncoder) -> EncodingOptions {
        encodingOptions.prompted(prompt, for: use, of: encoder)
    }

    /// - Parameter earlier: what counts where nothing is given.
    func encodingOptions(else earlier: EncodingOptions) -> EncodingOptions {
        EncodingOptions(
            maximumTokens: maxTokens ?? earlier.maximumTokens, overflow: overflow,
            promptName: earlier.promptName, prompt: earlier.prompt,
            truncateDimension: truncateDimension ?? earlier.truncateDimension,
            normalization: normalize.map { $0 ? .always : .never } ?? earlier.normalization,
            truncationSide: truncationSide ?? earlier.truncationSide)
    }
}
