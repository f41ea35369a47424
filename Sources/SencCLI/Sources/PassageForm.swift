import Senc
import SencFiles
import SencIndex
import SencInput

/// Which files are read and how they are cut into passages.
struct PassageForm: Equatable {
    /// Tokens of a window if it is the unit and no number is given: models take more than a vector
    /// can tell of.
    private static let windowTokens = 256

    var unit: PassageUnit
    var window: Int? = nil
    var overlap: Int? = nil
    var selection = FileSelection()
    /// Of files without a byte order mark; UTF-8 if not given.
    var encoding: TextEncoding? = nil

    func tree(_ paths: [FileName]) throws -> FileTree {
        try FileTree(paths, selection, excludingDirectoriesWith: IndexReader.mark)
    }

    /// What passages depend on beside their file, in words.
    func cut(_ windows: TextChunker) -> String {
        "\(unit) \(windows.tokens) \(windows.overlap)" + (encoding.map { " " + $0.name } ?? "")
    }

    /// - Parameter options: what the passages are encoded with.
    func windows(_ encoder: SentenceEncoder, _ options: EncodingOptions) throws -> TextChunker {
        try TextChunker(
            encoder, tokens: window ?? (unit == .windows ? Self.windowTokens : nil),
            overlap: overlap, options: options)
    }
}

extension FileTree {
    /// Tells of patterns that chose nothing, which may be misspelled.
    /// - Parameter given: those of this command line; an index's own may well match nothing by now.
    func reportUnusedPatterns(among given: [String]) {
        let patterns = Set(given.map { FileName($0) })
        for (option, pattern) in unusedPatterns where patterns.contains(FileName(pattern)) {
            Terminal.report("warning: \(option) \(pattern.quoted()) matches no file or directory")
        }
    }
}
