import SencFiles

/// The bytes of a text in UTF-8, whatever encoding it is in.
///
/// A byte order mark says which; else the caller may; else it is recognized: UTF-16 by its zeros,
/// windows-1252 by letters none of which is UTF-8, and all else is UTF-8. What is ill-formed in
/// another encoding becomes a byte that is ill-formed in UTF-8, too. A byte order mark of UTF-8 is left
/// in its place.
final class TextBytes {
    /// Bytes that are converted at once.
    private static let chunkSize = 1 << 16
    /// Bytes of a text by which UTF-8 and windows-1252 are told from each other, and which are kept
    /// for it where they might be either.
    private static let judgedBytes = 1 << 20

    let source: ByteSource
    /// In which encoding the text is if it has no byte order mark; `nil` if nothing was said.
    private let encoding: TextEncoding?
    private var converter: TextConverter?
    /// What was read last, and which of it is not handed out or converted yet.
    private var storage: UnsafeMutableRawBufferPointer
    private var position = 0
    private var end = 0
    private var isAtEnd = false
    private var isStarted = false
    /// Whether the encoding is known; until then all bytes handed out are below 0x80.
    private var isJudged = true
    private var unjudgedCount = 0
    /// The encoding, if nothing but the bytes tells it and it is not UTF-8.
    private(set) var recognized: TextEncoding?
    /// What the input is, if it is not text.
    private var binaryKind: BinaryKind?

    enum BinaryKind {
        /// With its article.
        case named(Message)
        case unknown
    }

    init(source: ByteSource, encoding: TextEncoding?) {
        (self.source, self.encoding) = (source, encoding)
        storage = .allocate(byteCount: Self.chunkSize, alignment: 16)
    }

    deinit {
        storage.deallocate()
    }

    /// Bytes that were taken from the source and are not handed out yet.
    var pendingCount: Int { end - position }

    private var pending: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage[position..<end])
    }

    /// Whether the input is in another encoding than UTF-8, known when it is read.
    var isConverted: Bool { converter != nil }

    /// What the input is, told by its start; `nil` if it may be text.
    func kindIfBinary() throws(InputError) -> BinaryKind? {
        try start()
        return binaryKind
    }

    /// Reads the next bytes.
    /// - Parameter buffer: where they go, at least 16 bytes.
    /// - Returns: how many; 0 at the end alone.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
        try start()
        if !isJudged {
            let count = try readUnjudged(into: buffer)
            if count > 0 { return count }
        }
        guard let converter else {
            guard position < end else { return try source.read(into: buffer) }
            let bytes = pending.prefix(buffer.count)
            buffer.copyBytes(from: bytes)
            position += bytes.count
            return bytes.count
        }
        while true {
            let (taken, written) = converter.convert(pending, into: buffer, isLast: isAtEnd)
            position += taken
            if written > 0 { return written }
            if isAtEnd { return 0 }
            try readMore()
        }
    }

    /// Reads bytes behind those that are pending, which are few.
    private func readMore() throws(InputError) {
        if position > 0 {
            storage.copyMemory(from: pending)
            (position, end) = (0, end - position)
        }
        if end == storage.count { grow() }
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
        end += count
        isAtEnd = count == 0
    }

    private func grow() {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: storage.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(storage))
        storage.deallocate()
        storage = larger
    }

    /// Hands out bytes that are the same in UTF-8 and windows-1252, up to the first that is not.
    /// - Returns: how many; 0 when the encoding is known.
    private func readUnjudged(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(InputError) -> Int {
        if position == end, !isAtEnd { try readMore() }
        let bytes = pending.prefix(min(buffer.count, Self.judgedBytes - unjudgedCount))
        let count = bytes.firstIndex { $0 >= 0x80 } ?? bytes.count
        guard count > 0 else {
            try judge()
            return 0
        }
        buffer.copyBytes(from: bytes.prefix(count))
        position += count
        unjudgedCount += count
        return count
    }

    /// Decides by the bytes that are pending and more behind them, as far as they are judged.
    private func judge() throws(InputError) {
        isJudged = true
        let limit = Self.judgedBytes - unjudgedCount
        var (looked, isIllFormed) = (0, false)
        while looked < limit {
            let isCut = pending.withMemoryRebound(to: UInt8.self) { bytes in
                while looked < min(limit, bytes.count) {
                    guard bytes[looked] >= 0x80 else {
                        looked += 1
                        continue
                    }
                    let (length, isValid) = UTF8Validation.sequence(at: looked, in: bytes)
                    if isValid { return nil as Bool? }
                    if looked + length == bytes.count, !isAtEnd { return true }
                    isIllFormed = true
                    looked += length
                }
                return looked < limit
            }
            guard let isCut else { return }
            if !isCut || isAtEnd { break }
            try readMore()
        }
        guard isIllFormed, let encoding = TextEncoding("windows-1252") else { return }
        converter = try TextConverter(encoding, path: source.path)
        recognized = encoding
    }

    /// Reads the first bytes and decides by them.
    private func start() throws(InputError) {
        guard !isStarted else { return }
        while end < FileKind.sampleBytes, !isAtEnd { try readMore() }
        isStarted = true
        let head = Array(pending.prefix(FileKind.sampleBytes))[...]
        if let (marked, length) = TextEncoding.marked(head.prefix(TextEncoding.markBytes)) {
            guard !marked.isUTF8 else { return }
            position = length
            converter = try TextConverter(marked, path: source.path)
        } else if let name = FileKind.name(of: head), (encoding?.unitBytes ?? 1) == 1 {
            binaryKind = .named(name)
        } else if let encoding {
            if !encoding.isUTF8 { converter = try TextConverter(encoding, path: source.path) }
        } else if let name = FileKind.unmarkedUTF16(head), let encoding = TextEncoding(name) {
            converter = try TextConverter(encoding, path: source.path)
            recognized = encoding
        } else if FileKind.isBinary(head) {
            binaryKind = .unknown
        } else {
            isJudged = false
        }
    }
}
