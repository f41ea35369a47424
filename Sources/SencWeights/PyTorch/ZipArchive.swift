import SencFiles

/// A zip archive whose entries are stored as they are, as PyTorch writes them.
///
/// The central directory at the end is the one that counts; the local header in front of an
/// entry's bytes must agree with it. Entries that are compressed or encrypted are refused, so no
/// archive holds more than it has bytes. Checksums are not computed: they would have every byte
/// read to open a file.
///
/// Source: PKWARE, ".ZIP File Format Specification" (APPNOTE 6.3.10).
struct ZipArchive {
    /// Entries of more archives than there are tensors in the largest models.
    static let maximumEntries = 1 << 20
    /// How far from the end the end record may begin: its size and the longest comment.
    static let maximumEndDistance = endRecordSize + 0xFFFF

    static let localSignature: UInt32 = 0x0403_4B50
    private static let centralSignature: UInt32 = 0x0201_4B50
    private static let endSignature: UInt32 = 0x0605_4B50
    private static let end64Signature: UInt32 = 0x0606_4B50
    private static let locatorSignature: UInt32 = 0x0706_4B50
    private static let endRecordSize = 22
    private static let locatorSize = 20
    private static let zip64ID: UInt16 = 1
    private static let encryptedFlags: UInt16 = 0x2041

    /// Where each entry's bytes lie in the file.
    let entries: [String: Range<Int>]

    init(_ bytes: UnsafeRawBufferPointer) throws(ArchiveFault) {
        let directory = try Self.directory(in: bytes)
        var reader = ByteReader(bytes, in: directory.range)
        var entries: [String: Range<Int>] = [:]
        var spans: [(range: Range<Int>, name: String)] = []
        for _ in 0..<directory.count {
            let entry = try Self.entry(&reader)
            let (span, data) = try Self.data(of: entry, in: bytes, before: directory.range)
            guard entries.updateValue(data, forKey: entry.name) == nil else {
                throw .repeatedEntry(entry.name)
            }
            spans.append((span, entry.name))
        }
        guard reader.remaining == 0 else { throw .invalidDirectory }
        spans.sort { $0.range.lowerBound < $1.range.lowerBound }
        for (first, second) in zip(spans, spans.dropFirst())
        where first.range.upperBound > second.range.lowerBound {
            throw .overlappingEntries(first.name, second.name)
        }
        self.entries = entries
    }

    private struct Entry {
        let name: String
        let nameBytes: Range<Int>
        let size: Int
        let offset: Int
    }

    private static func entry(_ reader: inout ByteReader) throws(ArchiveFault) -> Entry {
        guard reader.integer(UInt32.self) == centralSignature, reader.take(4) != nil,
            let flags = reader.integer(UInt16.self), let method = reader.integer(UInt16.self),
            reader.take(8) != nil, let compressed = reader.integer(UInt32.self),
            let size = reader.integer(UInt32.self), let nameCount = reader.integer(UInt16.self),
            let extraCount = reader.integer(UInt16.self),
            let commentCount = reader.integer(UInt16.self), reader.take(8) != nil,
            let offset = reader.integer(UInt32.self), let nameBytes = reader.take(nameCount),
            let extra = reader.take(extraCount), reader.take(commentCount) != nil
        else { throw .invalidDirectory }
        let name = reader.text(nameBytes)
        guard flags & encryptedFlags == 0 else { throw .encryptedEntry(name) }
        guard method == 0 else { throw .compressedEntry(name, method: Int(method)) }
        let wide = try widen(
            [size, compressed, offset], with: ByteReader(reader.bytes, in: extra), of: name)
        guard wide[0] == wide[1] else { throw .wrongSize(name) }
        return Entry(name: name, nameBytes: nameBytes, size: wide[0], offset: wide[2])
    }

    /// Numbers that are too large for their fields are in the entry's ZIP64 extra field, in the
    /// same order.
    private static func widen(
        _ fields: [UInt32], with extra: ByteReader, of name: String
    ) throws(ArchiveFault) -> [Int] {
        var extra = extra
        var wide = ByteReader(extra.bytes, in: 0..<0)
        while fields.contains(.max), let id = extra.integer(UInt16.self),
            let count = extra.integer(UInt16.self)
        {
            guard let range = extra.take(count) else { throw .invalidEntry(name) }
            guard id == zip64ID else { continue }
            wide = ByteReader(extra.bytes, in: range)
            break
        }
        var result: [Int] = []
        for field in fields {
            let number = field == .max ? wide.integer(UInt64.self) : UInt64(field)
            guard let number, let value = Int(exactly: number) else { throw .invalidEntry(name) }
            result.append(value)
        }
        return result
    }

