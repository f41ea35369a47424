import SencFiles

/// GGUF's quantized types: blocks of 32 or 256 elements, each of few bits, that share a scale d
/// and perhaps a least value m. In the larger blocks groups of 16 or 32 elements have small
/// integers by which these are multiplied.
///
/// Each product and sum is rounded as in `gguf.quants`, so the results are bit-identical.
/// Source: <https://github.com/ggml-org/llama.cpp/blob/master/gguf-py/gguf/quants.py>.
extension Tensor {
    /// Converts elements, counted in C order, of one of these types.
    func convertBlocks(
        _ elements: Range<Int>, into result: UnsafeMutableBufferPointer<Float>
    ) {
        let size = elementType.elementsPerBlock
        let stride = elementType.bitWidth / 8
        withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { values in
                guard let source = bytes.baseAddress, let target = result.baseAddress,
                    let block = values.baseAddress
                else { return }
                var position = elements.lowerBound
                while position < elements.upperBound {
                    let first = position % size
                    let count = min(size - first, elements.upperBound - position)
                    decode(source + position / size * stride, to: block)
                    (target + position - elements.lowerBound).update(
                        from: block + first, count: count)
                    position += count
                }
            }
        }
    }

    /// Where the scales and minima of a block are, as halves.
    private var scaleOffsets: [Int] {
        switch elementType {
        case .q40, .q50, .q80: [0]
        case .q41, .q51, .q4K, .q5K: [0, 2]
        case .q6K: [208]
        default: []
        }
    }

    /// - Throws: `TensorFault.invalidScale` of a quantized block with one that is not finite.
    package func checkScales() throws(WeightsError) {
        let stride = elementType.bitWidth / 8
        let fault = withUnsafeBytes { bytes -> Int? in
            guard let start = bytes.baseAddress else { return nil }
            for offset in scaleOffsets {
                var position = offset
                while position < bytes.count {
                    let bits = (start + position).loadUnaligned(as: UInt16.self)
                    if UInt16(littleEndian: bits) & 0x7C00 == 0x7C00 { return position / stride }
                    position &+= stride
                }
            }
            return nil
        }
        if let fault {
            throw .tensor(name: name, .invalidScale(block: fault), path: path)
        }
    }

    /// Decodes one block.
    private func decode(_ block: UnsafeRawPointer, to values: UnsafeMutablePointer<Float>) {
        switch elementType {
        case .q40: decodeSmall(block, offset: 8, to: values)
        case .q41: decodeSmall(block, hasMinimum: true, to: values)
        case .q50: decodeSmall(block, hasFifthBits: true, offset: 16, to: values)
        case .q51: decodeSmall(block, hasMinimum: true, hasFifthBits: true, to: values)
        case .q80:
            let scale = half(block)
            for index in 0..<32 {
                values[index] = Float(block.load(fromByteOffset: 2 + index, as: Int8.self)) * scale
            }
        case .q4K: decodeGroups(block, hasFifthBits: false, to: values)
        case .q5K: decodeGroups(block, hasFifthBits: true, to: values)
        default: decodeSixBits(block, to: values)
        }
    }

    /// d, perhaps m, perhaps the fifth bits of 32 elements, and their lower four: byte i has those
    /// of elements i and i + 16.
    private func decodeSmall(
        _ block: UnsafeRawPointer, hasMinimum: Bool = false, hasFifthBits: Bool = false,
        offset: Int32 = 0, to values: UnsafeMutablePointer<Float>
    ) {
        let scale = half(block)
        let minimum = hasMinimum ? half(block + 2) : 0
        let fifths = block + (hasMinimum ? 4 : 2)
        let fours = fifths + (hasFifthBits ? 4 : 0)
        let fifthBits =
            hasFifthBits ? UInt32(littleEndian: fifths.loadUnaligned(as: UInt32.self)) : 0
        for index in 0..<32 {
            let pair = byte(fours, index & 15)
            let high = Int32(truncatingIfNeeded: fifthBits >> UInt32(index) & 1) << 4
            let quantum = (index < 16 ? pair & 15 : pair >> 4) | high
            let product = scale * Float(quantum &- offset)
            values[index] = hasMinimum ? product + minimum : product
        }
    }

    /// d, m, twelve bytes with eight scales and minima of six bits, perhaps the fifth bits (bit g
    /// of byte i is that of element i of group g), and the lower four (two groups to 32 bytes).
    private func decodeGroups(
        _ block: UnsafeRawPointer, hasFifthBits: Bool, to values: UnsafeMutablePointer<Float>
    ) {
        let (d, m) = (half(block), half(block + 2))
        let factors = block + 4
        let fifths = factors + 12
        let fours = fifths + (hasFifthBits ? 32 : 0)
        for group in 0..<8 {
            let (scale, minimum): (Int32, Int32)
            if group < 4 {
                (scale, minimum) = (byte(factors, group) & 63, byte(factors, group + 4) & 63)
            } else {
                let shared = byte(factors, group + 4)
                scale = shared & 15 | byte(factors, group - 4) >> 2 & 48
                minimum = shared >> 4 | byte(factors, group) >> 2 & 48
            }
            let (groupScale, groupMinimum) = (d * Float(scale), m * Float(minimum))
            for index in 0..<32 {
                let pair = byte(fours, group / 2 * 32 + index)
                let high = hasFifthBits ? (byte(fifths, index) >> Int32(group) & 1) << 4 : 0
                let quantum = (group.isMultiple(of: 2) ? pair & 15 : pair >> 4) | high
                values[group * 32 + index] = groupScale * Float(quantum) - groupMinimum
            }
        }
    }

    /// The lower four bits of 256 elements, the upper two, sixteen signed scales, and d.
    private func decodeSixBits(
        _ block: UnsafeRawPointer, to values: UnsafeMutablePointer<Float>
    ) {
        let (twos, scales) = (block + 128, block + 192)
        let d = half(block + 208)
        for index in 0..<256 {
            let (part, place) = (index / 128, index % 128)
            let pair = byte(block, part * 64 + place % 64)
            let high = byte(twos, part * 32 + place % 32) >> Int32(place / 32 * 2) & 3
            let quantum = (place < 64 ? pair & 15 : pair >> 4) | high << 4
            let scale = d * Float(scales.load(fromByteOffset: index / 16, as: Int8.self))
            values[index] = scale * Float(quantum &- 32)
        }
    }

    private func byte(_ bytes: UnsafeRawPointer, _ index: Int) -> Int32 {
        Int32(bytes.load(fromByteOffset: index, as: UInt8.self))
    }

    private func half(_ bytes: UnsafeRawPointer) -> Float {
        Float(float16: UInt16(littleEndian: bytes.loadUnaligned(as: UInt16.self)))
    }
}
