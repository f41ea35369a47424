/// XXH64, a fast hash that is not cryptographic, of bytes that come in pieces.
///
/// Source: xxHash fast digest algorithm, specification 0.1.1, "XXH64 algorithm description"
/// (github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md). Names and step numbers are its own.
package struct XXHash64: Sendable {
    private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
    private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
    private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
    private static let stripe = 32

    private let seed: UInt64
    private var accumulator1, accumulator2, accumulator3, accumulator4: UInt64
    private var length: UInt64 = 0
    /// The last bytes, too few for a stripe.
    private var tail = SIMD32<UInt8>()
    private var tailCount = 0

    package init(seed: UInt64 = 0) {
        self.seed = seed
        accumulator1 = seed &+ Self.prime1 &+ Self.prime2
        accumulator2 = seed &+ Self.prime2
        accumulator3 = seed
        accumulator4 = seed &- Self.prime1
    }

    /// Adds bytes behind those added before.
    package mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length &+= UInt64(bytes.count)
        var position = 0
        if tailCount > 0 {
            position = min(Self.stripe - tailCount, bytes.count)
            appendToTail(bytes[..<position])
            guard tailCount == Self.stripe else { return }
            withUnsafeBytes(of: tail) { consumeStripes(of: $0) }
            tailCount = 0
        }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
        consumeStripes(of: rest)
        appendToTail(rest[(rest.count / Self.stripe * Self.stripe)...])
    }

    /// The hash of all bytes added.
    package var digest: UInt64 {
        // Step 3: accumulator convergence.
        var result: UInt64
        if length >= UInt64(Self.stripe) {
            result =
                Self.rotate(accumulator1, 1) &+ Self.rotate(accumulator2, 7)
                &+ Self.rotate(accumulator3, 12) &+ Self.rotate(accumulator4, 18)
            for accumulator in [accumulator1, accumulator2, accumulator3, accumulator4] {
                result ^= Self.round(0, accumulator)
                result = result &* Self.prime1 &+ Self.prime4
            }
        } else {
            result = seed &+ Self.prime5
        }
        // Step 4: add input length.
        result &+= length
        // Step 5: consume remaining input.
        withUnsafeBytes(of: tail) { bytes in
            var position = 0
            while position + 8 <= tailCount {
                result ^= Self.round(0, Self.word(bytes, position))
                result = Self.rotate(result, 27) &* Self.prime1 &+ Self.prime4
                position += 8
            }
            if position + 4 <= tailCount {
                let lane = bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)
                result ^= UInt64(UInt32(littleEndian: lane)) &* Self.prime1
                result = Self.rotate(result, 23) &* Self.prime2 &+ Self.prime3
                position += 4
            }
            while position < tailCount {
                result ^= UInt64(bytes[position]) &* Self.prime5
                result = Self.rotate(result, 11) &* Self.prime1
                position += 1
            }
        }
        // Step 6: final mix (avalanche).
        result = (result ^ result >> 33) &* Self.prime2
        result = (result ^ result >> 29) &* Self.prime3
        return result ^ result >> 32
    }

    /// Step 2: processes the whole stripes at the start of `bytes`.
    private mutating func consumeStripes(of bytes: UnsafeRawBufferPointer) {
        var position = 0
        while position + Self.stripe <= bytes.count {
            accumulator1 = Self.round(accumulator1, Self.word(bytes, position))
            accumulator2 = Self.round(accumulator2, Self.word(bytes, position + 8))
            accumulator3 = Self.round(accumulator3, Self.word(bytes, position + 16))
            accumulator4 = Self.round(accumulator4, Self.word(bytes, position + 24))
            position += Self.stripe
        }
    }

    private mutating func appendToTail(_ bytes: Slice<UnsafeRawBufferPointer>) {
        for byte in bytes {
            tail[tailCount] = byte
            tailCount += 1
        }
    }

    @inline(__always)
    private static func word(_ bytes: UnsafeRawBufferPointer, _ position: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    @inline(__always)
    private static func round(_ accumulator: UInt64, _ lane: UInt64) -> UInt64 {
        rotate(accumulator &+ lane &* prime2, 31) &* prime1
    }

    @inline(__always)
    private static func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
        value << count | value >> (64 - count)
    }
}
