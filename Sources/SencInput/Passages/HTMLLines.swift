import SencFiles

/// The text of a page of the web, by the lines of its source that it is from.
final class HTMLLines: TextSteps {
    /// A larger file is no page.
    static let maximumBytes = 1 << 26
    /// How much the parser is given at a time.
    private static let chunkBytes = 1 << 20
    /// As many as of other text files are looked at.
    private static let sampleBytes = FileKind.sampleBytes

    private let path: String
    private let encoding: TextEncoding?
    private let library: HTMLLibrary?
    private(set) var bytesDone = 0.0
    private var decoder = TextDecoder()
    /// The page in UTF-8, and how much of it was parsed.
    private var page: [UInt8]?
    private var position = 0
    private var isBinary = false
    private var isAtEnd = false
    private let text = HTMLText()
    private var parser: HTMLParser?
    private var ready: ArraySlice<TextStep> = []

    /// - Parameter encoding: of a page without a byte order mark.
    init(path: String, encoding: TextEncoding?, library: HTMLLibrary? = HTMLLibrary.system) {
        (self.path, self.encoding, self.library) = (path, encoding, library)
    }

    var replacementCount: Int { decoder.replacementCount }

    func isText() throws(InputError) -> Bool {
        let page = try load()
        return !isBinary && !page.prefix(Self.sampleBytes).contains(0)
    }

    func next() throws(InputError) -> TextStep? {
        while ready.isEmpty, !isAtEnd { try parse() }
        return ready.popFirst()
    }

    /// Parses the next part of the page.
    private func parse() throws(InputError) {
        let page = try load()
        if parser == nil { parser = library.flatMap { HTMLParser($0, text) } }
        guard let parser else { throw .document(.noReader(.html), path: path) }
        var end = min(position + Self.chunkBytes, page.count)
        // Not within a character.
        while end < page.count, page[end] & 0xC0 == 0x80 { end -= 1 }
        isAtEnd = end == page.count
        page[position..<end].withUnsafeBytes { parser.parse($0, isLast: isAtEnd) }
        position = end
        if text.isTooDeep {
            throw .document(.tooDeep(limit: HTMLText.maximumDepth), path: path)
        }
        if isAtEnd { text.finish() }
        ready = text.steps[...]
        text.steps = []
    }

    /// The page in UTF-8.
    private func load() throws(InputError) -> [UInt8] {
        if let page { return page }
        let source = try ByteSource(path: path, isRegular: true)
        let bytes = try source.pageBytes(limit: Self.maximumBytes)
        bytesDone = Double(source.bytesRead)
        let (encoding, mark) = TextEncoding.ofPage(bytes, given: encoding)
        isBinary = mark == 0 && FileKind.name(of: bytes.prefix(Self.sampleBytes)) != nil
        let converted =
            encoding.isUTF8
            ? Array(bytes.dropFirst(mark))
            : try TextConverter(encoding, path: path).convert(bytes[mark...])
        let text = converted.withUnsafeBytes { decoder.decode($0) }
        let page = Array(text.utf8)
        self.page = page
        self.text.lineCount = page.count { $0 == UInt8(ascii: "\n") } + 1
        return page
    }
}

extension ByteSource {
    private static let chunkBytes = 1 << 16

    /// All bytes.
    /// - Throws: `DocumentFault.tooLarge` if there are more than the limit.
    fileprivate func pageBytes(limit: Int) throws(InputError) -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = try self.bytes(limit: Self.chunkBytes)
            bytes += part
            guard bytes.count <= limit else {
                throw .document(.tooLarge(limit: limit), path: path)
            }
            if part.count < Self.chunkBytes { return bytes }
        }
    }
}

extension TextConverter {
    /// Converts a whole text.
    fileprivate func convert(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
        defer { chunk.deallocate() }
        while true {
            let (taken, written) = rest.withUnsafeBytes { convert($0, into: chunk, isLast: true) }
            rest = rest.dropFirst(taken)
            result += chunk[..<written]
            if written == 0 { return result }
        }
    }
}
