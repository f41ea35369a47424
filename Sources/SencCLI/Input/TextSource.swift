import SencInput

/// The texts of a command, from its arguments or from files one after the other.
final class TextSource {
    private let readers: [RecordReader]
    private var current = 0
    private var pending: ArraySlice<String>

    init(texts: [String]) {
        pending = texts[...]
        readers = []
    }

    init(paths: [String]) throws {
        pending = []
        readers = try paths.map { try RecordReader(path: $0) }
    }

    /// The next texts, at most `limit`; empty after the last.
    func next(_ limit: Int) throws -> [String] {
        var texts = Array(pending.prefix(limit))
        pending = pending.dropFirst(limit)
        while texts.count < limit, current < readers.count {
            if let record = try readers[current].next() {
                texts.append(record.text)
            } else {
                current += 1
            }
        }
        return texts
    }

    /// All texts that are left.
    func all() throws -> [String] {
        try next(.max)
    }

    /// How much of the files has been read, within 0...1; `nil` if their size is unknown.
    var fraction: Double? {
        var total = 0
        for reader in readers {
            guard let size = reader.size else { return nil }
            total += size
        }
        return total > 0 ? Double(readers.reduce(0) { $0 + $1.bytesRead }) / Double(total) : nil
    }

    /// Tells, once a file, of bytes that were not UTF-8.
    func reportReplacements() {
        for reader in readers where reader.replacementCount > 0 {
            Terminal.report(
                "warning: \(reader.replacementCount) ill-formed UTF-8 sequences were replaced "
                    + "(\(reader.path))")
        }
    }
}
