import SencFiles

/// The header of a GGUF file, read and checked: values by key, then the tensors' descriptions,
/// then, aligned, their data.
///
/// A header that passes describes tensors that are within the file and do not overlap.
///
/// Source: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>, versions 2 and 3.
struct GGUFHeader: WeightHeader {
    static let start = Array("GGUF".utf8)
    /// Keys whose texts are whole documents, which are as long as those may be.
    private static let documentKeys: Set<String> = ["tokenizer.huggingface.json"]
    static let maximumDimensions = 4
    private static let defaultAlignment = 32
    /// The least bytes of a value and of a tensor's description.
    private static let valueBytes = 13
    private static let tensorBytes = 24

    private(set) var tensors: [Tensor] = []
    let values: GGUFMetadata

    /// What it says in single values.
    var metadata: [String: String] { values.values.compactMapValues(\.text) }

    init(of file: MappedFile) throws(WeightsError) {
        var reader = ByteReader(file.bytes)
        let tensorCount: UInt64
        let alignment: Int
        do throws(GGUFFault) {
            var metadata = GGUFMetadata(file: file)
            tensorCount = try Self.readValues(&reader, to: &metadata)
            alignment = try Self.alignment(metadata)
            values = metadata
        } catch {
            throw .gguf(error, path: file.path)
        }
        let descriptions = try Self.descriptions(&reader, count: tensorCount, of: file)
        let padding = (alignment - reader.position % alignment) % alignment
        let start = min(reader.position + padding, file.bytes.count)
        // Compared as bytes: canonically equal names are two.
        var names: Set<[UInt8]> = []
        for (name, type, shape, offset) in descriptions {
            do throws(TensorFault) {
                guard names.insert(Array(name.utf8)).inserted else { throw .duplicate }
                guard offset % UInt64(alignment) == 0 else { throw .misaligned(offset: offset) }
                tensors.append(
                    try Tensor(
                        name: name, type: type, shape: shape, offset: offset, start: start,
                        of: file))
            } catch {
                throw .tensor(name: name, error, path: file.path)
            }
        }
        tensors.sort { ($0.range.lowerBound, $0.name) < ($1.range.lowerBound, $1.name) }
        for (first, second) in zip(tensors, tensors.dropFirst())
        where first.range.upperBound > second.range.lowerBound && !second.range.isEmpty {
            let fault = TensorFault.overlap(
                begin: second.range.lowerBound - start,
                previousEnd: first.range.upperBound - start)
            throw .tensor(name: second.name, fault, path: file.path)
        }
    }

    private static func text(
        _ reader: inout ByteReader
    ) throws(GGUFFault) -> String {
        guard let count = reader.integer(UInt64.self) else { throw .truncated }
        guard count <= GGUFFault.maximumTextBytes else { throw .textTooLong(bytes: count) }
        guard let range = reader.take(count) else { throw .truncated }
        return reader.text(range)
    }

    /// - Returns: where the text is.
    private static func document(
        _ reader: inout ByteReader
    ) throws(GGUFFault) -> Range<Int> {
        guard let count = reader.integer(UInt64.self) else { throw .truncated }
        guard count <= GGUFFault.maximumDocumentBytes else { throw .documentTooLong(bytes: count) }
        guard let range = reader.take(count) else { throw .truncated }
        return range
    }

    private static func type(
        _ reader: inout ByteReader, key: String
    ) throws(GGUFFault) -> GGUFValueType {
        guard let number = reader.integer(UInt32.self) else { throw .truncated }
        guard let type = GGUFValueType(rawValue: number) else {
            throw .unknownValueType(number, key: key)
        }
        return type
    }

    /// - Returns: the number of tensors that follow.
    private static func readValues(
        _ reader: inout ByteReader, to metadata: inout GGUFMetadata
    ) throws(GGUFFault) -> UInt64 {
        guard reader.take(start.count) != nil, let version = reader.integer(UInt32.self) else {
            throw .truncated
        }
        guard version.byteSwapped > 0xFFFF else { throw .bigEndian }
        guard 2...3 ~= version else { throw .unsupportedVersion(version) }
        guard let tensorCount = reader.integer(UInt64.self),
            let valueCount = reader.integer(UInt64.self)
        else { throw .truncated }
        guard valueCount <= UInt64(reader.remaining / valueBytes) else {
            throw .tooManyValues(valueCount)
        }
        for _ in 0..<valueCount {
            let key = try text(&reader)
            let value: GGUFMetadata.Value
            switch try type(&reader, key: key) {
            case .text where documentKeys.contains(key): value = .document(try document(&reader))
            case .text: value = .text(try text(&reader))
            case .array: value = .array(try array(&reader, key: key))
            case let type:
                guard let single = reader.value(of: type) else { throw .truncated }
                value = single
            }
            guard metadata.values.updateValue(value, forKey: key) == nil else {
                throw .repeatedKey(key)
            }
        }
        guard tensorCount <= UInt64(reader.remaining / tensorBytes) else {
            throw .tooManyTensors(tensorCount)
        }
        return tensorCount
    }

