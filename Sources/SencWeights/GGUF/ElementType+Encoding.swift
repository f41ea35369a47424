import SencFiles

/// Writing floats as elements of a GGUF tensor.
///
/// A block of 32 numbers x has a scale d and small integers q with x ≈ d q: of Q4_0, d is the number
/// of greatest magnitude, with its sign, over -8, and q from -8 to 7; of Q8_0, d is the greatest
/// magnitude over 127. The integers are made with d as it is in float32, and d is then kept as a
/// float16.
///
/// Each operation is rounded to float32 in the order of `gguf.quants`, so the bytes are the same.
/// Source: <https://github.com/ggml-org/llama.cpp/blob/master/gguf-py/gguf/quants.py>.
extension ElementType {
    /// Whether `encode` writes elements of this type.
    package var isEncodable: Bool {
        switch self {
        case .float32, .float16, .q40, .q80: true
        default: false
        }
    }

    /// Writes whole blocks.
    /// - Parameters:
    ///   - values: a multiple of `elementsPerBlock` of them.
    ///   - first: where the first of them is in its tensor, for the error.
    ///   - target: as many bytes as they take.
    /// - Precondition: `isEncodable`.
    /// - Throws: `TensorFault.notFinite` of a number that is infinite or none,
    ///   `TensorFault.beyondFloat16` of one that is too large for the type.
    package func encode(
        _ values: UnsafeBufferPointer<Float>, from first: Int,
        into target: UnsafeMutableRawBufferPointer
    ) throws(TensorFault) {
        precondition(isEncodable && values.count % elementsPerBlock == 0)
        precondition(target.count == values.count / elementsPerBlock * bitWidth / 8)
        if let index = values.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(element: first + index)
        }
        guard let source = values.baseAddress, let bytes = target.baseAddress else { return }
        let size = bitWidth / 8
        for block in 0..<(values.count / elementsPerBlock) {
            let x = source + block * elementsPerBlock
            let place = bytes + block * size
            let isWhole: Bool
            switch self {
            case .q40: isWhole = Self.encodeQ40(x, into: place)
            case .q80: isWhole = Self.encodeQ80(x, into: place)
            case .float16: isWhole = Self.store(half: x[0], at: place)
            default:
                place.storeBytes(of: x[0].bitPattern.littleEndian, as: UInt32.self)
                isWhole = true
            }
            if !isWhole { throw .beyondFloat16(element: first + block * elementsPerBlock) }
        }
    }

    /// - Returns: `false` if the scale is too large for a float16.
    private static func encodeQ40(
        _ x: UnsafePointer<Float>, into block: UnsafeMutableRawPointer
    ) -> Bool {
        var extreme = x[0]
        for index in 1..<32 where abs(x[index]) > abs(extreme) { extreme = x[index] }
        let scale = extreme / -8
        let inverse = scale == 0 ? 0 : 1 / scale
        func quantum(_ value: Float) -> UInt8 {
            let sum = value * inverse + 8.5
            // The inverse of the least numbers is infinite, and what comes of it counts as 0.
            return sum >= 0 && sum < 32 ? min(UInt8(sum), 15) : 0
        }
        for index in 0..<16 {
            block.storeBytes(
                of: quantum(x[index]) | quantum(x[index + 16]) << 4, toByteOffset: 2 + index,
                as: UInt8.self)
        }
        return store(half: scale, at: block)
    }

    /// - Returns: `false` if the scale is too large for a float16.
    private static func encodeQ80(
        _ x: UnsafePointer<Float>, into block: UnsafeMutableRawPointer
    ) -> Bool {
        var extreme: Float = 0
        for index in 0..<32 { extreme = max(extreme, abs(x[index])) }
        let scale = extreme / 127
        let inverse = scale == 0 ? 0 : 1 / scale
        for index in 0..<32 {
            let quotient = x[index] * inverse
            let magnitude = abs(quotient)
            let whole = magnitude.rounded(.down)
            let nearest = whole + (2 * (magnitude - whole)).rounded(.down)
            let quantum = nearest < 128 ? Int8(quotient < 0 ? -nearest : nearest) : 0
            block.storeBytes(of: quantum, toByteOffset: 2 + index, as: Int8.self)
        }
        return store(half: scale, at: block)
    }

    private static func store(half value: Float, at place: UnsafeMutableRawPointer) -> Bool {
        let bits = value.float16Bits
        place.storeBytes(of: bits.littleEndian, as: UInt16.self)
        return bits & 0x7C00 != 0x7C00
    }
}
