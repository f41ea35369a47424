import Senc
import SencFiles
import SencInput

/// The passages of files, one file after the other. What is neither text nor a document or cannot be
/// read is skipped and counted.
final class PassageSource {
    enum Item: Sendable {
        /// A passage of a file, which is counted from 0.
        case passage(Passage, file: Int)
        /// The file's passages are reported, all of them if it could be read to its end.
        case end(file: Int, isComplete: Bool)
    }

    /// Failures that are reported one by one, and files with ill-formed text.
    private static let shownFailures = 3
    private static let shownReplacements = 10
    /// Files that are reported for the encoding that they were read in.
    private static let shownEncodings = 3

    private let files: [FileTree.File]
    private let unit: PassageUnit
    private let encoding: TextEncoding?
    private let windows: TextChunker
    private let consequence: Message
    private var file = 0
    private var reader: PassageReader?

    /// Of all files, and of those read. Sizes of sparse files may add up to more than an integer
    /// holds.
    private let totalBytes: Double
    private var bytesBefore = 0.0
    private var failures: [any Diagnostic]
    private var binaryCount = 0
    /// Documents that nothing here reads.
    private var unreadCounts: [DocumentKind: Int] = [:]
    private var recognized: [(path: FileName, encoding: TextEncoding)] = []
    /// How many sequences were replaced in each file that had any.
    private(set) var replacements: [FileName: Int] = [:]

    /// - Parameters:
    ///   - encoding: of files without a byte order mark; UTF-8 if not given.
    ///   - failures: what was to be read and cannot be.
    ///   - consequence: what becomes of that.
    init(
        _ files: [FileTree.File], unit: PassageUnit, encoding: TextEncoding? = nil,
        _ windows: TextChunker, failures: [FileError] = [], consequence: Message = "skipped"
    ) {
        (self.files, self.unit, self.encoding, self.windows) = (files, unit, encoding, windows)
        (self.failures, self.consequence) = (failures, consequence)
        totalBytes = files.reduce(0) { $0 + Double($1.size) }
    }

    func next() -> Item? {
        guard file < files.count else { return nil }
        do throws(InputError) {
            if reader == nil { reader = try open() }
            if let passage = try reader?.next() { return .passage(passage, file: file) }
            return finish(isComplete: true)
        } catch {
            if case .document(.noReader(let kind), _) = error {
                unreadCounts[kind, default: 0] += 1
            } else {
                failures.append(error)
            }
            return finish(isComplete: false)
        }
    }

    /// Which part of the files the passages are that were given out, within 0...1.
    var fraction: Double? {
        totalBytes > 0 ? (bytesBefore + (reader?.position ?? 0)) / totalBytes : nil
    }

    /// - Returns: `nil` if the file is not text.
    private func open() throws(InputError) -> PassageReader? {
        let reader = try PassageReader(
            path: files[file].path.string, unit: unit, encoding: encoding, windows: windows.ranges)
        if try reader.isText() { return reader }
        binaryCount += 1
        return nil
    }

    private func finish(isComplete: Bool) -> Item {
        if let count = reader?.replacementCount, count > 0 {
            replacements[files[file].path] = count
        }
        if let encoding = reader?.recognizedEncoding {
            recognized.append((files[file].path, encoding))
        }
        bytesBefore += Double(files[file].size)
        reader = nil
        defer { file += 1 }
        return .end(file: file, isComplete: isComplete)
    }

    /// Reports what was skipped and replaced.
    func report() {
        for failure in failures.prefix(Self.shownFailures) {
            Terminal.report("warning: \(failure); \(consequence)")
        }
        if failures.count > Self.shownFailures {
            Terminal.report(
                "warning: \(failures.count - Self.shownFailures) more could not be read")
        }
        for kind in DocumentKind.allCases {
            if let count = unreadCounts[kind] { reportUnread(kind, count) }
        }
        if binaryCount > 0 {
            Terminal.report(
                binaryCount == 1
                    ? "1 file is not text; skipped" : "\(binaryCount) files are not text; skipped")
        }
        for (path, encoding) in recognized.prefix(Self.shownEncodings) {
            Terminal.reportEncoding(encoding, of: path.description)
        }
        if recognized.count > Self.shownEncodings {
            let count = recognized.count - Self.shownEncodings
            Terminal.report(
                count == 1
                    ? "1 more file was read as what its bytes seem to be"
                    : "\(count) more files were read as what their bytes seem to be")
        }
        Self.report(replacements)
    }

    private func reportUnread(_ kind: DocumentKind, _ count: Int) {
        switch (kind, count) {
        case (.pdf, 1):
            Terminal.report(
                "warning: 1 PDF file is skipped: pdftotext is not installed (poppler-utils)")
        case (.pdf, _):
            Terminal.report(
                """
                warning: \(count) PDF files are skipped: pdftotext is not installed (poppler-utils)
                """)
        case (_, 1):
            Terminal.report(
                "warning: 1 HTML file is skipped: libxml2 cannot be loaded; install it (libxml2)")
        default:
            Terminal.report(
                """
                warning: \(count) HTML files are skipped: libxml2 cannot be loaded; install it \
                (libxml2)
                """)
        }
    }

    /// - Parameter count: of the sequences in all of the files.
    private static func others(_ files: Int, _ count: Int, _ wereBefore: Bool) -> Message {
        switch (files, wereBefore) {
        case (1, true):
            """
            warning: ill-formed sequences were replaced in 1 more file when it was read: \(count)
            """
        case (_, true):
            """
            warning: ill-formed sequences were replaced in \(files) more files when they were read: \
            \(count)
            """
        case (1, false): "warning: ill-formed sequences were replaced in 1 more file: \(count)"
        case (_, false):
            "warning: ill-formed sequences were replaced in \(files) more files: \(count)"
        }
    }

    /// Tells of files with ill-formed text.
    /// - Parameters:
    ///   - replacements: how many sequences of each.
    ///   - wereBefore: whether they were replaced when the files were read in an earlier run.
    static func report(_ replacements: [FileName: Int], wereBefore: Bool = false) {
        let files = replacements.sorted { $0.key < $1.key }
        for (path, count) in files.prefix(shownReplacements) {
            guard wereBefore else {
                Terminal.reportReplacements(count, of: path.description)
                continue
            }
            Terminal.report(
                count == 1
                    ? "warning: 1 ill-formed sequence was replaced when it was read (\(path))"
                    : """
                    warning: \(count) ill-formed sequences were replaced when it was read (\(path))
                    """)
        }
        if files.count > shownReplacements {
            let left = files.dropFirst(shownReplacements)
            let count = left.reduce(0) { $0 + $1.value }
            Terminal.report(Self.others(left.count, count, wereBefore))
        }
    }
}