    private static func array(
        _ reader: inout ByteReader, key: String
    ) throws(GGUFFault) -> GGUFMetadata.List {
        let type = try type(&reader, key: key)
        guard type != .array else { throw .nestedArray(key: key) }
        guard let count = reader.integer(UInt64.self) else { throw .truncated }
        guard count <= UInt64(reader.remaining / type.size) else {
            throw .arrayTooLong(key: key, count: count)
        }
        let first = reader.position
        if type == .text {
            for _ in 0..<count {
                guard let length = reader.integer(UInt64.self) else { throw .truncated }
                guard length <= GGUFFault.maximumTextBytes else {
                    throw .textTooLong(bytes: length)
                }
                guard reader.take(length) != nil else { throw .truncated }
            }
        } else {
            _ = reader.take(Int(count) * type.size)
        }
        return GGUFMetadata.List(type: type, count: Int(count), range: first..<reader.position)
    }

    private static func alignment(_ metadata: GGUFMetadata) throws(GGUFFault) -> Int {
        guard let value = metadata["general.alignment"] else { return defaultAlignment }
        guard case .integer(let alignment) = value, 1...GGUFFault.maximumAlignment ~= alignment,
            alignment & (alignment - 1) == 0
        else { throw .invalidAlignment(value.text ?? "a list") }
        return alignment
    }

    private typealias Description = (name: String, type: UInt32, shape: [Int], offset: UInt64)

    private static func descriptions(
        _ reader: inout ByteReader, count: UInt64, of file: MappedFile
    ) throws(WeightsError) -> [Description] {
        var result: [Description] = []
        for _ in 0..<count {
            let name: String
            do {
                name = try text(&reader)
            } catch {
                throw .gguf(error, path: file.path)
            }
            guard let rank = reader.integer(UInt32.self) else {
                throw .gguf(.truncated, path: file.path)
            }
            guard rank <= maximumDimensions else {
                throw .tensor(name: name, .tooManyDimensions(Int(rank)), path: file.path)
            }
            var dimensions: [UInt64] = []
            for _ in 0..<rank {
                guard let dimension = reader.integer(UInt64.self) else {
                    throw .gguf(.truncated, path: file.path)
                }
                dimensions.append(dimension)
            }
            guard let type = reader.integer(UInt32.self), let offset = reader.integer(UInt64.self)
            else { throw .gguf(.truncated, path: file.path) }
            // The innermost comes first.
            let shape = dimensions.reversed().map { Int(clamping: $0) }
            result.append((name, type, shape, offset))
        }
        return result
    }
}

extension Tensor {
    /// - Parameter start: where the data section begins.
    fileprivate init(
        name: String, type number: UInt32, shape: [Int], offset: UInt64, start: Int,
        of file: MappedFile
    ) throws(TensorFault) {
        guard let type = ElementType(ggml: number) else {
            throw .unknownElementType(ElementType.ggmlNames[number] ?? String(number))
        }
        let count = try Tensor.elementCount(of: shape)
        let bytes = try Tensor.byteCount(elements: count, of: type, shape: shape)
        let data = file.bytes.count - start
        let (end, overflow) = offset.addingReportingOverflow(UInt64(bytes))
        guard !overflow, end <= UInt64(data) else {
            throw .pastEnd(end: overflow ? .max : Int(clamping: end), data: data)
        }
        self.init(
            name: name, elementType: type, shape: shape, elementCount: count, file: file,
            range: start + Int(offset)..<start + Int(end))
    }
}

extension ElementType {
    /// The type that GGUF has under a number.
    fileprivate init?(ggml number: UInt32) {
        guard let type = Self.ggmlTypes[number] else { return nil }
        self = type
    }

    /// The number that GGUF has a type under; `nil` if it has none.
    var ggmlNumber: UInt32? { Self.ggmlTypes.first { $0.value == self }?.key }

    private static let ggmlTypes: [UInt32: ElementType] = [
        0: .float32, 1: .float16, 2: .q40, 3: .q41, 6: .q50, 7: .q51, 8: .q80, 12: .q4K, 13: .q5K,
        14: .q6K, 24: .int8, 25: .int16, 26: .int32, 27: .int64, 28: .float64, 30: .bfloat16,
    ]

    /// The names of those that are not read.
    fileprivate static let ggmlNames: [UInt32: String] = [
        9: "Q8_1", 10: "Q2_K", 11: "Q3_K", 15: "Q8_K", 16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS",
        19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS", 29: "IQ1_M",
        34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4",
    ]
}
