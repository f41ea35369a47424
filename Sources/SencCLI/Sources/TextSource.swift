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
    /// Files before this were told of as far as they seem to be no lines of text.
    private var recognizedCount = 0
    private let request: RecordRequest
    private let readers: [RecordReader]
    private var current = 0
    private var pending: ArraySlice<String>
    /// Records that may still be given out.
    private var left = Int.max

    init(texts: [String], _ request: RecordRequest = RecordRequest()) {
        pending = texts[...]
        (inputs, encoding, isQuotingTold, readers) = ([], nil, false, [])
        self.request = request
    }

    /// Opens all inputs, so that one that cannot be read is an error before any result.
    /// - Parameters:
    ///   - encoding: of those without a byte order mark; recognized if not given.
    ///   - isQuotingTold: whether the user said what quotes mean.
    ///   - isFormatTold: whether the user, or senc itself, said that the inputs are lines of text.
    ///   - request: what is asked of records beside their texts.
    init(
        _ inputs: [(path: String, format: RecordFormat)], encoding: TextEncoding? = nil,
        isQuotingTold: Bool = false, isFormatTold: Bool = true,
        _ request: RecordRequest = RecordRequest()
    ) throws {
        if let path = inputs.map(\.path).first(where: NamedVectors.isName) {
            throw UsageError(
                """
                these are vectors of words, where texts are needed; as a model they are --model \
                FILE, and neighbors, search, pairs, dedupe, cluster, outliers and map take their \
                words (\(path))
                """)
        }
        if let path = inputs.map(\.path).first(where: VectorFile.isName) {
            throw UsageError(
                """
                these are vectors, where texts are needed; search, pairs, dedupe, cluster, outliers \
                and map take vectors (\(path))
                """)
        }
        pending = []
        (self.inputs, self.encoding, self.isQuotingTold) = (inputs, encoding, isQuotingTold)
        self.request = request
        readers = try inputs.map {
            try RecordReader(
                path: $0.path, format: $0.format, encoding: encoding, shown: request.shown,
                adding: request.added, recognizesKinds: !isFormatTold,
                isStopped: { Interruption.isAsked })
        }
        for (reader, input) in zip(readers, inputs) {
            let isJudged = !isFormatTold && reader.size != nil
            if input.format.needsField || request.added != nil || isJudged {
                try reader.prepare()
            }
            if !request.isRepeated, let field = reader.foundField {
                Terminal.report(Self.found(field, by: reader))
            }
        }
    }

    private static func found(_ field: String, by reader: RecordReader) -> Message {
        if !reader.hasNames {
            return """
                the first row is not a header: the texts are taken from column \(field); --field \
                takes another by its number (\(reader.path))
                """
        }
        return reader.kind == .jsonl
            ? """
            the texts are taken from the field \(field.quoted()); --field names another \
            (\(reader.path))
            """
            : """
            the texts are taken from the column \(field.quoted()); --field names another \
            (\(reader.path))
            """
    }

    /// The fields that texts are taken from where none was given, for the identity of a job.
    var foundFields: String? {
        let found = readers.compactMap(\.foundField)
        return found.isEmpty ? nil : found.joined(separator: "\n")
    }

    /// Whether all records are lines of text.
    var areLines: Bool { inputs.allSatisfy { $0.format == .text } }

    /// How the records lie that are written back.
    var layout: RecordTable.Layout {
        guard let first = readers.first else { return RecordTable.Layout(kind: .text) }
        return RecordTable.Layout(
            kind: first.kind, delimiter: first.columns?.delimiter,
            quoting: first.columns?.quoting, hasHeader: readers.contains(where: \.hasNames))
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
            bytes += record.text.utf8.count + (record.source?.byteCount ?? 0)
            window.append(record)
        }
        left -= window.count
        if left == 0 {
            for reader in readers.prefix(current + 1) { try reader.checkUnchanged() }
        }
        return window
    }

    private func next() throws -> Record? {
        if let text = pending.popFirst() {
            return Record(text: text, source: request.added == nil ? nil : .text)
        }
        while current < readers.count {
            if let record = try readers[current].next() {
                reportGuises(upTo: current)
                return record
            }
            current += 1
        }
        return nil
    }

    /// Tells, once a file, of those that are taken line by line and seem to be meant otherwise.
    private func reportGuises(upTo index: Int) {
        guard !request.isRepeated else { return }
        guard recognizedCount <= index else { return }
        for reader in readers[recognizedCount...index] {
            switch reader.guise {
            case .jsonLines:
                Terminal.report(
                    """
                    warning: the lines are JSON, and are taken as they are; --input-format jsonl \
                    takes the texts out of them (\(reader.path))
                    """)
            case .html:
                Terminal.report(
                    """
                    warning: HTML is taken line by line, with its tags; 'senc search' and 'senc \
                    index' take the text of such files, in passages (\(reader.path))
                    """)
            case nil: break
            }
        }
        recognizedCount = index + 1
    }

    /// All records that are left.
    func allRecords() throws -> [Record] {
        var records: [Record] = []
        while let record = try next() { records.append(record) }
        return records
    }

    /// All records that are left, and where they are.
    func allRecordsAndFacts() throws -> (records: [Record], facts: RecordFacts) {
        guard !readers.isEmpty else { return (try allRecords(), RecordFacts(request)) }
        var (records, facts) = ([Record](), RecordFacts(request))
        for (index, reader) in readers.enumerated().dropFirst(current) {
            let before = records.count
            while let record = try reader.next() {
                facts.append(record, lines: reader.lines)
                records.append(record)
            }
            reportGuises(upTo: index)
            facts.files.append(reader.path, count: records.count - before)
        }
        current = readers.count
        return (records, facts)
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
        inputs.contains { $0.format.mayHavePlainQuotes }
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
            if let encoding = reader.recognizedEncoding {
                Terminal.reportEncoding(encoding, of: reader.path)
            }
            if reader.replacementCount > 0 {
                Terminal.reportReplacements(
                    reader.replacementCount, isUTF8: reader.isUTF8, of: reader.path)
            }
            if reader.keptQuoteCount > 0, !isQuotingTold {
                Terminal.report(
                    reader.keptQuoteCount == 1
                        ? """
                        warning: 1 text is in quotes, which are part of it in TSV; --quoting \
                        double takes them off, --quoting none keeps them (\(reader.path))
                        """
                        : """
                        warning: \(reader.keptQuoteCount) texts are in quotes, which are part of \
                        them in TSV; --quoting double takes them off, --quoting none keeps them \
                        (\(reader.path))
                        """)
            }
            if reader.missingCount > 0 {
                Terminal.report(
                    reader.missingCount == 1
                        ? "1 record without text or id was skipped (\(reader.path))"
                        : """
                        \(reader.missingCount) records without text or id were skipped \
                        (\(reader.path))
                        """)
            }
        }
    }
}
