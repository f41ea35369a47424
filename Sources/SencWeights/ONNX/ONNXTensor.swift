import SencFiles

/// An initializer as an ONNX file describes it (`TensorProto`).
struct ONNXTensor {
    /// As many dimensions as any tensor has.
    static let maximumDimensions = 64

    /// Pieces of data: one, as every program writes them.
    static let maximumPieces = 1 << 16
    static let maximumExternalEntries = 16

    private(set) var name = ""
    private(set) var shape: [Int] = []
    private(set) var elementType: ElementType?
    private var typeNumber: UInt64 = 0
    /// `raw_data`.
    private var raw: Range<Int>?
    /// `float_data` and the like: number of the field, and pieces of it.
    private var typed: [(field: UInt64, value: ProtobufReader.Value)] = []
    private(set) var external: [String: String] = [:]
    private(set) var isExternal = false

    init(
        _ bytes: UnsafeRawBufferPointer, in range: Range<Int>
    ) throws(ONNXFault) {
        var reader = ProtobufReader(bytes, in: range)
        var dimensions: [UInt64] = []
        while let (number, value) = try reader.field() {
            switch (number, value) {
            case (1, .integer(let dimension)): dimensions.append(dimension)
            case (1, .bytes(let packed)):
                var list = ProtobufReader(bytes, in: packed)
                while !list.isAtEnd, dimensions.count <= Self.maximumDimensions {
                    dimensions.append(try list.number())
                }
            case (2, .integer(let type)): typeNumber = type
            case (4, .bytes), (4, .fixed32), (5, .bytes), (5, .integer), (7, .bytes),
                (7, .integer), (10, .bytes), (10, .integer), (11, .bytes), (11, .integer):
                typed.append((number, value))
            case (8, .bytes(let text)): name = String(decoding: bytes[text], as: UTF8.self)
            case (9, .bytes(let data)): raw = data
            case (13, .bytes(let entry)):
                let (key, text) = try Self.entry(bytes, in: entry)
                external[key] = text
            case (14, .integer(let location)): isExternal = location == 1
            case (1...14, .integer), (1...14, .fixed32):
                throw .invalidField(number: number)
            default: break
            }
            guard dimensions.count <= Self.maximumDimensions else {
                throw .invalidField(number: 1)
            }
            guard typed.count <= Self.maximumPieces else { throw .tooManyObjects }
            guard external.count <= Self.maximumExternalEntries else {
                throw .invalidField(number: 13)
            }
        }
        shape = dimensions.map { Int(clamping: $0) }
        elementType = Self.elementTypes[typeNumber]
    }

    private static func entry(
        _ bytes: UnsafeRawBufferPointer, in range: Range<Int>
    ) throws(ONNXFault) -> (key: String, value: String) {
        var reader = ProtobufReader(bytes, in: range)
        var texts = ["", ""]
        while let (number, value) = try reader.field() {
            guard case .bytes(let text) = value, 1...2 ~= number else { continue }
            texts[Int(number) - 1] = String(decoding: bytes[text], as: UTF8.self)
        }
        return (texts[0], texts[1])
    }

    /// The tensor, where it lies if it lies in one piece.
    /// - Parameters:
    ///   - isTransposed: whether the matrix is to be seen with rows and columns exchanged.
    ///   - externalFile: the file of a name beside this one.
    func tensor(
        named name: String, isTransposed: Bool, in file: MappedFile,
        externalFile: (String) throws(TensorFault) -> MappedFile
    ) throws(TensorFault) -> Tensor {
        guard let elementType else { throw .unknownElementType("ONNX \(typeNumber)") }
        let count = try Tensor.elementCount(of: shape)
        let needed = try Tensor.byteCount(elements: count, of: elementType, shape: shape)
        let source: (file: MappedFile, range: Range<Int>)
        if isExternal {
            source = try externalData(needed: needed, externalFile)
        } else if let raw {
            source = (file, raw)
        } else if typed.count == 1, case (let field, .bytes(let packed)) = typed[0],
            Self.fixedWidths[field] == elementType.bitWidth
        {
            source = (file, packed)
        } else {
            source = try decoded(elementType, needed: needed, in: file)
        }
        guard source.range.count == needed else {
            throw .sizeMismatch(needed: needed, found: source.range.count)
        }
        let flips = isTransposed && shape.count == 2
        return Tensor(
            name: name, elementType: elementType, shape: flips ? shape.reversed() : shape,
            strides: flips && count > 0 && !shape.contains(1) ? [1, shape[1]] : nil,
            elementCount: count, file: source.file, range: source.range)
    }

    private func externalData(
        needed: Int, _ open: (String) throws(TensorFault) -> MappedFile
    ) throws(TensorFault) -> (file: MappedFile, range: Range<Int>) {
        guard let location = external["location"] else { throw .invalidField("location") }
        let file = try open(location)
        guard let offset = Int(external["offset"] ?? "0"), offset >= 0 else {
            throw .invalidField("offset")
        }
        guard let length = external["length"].map(Int.init) ?? needed, length >= 0 else {
            throw .invalidField("length")
        }
        let (end, overflow) = offset.addingReportingOverflow(length)
        guard !overflow, end <= file.bytes.count else {
            throw .pastEnd(end: overflow ? .max : end, data: file.bytes.count)
        }
        return (file, offset..<end)
    }

    /// Data in pieces, or in integers of variable length, as one piece in memory: never more than
    /// eight times the bytes that the file has of it.
    private func decoded(
        _ type: ElementType, needed: Int, in file: MappedFile
    ) throws(TensorFault) -> (file: MappedFile, range: Range<Int>) {
        var bytes: [UInt8] = []
        let width = type.bitWidth / 8
        func append(_ value: UInt64, width: Int) {
            for byte in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
        }
        for (field, value) in typed {
            switch value {
            case .integer(let number), .fixed64(let number): append(number, width: width)
            case .fixed32(let bits): append(UInt64(bits), width: 4)
            case .bytes(let packed) where Self.fixedWidths[field] != nil:
                bytes += file.bytes[packed]
            case .bytes(let packed):
                var list = ProtobufReader(file.bytes, in: packed)
                while !list.isAtEnd, bytes.count <= needed {
                    guard let number = try? list.number() else {
                        throw .invalidField("data")
                    }
                    append(number, width: width)
                }
            }
        }
        guard bytes.count == needed else {
            throw .sizeMismatch(needed: needed, found: bytes.count)
        }
        return (MappedFile(path: file.path, bytes: bytes), 0..<bytes.count)
    }

    /// The fields whose packed elements have a fixed size: floats and doubles.
    private static let fixedWidths: [UInt64: Int] = [4: 32, 10: 64]

    private static let elementTypes: [UInt64: ElementType] = [
        1: .float32, 2: .uint8, 3: .int8, 5: .int16, 4: .uint16, 6: .int32, 7: .int64, 9: .bool,
        10: .float16, 11: .float64, 12: .uint32, 13: .uint64, 14: .complex64, 16: .bfloat16,
        17: .float8E4M3, 18: .float8E4M3FNUZ, 19: .float8E5M2, 20: .float8E5M2FNUZ, 24: .float8E8M0,
    ]
}
