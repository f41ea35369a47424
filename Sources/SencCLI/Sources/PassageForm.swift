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

    /// What the passages of a file depend on beside it, in words. Documents have a word more, lest
    /// an index keeps passages, or the lack of them, from the time when they were read as plain
    /// text; it changes with how they are cut.
    func cut(_ windows: TextChunker, of file: FileName) -> String {
        var words = ["\(unit)", "\(windows.tokens)", "\(windows.overlap)"]
        if let encoding { words.append(encoding.name) }
        if let kind = DocumentKind(name: file.string), kind != .markdown || unit != .lines {
            words.append(kind.rawValue)
        }
        return words.joined(separator: " ")
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
