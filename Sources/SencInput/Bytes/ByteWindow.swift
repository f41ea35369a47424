import SencFiles

/// The part of an input that is in memory: bytes that were read and are not consumed yet, one
/// after the other.
///
/// The window grows to the longest record, which has a limit, and no further. Whatever a record's length, each of its
/// bytes is moved a bounded number of times.
final class ByteWindow {
    private static let initialCapacity = 1 << 18
    /// A longer record is an error: it is not text, and may never end.
    static let maximumRecordBytes = 1 << 28

    /// What a character may take, so that there is always room to go on.
    private static let leastRoom = 16

    let source: TextBytes
    /// The number of the line that the window starts in, from 1.
    private(set) var line = 1
    private var storage: UnsafeMutableRawBufferPointer
    /// Where the window starts and ends in `storage`.
    private var start = 0
    private var end = 0
    /// Bytes of `storage` before this are in `hash`; at most `start`.
    private var hashed = 0
    /// Where in `storage` the record ends that was taken last; before `hashed` if `settled` is set.
    private var marked = 0
    /// The digest there, if bytes behind it are in `hash` already.
    private var settled: UInt64?
    private var hash = XXHash64()
    private var isAtEnd = false

    init(source: TextBytes) {
        self.source = source
        storage = .allocate(byteCount: Self.initialCapacity, alignment: 16)
    }

    deinit {
        storage.deallocate()
    }

    /// The bytes in the window, valid until `fill`.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: storage[start..<end])
    }

    var count: Int { end - start }

    /// How many bytes of the file, as it is on the disk, those come from that were consumed: an
    /// estimate if they were decompressed or converted.
    var position: Double {
        let file = source.source
        guard file.bytesGiven > 0 else { return 0 }
        // Of bytes as they are it is exact.
        if file.bytesTaken == file.bytesGiven, !source.isConverted {
            return Double(max(file.bytesGiven - count - source.pendingCount, 0))
        }
        let left = Double(count + source.pendingCount) / Double(file.bytesGiven)
        return Double(file.bytesTaken) * max(1 - left, 0)
    }

    /// XXH64, with seed 0, of all bytes consumed up to the last mark.
    var digest: UInt64 {
        if let settled { return settled }
        hash(upTo: marked)
        return hash.digest
    }

    /// Marks that a record ends where the window starts.
    func mark() {
        marked = start
        settled = nil
    }

    /// Reads more bytes behind those in the window.
    /// - Returns: whether there were more.
    func fill() throws(InputError) -> Bool {
        if isAtEnd { return false }
        guard count <= Self.maximumRecordBytes else {
            throw error(.tooLong(limit: Self.maximumRecordBytes))
        }
        if start > 0, storage.count - end < storage.count / 2 { moveToFront() }
        if storage.count - end < Self.leastRoom { grow() }
        let read = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[end...]))
        end += read
        isAtEnd = read == 0
        return !isAtEnd
    }

    /// Takes bytes out of the window.
    /// - Parameter lines: how many line feeds are among them.
    /// - Precondition: the window has as many.
    func consume(_ count: Int, lines: Int) {
        precondition(count >= 0 && count <= end - start, "only bytes of the window are consumed")
        start += count
        line += lines
    }

    /// How many line feeds there are before an offset in the window.
    func lines(before offset: Int) -> Int {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes[..<offset])
        var count = 0
        var position = 0
        while let feed = bytes.offset(of: UInt8(ascii: "\n"), from: position) {
            count += 1
            position = feed + 1
        }
        return count
    }

    /// The error for a fault at an offset in the window.
    func error(_ fault: RecordFault, at offset: Int = 0) -> InputError {
        .record(fault, path: source.source.path, line: line + lines(before: offset))
    }

    /// The length of the next line with its line feed, if it has one; `nil` at the end.
    func lineLength() throws(InputError) -> Int? {
        var searched = 0
        while true {
            if let feed = bytes.offset(of: UInt8(ascii: "\n"), from: searched) {
                return feed + 1
            }
            searched = count
            guard try fill() else { return count > 0 ? count : nil }
        }
    }

    /// Moves over lines of space alone, as JSON has it, to one that has more.
    /// - Returns: its length; `nil` at the end.
    func valueLength() throws(InputError) -> Int? {
        while let length = try lineLength() {
            guard bytes[..<length].allSatisfy(Self.isSpace) else { return length }
            consume(length, lines: 1)
        }
        return nil
    }

    /// Whether the first byte that is not white space begins an object of JSON.
    func beginsWithObject() throws(InputError) -> Bool {
        var searched = 0
        while true {
            if let first = bytes[searched...].firstIndex(where: { !Self.isSpace($0) }) {
                return bytes[first] == UInt8(ascii: "{")
            }
            searched = count
            guard try fill() else { return false }
        }
    }

    /// Reads on until so many bytes are in the window.
    /// - Returns: as many, or all that there are.
    func sample(_ limit: Int) throws(InputError) -> (bytes: UnsafeRawBufferPointer, isWhole: Bool) {
        var isWhole = false
        while count <= limit, !isWhole { isWhole = try !fill() }
        return (UnsafeRawBufferPointer(rebasing: bytes.prefix(limit)), isWhole && count <= limit)
    }

    /// White space as JSON has it.
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }

    /// Moves behind the byte order mark, if there is one.
    /// - Throws: an error if the input is not text.
    func begin() throws(InputError) {
        let path = source.source.path
        switch try source.kindIfBinary() {
        case .named(let kind): throw .notText(kind, path: path)
        case .unknown:
            throw .notText("binary data, unless --encoding tells its encoding", path: path)
        case nil: break
        }
        try dropByteOrderMark()
    }

    /// Consumes the byte order mark that the window may start with.
    private func dropByteOrderMark() throws(InputError) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        while count < mark.count, try fill() {}
        if bytes.starts(with: mark) { consume(mark.count, lines: 0) }
    }

    private func hash(upTo end: Int) {
        hash.update(UnsafeRawBufferPointer(rebasing: storage[hashed..<end]))
        hashed = end
    }

    private func moveToFront() {
        if marked < start, settled == nil { settled = digest }
        hash(upTo: start)
        storage.copyMemory(from: bytes)
        (start, end, hashed, marked) = (0, count, 0, 0)
    }

    private func grow() {
        let larger = UnsafeMutableRawBufferPointer.allocate(
            byteCount: storage.count * 2, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<end]))
        storage.deallocate()
        storage = larger
    }
}
