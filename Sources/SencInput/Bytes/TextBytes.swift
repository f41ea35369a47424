import SencFiles

/// The bytes of a text in UTF-8, whatever encoding it is in.
///
/// A byte order mark says which; else the caller may; else it is UTF-8. What is ill-formed in another
/// encoding becomes a byte that is ill-formed in UTF-8, too. A byte order mark of UTF-8 is left in
/// its place.
final class TextBytes {
    /// Bytes that are converted at once.
    private static let chunkSize = 1 << 16

    let source: ByteSource
    /// In which encoding the text is if it has no byte order mark; `nil` if nothing was said.
    private let encoding: TextEncoding?
    private var converter: TextConverter?
    /// What was read last, and which of it is not handed out or converted yet.
    private let storage: UnsafeMutableRawBufferPointer
    private var position = 0
    private var end = 0
    private var isAtEnd = false
    private var isStarted = false
    /// What the input is, if it is not text.
    private var binaryKind: BinaryKind?

    enum BinaryKind {
        /// With its article.
        case named(Message)
        /// A text that must be read with an encoding, as it seems.
        case unmarked(encoding: String)
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
        storage.copyMemory(from: pending)
        (position, end) = (0, end - position)
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
        end += count
        isAtEnd = count == 0
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
        } else if let name = FileKind.unmarkedUTF16(head) {
            binaryKind = .unmarked(encoding: name)
        } else if FileKind.isBinary(head) {
            binaryKind = .unknown
        }
    }
}
