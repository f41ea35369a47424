/// One file of a ZIP archive, as its central directory (APPNOTE 6.3, section 4.3.12) lists it.
struct ZIPEntry: Equatable {
    static let stored = 0
    static let deflated = 8
    /// The end record and the longest comment behind it.
    private static let farthestEnd = 22 + 65_535
    private static let suffix = ".npy"

    /// Without `.npy`.
    let name: String
    let method: Int
    let checksum: UInt32
    /// Bytes in the archive.
    let storedSize: Int
    /// Bytes when inflated.
    let size: Int
    /// Where the file's own header is.
    private let start: Int

    /// The entries of a whole archive.
    static func list(
        in bytes: UnsafeRawBufferPointer, limit: Int
    ) throws(NPZFault) -> [ZIPEntry] {
        var (count, position) = try directory(in: bytes)
        guard count <= limit else { throw .tooManyArrays(count) }
        var entries: [ZIPEntry] = []
        // Compared as bytes: canonically equal names are two.
        var names: Set<[UInt8]> = []
        for _ in 0..<count {
            let entry = try ZIPEntry(at: &position, in: bytes)
            guard names.insert(Array(entry.name.utf8)).inserted else {
                throw .repeatedName(entry.name)
            }
            entries.append(entry)
        }
        return entries
    }

    /// How many entries there are, and where the first is.
    private static func directory(
        in bytes: UnsafeRawBufferPointer
    ) throws(NPZFault) -> (count: Int, position: Int) {
        var end = bytes.count - 22
        let first = max(0, bytes.count - farthestEnd)
        while end >= first, bytes.integer(at: end, bytes: 4) != 0x0605_4B50 { end -= 1 }
        guard end >= first, end >= 0, let count = bytes.integer(at: end + 10, bytes: 2),
            let position = bytes.integer(at: end + 16, bytes: 4)
        else { throw .notZIP }
        guard count == 0xFFFF || position == 0xFFFF_FFFF,
            bytes.integer(at: end - 20, bytes: 4) == 0x0706_4B50
        else { return (count, position) }
        guard let record = bytes.integer(at: end - 12, bytes: 8),
            bytes.integer(at: record, bytes: 4) == 0x0606_4B50,
            let count = bytes.integer(at: record + 32, bytes: 8),
            let position = bytes.integer(at: record + 48, bytes: 8)
        else { throw .malformed(offset: end - 20) }
        return (count, position)
    }

    private init(at position: inout Int, in bytes: UnsafeRawBufferPointer) throws(NPZFault) {
        guard bytes.integer(at: position, bytes: 4) == 0x0201_4B50,
            let flags = bytes.integer(at: position + 8, bytes: 2),
            let method = bytes.integer(at: position + 10, bytes: 2),
            let checksum = bytes.integer(at: position + 16, bytes: 4),
            let nameSize = bytes.integer(at: position + 28, bytes: 2),
            let extraSize = bytes.integer(at: position + 30, bytes: 2),
            let commentSize = bytes.integer(at: position + 32, bytes: 2),
            bytes.count - position - 46 >= nameSize + extraSize + commentSize
        else { throw .malformed(offset: position) }
        let nameStart = position + 46
        let file = String(decoding: bytes[nameStart..<(nameStart + nameSize)], as: UTF8.self)
        name = file.hasSuffix(Self.suffix) ? String(file.dropLast(Self.suffix.count)) : file
        if flags & 1 != 0 { throw .encrypted(name) }
        guard method == Self.stored || method == Self.deflated else {
            throw .unsupportedMethod(method, name: name)
        }
        // Numbers too large for 32 bits are in the ZIP64 field (section 4.5.3), in this order.
        var wide = Self.wideNumbers(
            bytes, (nameStart + nameSize)..<(nameStart + nameSize + extraSize))
        var numbers: [Int] = []
        for offset in [24, 20, 42] {
            var number = bytes.integer(at: position + offset, bytes: 4)
            if number == 0xFFFF_FFFF { number = wide.isEmpty ? nil : wide.removeFirst() }
            guard let number else { throw .malformed(offset: position + offset) }
            numbers.append(number)
        }
        self.method = method
        self.checksum = UInt32(truncatingIfNeeded: checksum)
        (size, storedSize, start) = (numbers[0], numbers[1], numbers[2])
        position = nameStart + nameSize + extraSize + commentSize
    }

    private static func wideNumbers(_ bytes: UnsafeRawBufferPointer, _ extra: Range<Int>) -> [Int] {
        var position = extra.lowerBound
        while position + 4 <= extra.upperBound,
            let kind = bytes.integer(at: position, bytes: 2),
            let size = bytes.integer(at: position + 2, bytes: 2)
        {
            let end = position + 4 + size
            guard end <= extra.upperBound else { break }
            if kind == 1 {
                return stride(from: position + 4, through: end - 8, by: 8).compactMap {
                    bytes.integer(at: $0, bytes: 8)
                }
            }
            position = end
        }
        return []
    }

    /// The file's bytes in the archive, still deflated if they are.
    func data(in bytes: UnsafeRawBufferPointer) throws(NPZFault) -> UnsafeRawBufferPointer {
        guard bytes.integer(at: start, bytes: 4) == 0x0403_4B50,
            let nameSize = bytes.integer(at: start + 26, bytes: 2),
            let extraSize = bytes.integer(at: start + 28, bytes: 2),
            bytes.count - start - 30 - nameSize - extraSize >= storedSize
        else { throw .malformed(offset: start) }
        let first = start + 30 + nameSize + extraSize
        return UnsafeRawBufferPointer(rebasing: bytes[first..<(first + storedSize)])
    }
}

extension UnsafeRawBufferPointer {
    /// A little-endian number; `nil` if it is not there whole or too large for `Int`.
    fileprivate func integer(at offset: Int, bytes size: Int) -> Int? {
        guard offset >= 0, offset <= count - size else { return nil }
        let bits = self[offset..<(offset + size)].reversed().reduce(UInt64(0)) {
            $0 << 8 | UInt64($1)
        }
        return Int(exactly: bits)
    }
}
