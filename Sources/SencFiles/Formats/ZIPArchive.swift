/// What is wrong with a ZIP archive. Offsets are in bytes.
package enum ZIPFault: Error {
    /// The end of the file is no ZIP archive's; the file may be cut.
    case noEndRecord
    /// The end record leads to another one (ZIP64) that is not there.
    case invalidEndRecord(offset: Int)
    case severalDisks(offset: Int)
    case tooManyEntries(UInt64)
    case invalidDirectory(offset: Int)
    /// The directory and the entry's own header contradict each other.
    case invalidEntry(String, offset: Int)
    case repeatedEntry(String)
    case unsupportedMethod(String, method: Int)
    case encryptedEntry(String)
    /// A stored entry that says to be larger or smaller when unpacked.
    case wrongSize(String)
    /// The entry ends after the data does.
    case pastEnd(String, offset: Int)
    case overlappingEntries(String, String, offset: Int)
}

/// The list of a ZIP archive, whose entries are stored as they are or compressed.
///
/// The central directory at the end is the one that counts; the local header in front of an
/// entry's bytes must agree with it. Entries have each a name and a place of their own, and none is
/// encrypted. Nothing is unpacked, and checksums are not computed: they would have every byte read
/// to open a file.
///
/// Source: PKWARE, ".ZIP File Format Specification" (APPNOTE 6.3.10).
package struct ZIPArchive {
    package struct Entry {
        package let name: String
        /// How it is compressed.
        package let method: Int
        /// CRC-32 of the bytes when unpacked.
        package let checksum: UInt32
        /// Bytes when unpacked.
        package let size: Int
        /// Where its bytes lie in the file.
        package let data: Range<Int>
    }

    package static let stored = 0
    package static let deflated = 8

    /// How far from the end the end record may begin: its size and the longest comment.
    private static let maximumEndDistance = endRecordSize + 0xFFFF
    private static let localSignature: UInt32 = 0x0403_4B50
    private static let centralSignature: UInt32 = 0x0201_4B50
    private static let endSignature: UInt32 = 0x0605_4B50
    private static let end64Signature: UInt32 = 0x0606_4B50
    private static let locatorSignature: UInt32 = 0x0706_4B50
    private static let endRecordSize = 22
    private static let locatorSize = 20
    private static let zip64ID: UInt16 = 1
    private static let encryptedFlags: UInt16 = 0x2041

    /// In the order of the directory.
    package let entries: [Entry]

    /// - Parameters:
    ///   - limit: the most entries.
    ///   - methods: how entries may be compressed.
    package init(
        _ bytes: UnsafeRawBufferPointer, limit: Int, methods: Set<Int> = [stored]
    ) throws(ZIPFault) {
        let directory = try Self.directory(in: bytes, limit: limit)
        var reader = ByteReader(bytes, in: directory.range)
        var entries: [Entry] = []
        // Compared as bytes: canonically equal names are two.
        var names: Set<[UInt8]> = []
        var spans: [(range: Range<Int>, name: String)] = []
        for _ in 0..<directory.count {
            let header = try Self.header(&reader, methods)
            let (span, data) = try Self.data(of: header, in: bytes, before: directory.range)
            guard names.insert(Array(bytes[header.nameBytes])).inserted else {
                throw .repeatedEntry(header.name)
            }
            entries.append(
                Entry(
                    name: header.name, method: Int(header.method), checksum: header.checksum,
                    size: header.size, data: data))
            spans.append((span, header.name))
        }
        guard reader.remaining == 0 else { throw .invalidDirectory(offset: reader.position) }
        spans.sort { $0.range.lowerBound < $1.range.lowerBound }
        for (first, second) in zip(spans, spans.dropFirst())
        where first.range.upperBound > second.range.lowerBound {
            throw .overlappingEntries(
                first.name, second.name, offset: second.range.lowerBound)
        }
        self.entries = entries
    }

    /// What the central directory says of an entry.
    private struct Header {
        let name: String
        let nameBytes: Range<Int>
        let method: UInt16
        let checksum: UInt32
        let storedSize: Int
        let size: Int
        /// Of its local header.
        let offset: Int
    }

    private static func header(
        _ reader: inout ByteReader, _ methods: Set<Int>
    ) throws(ZIPFault) -> Header {
        let start = reader.position
        guard reader.integer(UInt32.self) == centralSignature, reader.take(4) != nil,
            let flags = reader.integer(UInt16.self), let method = reader.integer(UInt16.self),
            reader.take(4) != nil, let checksum = reader.integer(UInt32.self),
            let compressed = reader.integer(UInt32.self), let size = reader.integer(UInt32.self),
            let nameCount = reader.integer(UInt16.self),
            let extraCount = reader.integer(UInt16.self),
            let commentCount = reader.integer(UInt16.self), reader.take(8) != nil,
            let offset = reader.integer(UInt32.self), let nameBytes = reader.take(nameCount),
            let extra = reader.take(extraCount), reader.take(commentCount) != nil
        else { throw .invalidDirectory(offset: start) }
        let name = reader.text(nameBytes)
        guard flags & encryptedFlags == 0 else { throw .encryptedEntry(name) }
        guard methods.contains(Int(method)) else {
            throw .unsupportedMethod(name, method: Int(method))
        }
        let wide = try widen(
            [size, compressed, offset], with: ByteReader(reader.bytes, in: extra), of: name)
        guard method != stored || wide[0] == wide[1] else { throw .wrongSize(name) }
        return Header(
            name: name, nameBytes: nameBytes, method: method, checksum: checksum,
            storedSize: wide[1], size: wide[0], offset: wide[2])
    }

    /// Numbers that are too large for their fields are in the entry's ZIP64 extra field, in the
    /// same order.
    private static func widen(
        _ fields: [UInt32], with extra: ByteReader, of name: String
    ) throws(ZIPFault) -> [Int] {
        var extra = extra
        var wide = ByteReader(extra.bytes, in: 0..<0)
        while fields.contains(.max), let id = extra.integer(UInt16.self),
            let count = extra.integer(UInt16.self)
        {
            guard let range = extra.take(count) else {
                throw .invalidEntry(name, offset: extra.position)
            }
            guard id == zip64ID else { continue }
            wide = ByteReader(extra.bytes, in: range)
            break
        }
        var result: [Int] = []
        for field in fields {
            let number = field == .max ? wide.integer(UInt64.self) : UInt64(field)
            guard let number, let value = Int(exactly: number) else {
                throw .invalidEntry(name, offset: extra.position)
            }
            result.append(value)
        }
        return result
    }

    /// Where an entry lies with its local header, and where its bytes do.
    private static func data(
        of entry: Header, in bytes: UnsafeRawBufferPointer, before directory: Range<Int>
    ) throws(ZIPFault) -> (span: Range<Int>, data: Range<Int>) {
        guard entry.offset <= directory.lowerBound else {
            throw .pastEnd(entry.name, offset: entry.offset)
        }
        var reader = ByteReader(bytes, in: entry.offset..<directory.lowerBound)
        guard reader.integer(UInt32.self) == localSignature, reader.take(4) != nil,
            reader.integer(UInt16.self) == entry.method, reader.take(16) != nil,
            let nameCount = reader.integer(UInt16.self),
            let extraCount = reader.integer(UInt16.self), let name = reader.take(nameCount),
            reader.take(extraCount) != nil, bytes[name].elementsEqual(bytes[entry.nameBytes])
        else { throw .invalidEntry(entry.name, offset: entry.offset) }
        guard let data = reader.take(entry.storedSize) else {
            throw .pastEnd(entry.name, offset: entry.offset)
        }
        return (entry.offset..<data.upperBound, data)
    }

    /// Where the central directory is and how many entries it has.
    private static func directory(
        in bytes: UnsafeRawBufferPointer, limit: Int
    ) throws(ZIPFault) -> (range: Range<Int>, count: Int) {
        guard let end = endRecord(in: bytes) else { throw .noEndRecord }
        var reader = ByteReader(bytes, in: end + 4..<bytes.count)
        guard let disk = reader.integer(UInt16.self), let start = reader.integer(UInt16.self),
            let onDisk = reader.integer(UInt16.self), let count = reader.integer(UInt16.self),
            let size = reader.integer(UInt32.self), let offset = reader.integer(UInt32.self)
        else { throw .noEndRecord }
        let isWide = count == .max || size == .max || offset == .max || disk == .max
        if isWide, let record = try wideEndRecord(in: bytes, before: end, limit: limit) {
            return record
        }
        guard disk == 0, start == 0, onDisk == count else { throw .severalDisks(offset: end) }
        return try directory(
            offset: UInt64(offset), size: UInt64(size), count: UInt64(count), end, limit: limit)
    }

    private static func directory(
        offset: UInt64, size: UInt64, count: UInt64, _ end: Int, limit: Int
    ) throws(ZIPFault) -> (range: Range<Int>, count: Int) {
        guard count <= limit else { throw .tooManyEntries(count) }
        let (directoryEnd, overflow) = offset.addingReportingOverflow(size)
        guard !overflow, directoryEnd <= UInt64(end) else { throw .invalidDirectory(offset: end) }
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
        in bytes: UnsafeRawBufferPointer, before end: Int, limit: Int
    ) throws(ZIPFault) -> (range: Range<Int>, count: Int)? {
        guard end >= locatorSize else { return nil }
        var locator = ByteReader(bytes, in: end - locatorSize..<end)
        guard locator.integer(UInt32.self) == locatorSignature else { return nil }
        guard let disk = locator.integer(UInt32.self), let offset = locator.integer(UInt64.self),
            let start = Int(exactly: offset), start <= end - locatorSize
        else { throw .invalidEndRecord(offset: end - locatorSize) }
        var reader = ByteReader(bytes, in: start..<end - locatorSize)
        guard reader.integer(UInt32.self) == end64Signature, reader.take(12) != nil,
            let thisDisk = reader.integer(UInt32.self), let firstDisk = reader.integer(UInt32.self),
            let onDisk = reader.integer(UInt64.self), let count = reader.integer(UInt64.self),
            let size = reader.integer(UInt64.self),
            let directoryOffset = reader.integer(UInt64.self)
        else { throw .invalidEndRecord(offset: end - locatorSize) }
        guard disk == 0, thisDisk == 0, firstDisk == 0, onDisk == count else {
            throw .severalDisks(offset: start)
        }
        return try directory(offset: directoryOffset, size: size, count: count, start, limit: limit)
    }
}