    /// Where an entry lies with its local header, and where its bytes do.
    private static func data(
        of entry: Entry, in bytes: UnsafeRawBufferPointer, before directory: Range<Int>
    ) throws(ArchiveFault) -> (span: Range<Int>, data: Range<Int>) {
        guard entry.offset <= directory.lowerBound else { throw .pastEnd(entry.name) }
        var reader = ByteReader(bytes, in: entry.offset..<directory.lowerBound)
        guard reader.integer(UInt32.self) == localSignature, reader.take(4) != nil,
            reader.integer(UInt16.self) == 0, reader.take(16) != nil,
            let nameCount = reader.integer(UInt16.self),
            let extraCount = reader.integer(UInt16.self), let name = reader.take(nameCount),
            reader.take(extraCount) != nil, bytes[name].elementsEqual(bytes[entry.nameBytes])
        else { throw .invalidEntry(entry.name) }
        guard let data = reader.take(entry.size) else { throw .pastEnd(entry.name) }
        return (entry.offset..<data.upperBound, data)
    }

    /// Where the central directory is and how many entries it has.
    private static func directory(
        in bytes: UnsafeRawBufferPointer
    ) throws(ArchiveFault) -> (range: Range<Int>, count: Int) {
        guard let end = endRecord(in: bytes) else { throw .noEndRecord }
        var reader = ByteReader(bytes, in: end + 4..<bytes.count)
        guard let disk = reader.integer(UInt16.self), let start = reader.integer(UInt16.self),
            let onDisk = reader.integer(UInt16.self), let count = reader.integer(UInt16.self),
            let size = reader.integer(UInt32.self), let offset = reader.integer(UInt32.self)
        else { throw .noEndRecord }
        let isWide = count == .max || size == .max || offset == .max || disk == .max
        if isWide, let record = try wideEndRecord(in: bytes, before: end) { return record }
        guard disk == 0, start == 0, onDisk == count else { throw .severalDisks }
        return try directory(offset: UInt64(offset), size: UInt64(size), count: UInt64(count), end)
    }

    private static func directory(
        offset: UInt64, size: UInt64, count: UInt64, _ end: Int
    ) throws(ArchiveFault) -> (range: Range<Int>, count: Int) {
        guard count <= maximumEntries else { throw .tooManyEntries(count) }
        let (directoryEnd, overflow) = offset.addingReportingOverflow(size)
        guard !overflow, directoryEnd <= UInt64(end) else { throw .invalidDirectory }
        return (Int(offset)..<Int(directoryEnd), Int(count))
    }

    /// The last place where an end record with a comment up to the end of the file begins.
    private static func endRecord(in bytes: UnsafeRawBufferPointer) -> Int? {
        let last = bytes.count - endRecordSize
        guard last >= 0 else { return nil }
        for start in stride(from: last, through: max(0, bytes.count - maximumEndDistance), by: -1) {
            var reader = ByteReader(bytes, in: start..<bytes.count)
            guard reader.integer(UInt32.self) == endSignature, reader.take(16) != nil,
                let comment = reader.integer(UInt16.self), Int(comment) == reader.remaining
            else { continue }
            return start
        }
        return nil
    }

    /// What the ZIP64 end record says; `nil` if there is none.
    private static func wideEndRecord(
        in bytes: UnsafeRawBufferPointer, before end: Int
    ) throws(ArchiveFault) -> (range: Range<Int>, count: Int)? {
        guard end >= locatorSize else { return nil }
        var locator = ByteReader(bytes, in: end - locatorSize..<end)
        guard locator.integer(UInt32.self) == locatorSignature else { return nil }
        guard let disk = locator.integer(UInt32.self), let offset = locator.integer(UInt64.self),
            let start = Int(exactly: offset), start <= end - locatorSize
        else { throw .noEndRecord }
        var reader = ByteReader(bytes, in: start..<end - locatorSize)
        guard reader.integer(UInt32.self) == end64Signature, reader.take(12) != nil,
            let thisDisk = reader.integer(UInt32.self), let firstDisk = reader.integer(UInt32.self),
            let onDisk = reader.integer(UInt64.self), let count = reader.integer(UInt64.self),
            let size = reader.integer(UInt64.self),
            let directoryOffset = reader.integer(UInt64.self)
        else { throw .noEndRecord }
        guard disk == 0, thisDisk == 0, firstDisk == 0, onDisk == count else {
            throw .severalDisks
        }
        return try directory(offset: directoryOffset, size: size, count: count, start)
    }
}
