import SencFiles

/// The text of a PDF document, as poppler's pdftotext reads it. What counts as its lines is its pages.
final class PDFLines: TextSteps {
    private static let limits = ChildProcess.Limits(bytes: 1 << 26, time: .seconds(120))
    static let program = "pdftotext"
    /// With which pdftotext ends if the document does not allow to copy its text.
    private static let forbidden = 3

    private let path: String
    private let limits: ChildProcess.Limits
    private(set) var bytesDone = 0.0
    private var decoder = TextDecoder()
    /// The pages' text, and where in it reading is.
    private var text: [UInt8]?
    private var position = 0
    private var page = 1

    init(path: String, limits: ChildProcess.Limits = PDFLines.limits) {
        (self.path, self.limits) = (path, limits)
    }

    var replacementCount: Int { decoder.replacementCount }

    func isText() throws(InputError) -> Bool { true }

    func next() throws(InputError) -> TextStep? {
        let text = try pages()
        guard position < text.count else { return nil }
        if text[position] == Self.formFeed {
            position += 1
            page += 1
            return .end
        }
        let end =
            text[position...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == Self.formFeed }
            ?? text.count
        let line = text[position..<end].withUnsafeBytes { decoder.decode($0) }
        position = end < text.count && text[end] != Self.formFeed ? end + 1 : end
        let content = LinedText(line, line: page)
        return content.isBlank ? .blank(content) : .line(content)
    }

    private static let formFeed: UInt8 = 0x0C

    private func pages() throws(InputError) -> [UInt8] {
        if let text { return text }
        guard let program = ChildProcess.find(Self.program) else { throw fault(.noReader(.pdf)) }
        let file: Descriptor
        do throws(FileError) {
            file = try RegularFile.open(path)
        } catch {
            throw .file(error)
        }
        defer { file.close() }
        let version = FileVersion(of: file)
        let run: (output: [UInt8], status: Int)
        do throws(ChildProcess.Fault) {
            run = try ChildProcess.run(
                program, ["-q", "-enc", "UTF-8", ChildProcess.givenFile, "-"], file: file,
                limits: limits)
        } catch {
            throw self.error(error)
        }
        guard FileVersion(of: file) == version else { throw .changed(path: path) }
        guard run.status == 0 else {
            throw fault(run.status == Self.forbidden ? .forbidden : .refused(status: run.status))
        }
        bytesDone = Double(version?.size ?? 0)
        text = run.output
        return run.output
    }

    private func error(_ fault: ChildProcess.Fault) -> InputError {
        switch fault {
        case .notStarted(let error): self.fault(.notStarted(reason: error.reason))
        case .tooMuch: self.fault(.tooMuchText(limit: limits.bytes))
        case .tooSlow: self.fault(.tooSlow(seconds: Int(limits.time.components.seconds)))
        case .stopped: .stopped(path: path)
        }
    }

    private func fault(_ fault: DocumentFault) -> InputError { .document(fault, path: path) }
}
