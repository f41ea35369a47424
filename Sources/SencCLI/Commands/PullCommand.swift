import ArgumentParser
import SencFiles
import SencHub

struct PullCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: localized("Fetch a model from the Hugging Face hub into the local cache."),
        discussion: localized(
            """
            Only what is needed is fetched: configuration, tokenizer, the modules' folders and \
            the weights in one form. The directory of the model is printed; --model takes \
            its name from then on, and so do Hugging Face's own libraries. A pull that was \
            stopped goes on where it was.

            HF_ENDPOINT names another hub, HF_TOKEN is for private and gated models, \
            HF_HUB_CACHE or HF_HOME say where the cache is, and HF_HUB_OFFLINE=1 forbids the \
            network.

            Examples:
              senc pull sentence-transformers/all-MiniLM-L12-v2
              senc pull BAAI/bge-small-en-v1.5@main
            """))

    @Argument(help: .text("The model: ORG/NAME, or ORG/NAME@REVISION for a branch, tag or commit."))
    var model: String

    func run() throws {
        var progress = PullProgress()
        let pull = HubPull(try HubModel(model), settings: try HubSettings()) {
            progress.update($0)
        }
        let result = Result { try pull.run() }
        progress.finish()
        let output = Terminal.standardOutput()
        try output.write(Terminal.shown(try result.get()) + "\n")
        try output.flush()
    }
}
