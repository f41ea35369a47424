import SencFiles
import SencInput

/// The records of a command, from its arguments or from files one after the other.
final class TextSource {
    /// Texts and bytes that are read at once. The bytes bound what long texts can take of memory
    /// and how long a window takes.
    static let windowTexts = 1024
    static let windowBytes = 1 << 19

    private let inputs: [(path: String, format: RecordFormat)]
    private let encoding: TextEncoding?
    private let isQuotingTold: Bool
    private let readers: [RecordReader]
    private var current = 0
    private var pending: ArraySlice<String>
    /// Records that may still be given out.
    private var left = Int.max

    init(texts: [String]) {
        pending = texts[...]
        (inputs, encoding, isQuotingTold, readers) = ([], nil, false, [])
    }

    /// Opens all inputs, so that one that cannot be read is an error before any result.
    /// - Parameters:
    ///   - encoding: of those without a byte order mark; UTF-8 if not given.
    ///   - isQuotingTold: whether the user said what quotes mean.
    init(
        _ inputs: [(path: String, format: RecordFormat)], encoding: TextEncoding? = nil,
        isQuotingTold: Bool = false
    ) throws {
        if let path = inputs.map(\.path).first(where: VectorFile.isName) {
            throw UsageError(
                """
                these are vectors, where texts are needed; search, pairs, dedupe, cluster, outliers \
                and map take vectors (\(path))
                """)
        }
        pending = []
        (self.inputs, self.encoding, self.isQuotingTold) = (inputs, encoding, isQuotingTold)
        readers = try inputs.map {
            try RecordReader(
                path: $0.path, format: $0.format, encoding: encoding,
                isStopped: { Interruption.isAsked })
        }
    }

    /// The next records, some at a time; none after the last.
    func nextWindow(
        texts: Int = windowTexts, bytes maximumBytes: Int = windowBytes
    ) throws -> [Record] {
        var window: [Record] = []
        var bytes = 0
        while window.count < min(texts, left), bytes < maximumBytes,
            let record = try next()
        {
            bytes += record.text.utf8.count
            window.append(record)
        }
        left -= window.count
        if left == 0 {
            for reader in readers.prefix(current + 1) { try reader.checkUnchanged() }
        }
        return window
    }

    private func next() throws -> Record? {
        if let text = pending.popFirst() { return Record(text: text) }
        while current < readers.count {
            if let record = try readers[current].next() { return record }
            current += 1
        }
        return nil
    }

    /// All records that are left.
    func allRecords() throws -> [Record] {
        var records: [Record] = []
        while let record = try next() { records.append(record) }
        return records
    }

    /// All texts that are left.
    func allTexts() throws -> [String] {
        try allRecords().map(\.text)
    }

    /// Moves over records.
    /// - Returns: how many there were, at most `count`.
    func skip(_ count: Int) throws -> Int {
        var skipped = min(count, pending.count)
        pending.removeFirst(skipped)
        while skipped < count, current < readers.count {
            let part = try readers[current].skip(count - skipped)
            if part == 0 { current += 1 }
            skipped += part
        }
        return skipped
    }

    /// How many records the files have, which are read once more for it.
    /// - Throws: `InputError.changed` if one is no longer what was opened.
    func count() throws -> Int {
        try zip(readers, inputs).reduce(0) {
            $0 + (try $1.0.count(format: $1.1.format, encoding: encoding))
        }
    }

    /// Whether quotes are part of the values of any input.
    var hasPlainQuotes: Bool {
        inputs.contains {
            if case .delimited(_, _, _, .none, _) = $0.format { true } else { false }
        }
    }

    /// Gives out no more than that many records from here on.
    func limit(to count: Int) {
        left = count
    }

    /// Of all inputs, up to the end of the last record given out or skipped.
    var digest: UInt64 {
        readers.reduce(0) { ($0 &* 0x9E37_79B9_7F4A_7C15) ^ $1.digest }
    }

    /// Which part of the files the records are that were given out or skipped, within 0...1; `nil`
    /// if their size is unknown.
    var fraction: Double? {
        // Sizes of sparse files may add up to more than an integer holds.
        var total = 0.0
        for reader in readers {
            guard let size = reader.size else { return nil }
            total += Double(size)
        }
        return total > 0 ? readers.reduce(0) { $0 + $1.position } / total : nil
    }

    /// Tells, once a file, of what the texts do not have as it was: bytes that were not of the
    /// encoding, quotes that nothing said the meaning of, records that were left out.
    func reportReplacements() {
        for reader in readers {
            if reader.replacementCount > 0 {
                let count = reader.replacementCount
                Terminal.report(
                    reader.isUTF8
                        ? "warning: \(count) ill-formed UTF-8 sequences were replaced (\(reader.path))"
                        : "warning: \(count) ill-formed sequences were replaced (\(reader.path))")
            }
            if reader.keptQuoteCount > 0, !isQuotingTold {
                Terminal.report(
                    """
                    warning: \(reader.keptQuoteCount) texts are in quotes, which are part of them \
                    in TSV; --quoting double takes them off, --quoting none keeps them \
                    (\(reader.path))
                    """)
            }
            if reader.missingCount > 0 {
                Terminal.report(
                    """
                    \(reader.missingCount) records without text or id were skipped (\(reader.path))
                    """)
            }
        }
    }
}
