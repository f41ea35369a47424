import SencFiles

/// The description of one tensor in a safetensors header, checked by itself.
struct SafetensorsEntry {
    let elementType: ElementType
    let shape: [Int]
    let elementCount: Int
    /// Within the data section.
    let offsets: Range<Int>

    /// - Parameter dataCount: the size of the data section in bytes.
    init(_ json: JSON, dataCount: Int) throws(TensorFault) {
        guard let members = json.members else { throw .notObject }
        var fields: [String: JSON] = [:]
        for (key, value) in members where ["dtype", "shape", "data_offsets"].contains(key) {
            guard fields.updateValue(value, forKey: key) == nil else { throw .repeatedField(key) }
        }
        guard let typeName = fields["dtype"]?.string else { throw .invalidField("dtype") }
        guard let shape = fields["shape"]?.naturals else { throw .invalidField("shape") }
        guard let offsets = fields["data_offsets"]?.naturals, offsets.count == 2 else {
            throw .invalidField("data_offsets")
        }
        guard let elementType = ElementType(rawValue: typeName), elementType.elementsPerBlock == 1
        else {
            throw .unknownElementType(typeName)
        }
        let (begin, end) = (offsets[0], offsets[1])
        guard begin <= end else { throw .offsetsReversed(begin: begin, end: end) }
        guard end <= dataCount else { throw .pastEnd(end: end, data: dataCount) }

        let elementCount = try Tensor.elementCount(of: shape)
        let needed = try Tensor.byteCount(elements: elementCount, of: elementType, shape: shape)
        guard needed == end - begin else {
            throw .sizeMismatch(needed: needed, found: end - begin)
        }
        self.elementType = elementType
        self.shape = shape
        self.elementCount = elementCount
        self.offsets = begin..<end
    }
}

extension JSON {
    /// The elements of an array of integers that are not negative; `nil` if this is none.
    fileprivate var naturals: [Int]? {
        guard let elements else { return nil }
        var result: [Int] = []
        for element in elements {
            guard let value = element.int, value >= 0 else { return nil }
            result.append(value)
        }
        return result
    }
}
