import SencFiles

/// Reads what FAISS files are made of, in little-endian order. What is not there is
/// `FAISSFault.truncated`.
struct FAISSReader {
    private var reader: ByteReader

    init(_ bytes: UnsafeRawBufferPointer) { reader = ByteReader(bytes) }

    var remaining: Int { reader.remaining }

    mutating func take(_ count: Int) throws(FAISSFault) -> UnsafeRawBufferPointer {
        guard let range = reader.take(count) else { throw .truncated(offset: reader.position) }
        return UnsafeRawBufferPointer(rebasing: reader.bytes[range])
    }

    mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(
        _ type: Value.Type
    ) throws(FAISSFault) -> Value {
        guard let value = reader.integer(type) else { throw .truncated(offset: reader.position) }
        return value
    }

    mutating func flag() throws(FAISSFault) -> Bool {
        let byte = try integer(UInt8.self)
        guard byte <= 1 else { throw .flag(byte) }
        return byte == 1
    }

    /// The four characters that name what follows.
    mutating func kind() throws(FAISSFault) -> String {
        String(decoding: try take(4), as: UTF8.self)
    }

    /// The bytes of `count` rows of `size` bytes.
    mutating func rows(_ count: Int, of size: Int) throws(FAISSFault) -> UnsafeRawBufferPointer {
        let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
        guard !overflow else { throw .truncated(offset: reader.position) }
        return try take(bytes)
    }

    /// A vector of floats with its length before it, which must be `count`.
    mutating func floats(_ count: Int) throws(FAISSFault) -> [Float] {
        let found = try integer(UInt64.self)
        guard found == UInt64(count) else { throw .floats(found: found, needed: count) }
        let bytes = try rows(count, of: 4)
        return (0..<count).map {
            let bits = bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: bits))
        }
    }

    /// - Throws: `FAISSFault.trailing` if there is more.
    func finish() throws(FAISSFault) {
        guard remaining == 0 else { throw .trailing(bytes: remaining) }
    }
}

/// Appends what FAISS files are made of.
struct FAISSText {
    private(set) var bytes: [UInt8] = []

    mutating func append(_ kind: String) { bytes += kind.utf8 }

    mutating func append(_ value: some FixedWidthInteger & BitwiseCopyable) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    mutating func append(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    /// Floats without their number.
    mutating func append(_ floats: [Float]) {
        bytes.reserveCapacity(bytes.count + 4 * floats.count)
        for value in floats { append(value.bitPattern) }
    }
}
