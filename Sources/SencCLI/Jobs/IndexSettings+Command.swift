import Senc
import SencFiles
import SencIndex
import SencInput
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
                error, command: settings.command(making: path, summary.elementType))
        }
    }

    /// The command of a shell that makes an index of these settings in place of one.
    func command(making path: String, _ type: VectorElementType) -> String {
        var words = ["senc", "index", "build", path, "--in"] + roots
        words += ["--passages", form.unit.rawValue]
        words += form.include.flatMap { ["--include", $0] }
        words += form.exclude.flatMap { ["--exclude", $0] }
        for (name, value) in [
            ("--window", form.window), ("--overlap", form.overlap),
            ("--max-tokens", options.maximumTokens),
            ("--truncate-dimension", options.truncateDimension),
        ] {
            if let value { words += [name, String(value)] }
        }
        if let prompt = options.promptName { words += ["--prompt", prompt] }
        if !options.normalizes { words.append("--no-normalize") }
        if type != .float32 { words += ["--output-type", type.rawValue] }
        return "rm -r -- \(path.shellQuoted) && "
            + words.map(\.shellQuoted).joined(separator: " ")
    }
}
