internal import CSenc

/// Texts in buffers of the caller's, as Arrow has them, checked.
struct TextArray: @unchecked Sendable {
    /// How many there are, nulls among them.
    let count: Int
    private let first: Int
    private let offsets: UnsafeRawPointer?
    private let offsetBytes: Int
    private let bytes: UnsafeBufferPointer<UInt8>
    private let validity: UnsafePointer<UInt8>?

    /// - Throws: `CallError` for buffers that are missing, and offsets that lead out of them.
    init(_ strings: UnsafePointer<senc_strings>?) throws {
        guard let strings = strings?.pointee else { throw CallError.isNull("texts") }
        guard strings.count >= 0, strings.first >= 0, strings.bytes_count >= 0 else {
            throw CallError.mistake(
                """
                texts: count \(strings.count), first \(strings.first) and bytes_count \
                \(strings.bytes_count) must not be negative
                """)
        }
        guard strings.offset_bits == 32 || strings.offset_bits == 64 else {
            throw CallError.mistake("texts: offset_bits \(strings.offset_bits) is not 32 or 64")
        }
        let count = Int(strings.count)
        let offsetBytes = Int(strings.offset_bits / 8)
        let (end, isOver) = count.addingReportingOverflow(Int(strings.first))
        guard !isOver, end < Int.max / offsetBytes - 1 else {
            throw CallError.mistake(
                "texts: count \(count) and first \(strings.first) are too large")
        }
        guard strings.bytes != nil || strings.bytes_count == 0 else {
            throw CallError.isNull("texts: bytes")
        }
        guard count == 0 || strings.offsets != nil else { throw CallError.isNull("texts: offsets") }
        self.count = count
        self.offsetBytes = offsetBytes
        first = Int(strings.first)
        offsets = strings.offsets
        bytes = UnsafeBufferPointer(start: strings.bytes, count: Int(strings.bytes_count))
        validity = strings.validity
        // All of them before anything is done.
        for index in 0..<count { _ = try range(index) }
    }

    /// Whether a text is there.
    func isValid(_ index: Int) -> Bool {
        guard let validity else { return true }
        let place = first + index
        return validity[place / 8] >> UInt8(place % 8) & 1 == 1
    }

    /// A text's bytes. The buffers are the caller's, so it is checked whenever it is asked for.
    func utf8(_ index: Int) throws -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[try range(index)])
    }

    /// A text, what is ill-formed replaced.
    func text(_ index: Int) throws -> String { String(decoding: try utf8(index), as: UTF8.self) }

    private func range(_ index: Int) throws -> Range<Int> {
        let (start, end) = (offset(index), offset(index + 1))
        guard 0 <= start, start <= end, end <= bytes.count else {
            throw CallError.mistake(
                """
                texts: the offsets \(start) and \(end) of text \(index + 1) are not within 0 to \
                \(bytes.count), the second not before the first
                """)
        }
        return start..<end
    }

    private func offset(_ index: Int) -> Int {
        guard let offsets else { return 0 }
        let place = (first + index) * offsetBytes
        return offsetBytes == 4
            ? Int(offsets.loadUnaligned(fromByteOffset: place, as: Int32.self))
            : Int(offsets.loadUnaligned(fromByteOffset: place, as: Int64.self))
    }

    // MARK: - A window after the other

    /// Texts of a window at most.
    private static let windowTexts = 512
    /// Bytes after which a window ends.
    private static let windowBytes = 1 << 21

    /// The texts from `start` on that are encoded together, nulls left out.
    /// - Returns: where the next window starts.
    func window(from start: Int, _ texts: inout [String]) throws -> Int {
        var (next, size) = (start, 0)
        while next < count, texts.count < Self.windowTexts, size < Self.windowBytes {
            if isValid(next) {
                let bytes = try utf8(next)
                size += bytes.count
                texts.append(String(decoding: bytes, as: UTF8.self))
            }
            next += 1
        }
        return next
    }

    /// How many texts there are that are not null.
    var validCount: Int {
        validity == nil ? count : (0..<count).reduce(0) { $0 + (isValid($1) ? 1 : 0) }
    }

    /// The place among all of the text that is the given one of those that are not null.
    func index(ofValid valid: Int) -> Int {
        guard validity != nil else { return valid }
        var left = valid
        for index in 0..<count where isValid(index) {
            if left == 0 { return index }
            left -= 1
        }
        return valid
    }
}
