import Senc
import SencFiles
import SencIndex
import SencInput
import SencTokenizers
import SencVectors

extension IndexSettings {
    /// Has an index without its vectors told together with the command that makes it anew.
    static func explaining<Result>(
        _ path: String, _ summary: @autoclosure () throws -> IndexSummary,
        _ body: () throws -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch let error as IndexError {
            guard case .lostVectors = error, let summary = try? summary(),
                let settings = try? IndexSettings(summary.settings, path: path)
            else { throw error }
            throw JobError.lostVectors(
                error, command: settings.command(making: path, summary))
        }
    }

    /// The command of a shell that makes an index of these settings in place of one.
    func command(making path: String, _ summary: IndexSummary) -> String {
        var words = ["senc", "index", "build", path]
        words += roots.map(\.string)
        if let stamp = try? ModelStamp(summary, path: path), stamp.namesModel,
            stamp.model != Configuration.model
        {
            words += ["--model", stamp.model]
        }
        words += ["--passages", form.unit.rawValue]
        words += form.selection.include.flatMap { ["--include", $0] }
        words += form.selection.exclude.flatMap { ["--exclude", $0] }
        if !form.selection.heedsIgnoreFiles { words.append("--no-ignore") }
        if form.selection.takesHidden { words.append("--hidden") }
        if lists != nil { words.append("--approximate") }
        for (name, value) in [
            ("--lists", lists?.lists), ("--probes", lists?.probes),
            ("--window", form.window), ("--overlap", form.overlap),
            ("--max-tokens", options.maximumTokens),
            ("--truncate-dimension", options.truncateDimension),
        ] {
            if let value { words += [name, String(value)] }
        }
        for (name, value) in [
            ("--encoding", form.encoding?.name), ("--prompt", options.promptName),
            ("--prompt-text", options.prompt),
            ("--truncation-side", options.truncationSide?.rawValue),
        ] {
            if let value { words += [name, value] }
        }
        switch options.normalization {
        case .model: break
        case .always: words.append("--normalize")
        case .never: words.append("--no-normalize")
        }
        if summary.elementType != .float32 {
            words += ["--output-type", summary.elementType.rawValue]
        }
        return "rm -r -- \(path.shellQuoted) && "
            + words.map(\.shellQuoted).joined(separator: " ")
    }
}
