package import SencFiles

/// A tensor in a weight file: its description, and its bytes where they lie in the mapped file.
///
/// Nothing is read until it is asked for. A tensor keeps its file mapped.
public struct Tensor: Sendable {
    /// What the file calls it. Of two canonically equal names each is its own: they are compared as
    /// bytes.
    public let name: String
    /// How its elements are written in the file.
    public let elementType: ElementType
    /// The dimensions, outermost first. Empty for a scalar.
    public let shape: [Int]
    /// How many elements lie between neighbors along each dimension; `nil` if the elements follow
    /// each other in C order, as they do in most files.
    public let strides: [Int]?
    /// The product of `shape`.
    public let elementCount: Int
    package let file: MappedFile
    /// Where the bytes lie in the file.
    package let range: Range<Int>

    /// - Precondition: `range` is within the file and holds all elements.
    init(
        name: String, elementType: ElementType, shape: [Int], strides: [Int]? = nil,
        elementCount: Int, file: MappedFile, range: Range<Int>
    ) {
        precondition(range.lowerBound >= 0 && range.upperBound <= file.bytes.count)
        self.name = name
        self.elementType = elementType
        self.shape = shape
        self.strides = strides
        self.elementCount = elementCount
        self.file = file
        self.range = range
    }

    /// The file that holds the tensor; a shard, where there are shards.
    public var path: String { file.path }

    /// The size of the elements.
    public var byteCount: Int {
        elementCount / elementType.elementsPerBlock * elementType.bitWidth / 8
    }

    /// Calls `body` with the tensor's bytes as the file has them: little-endian, aligned to
    /// nothing, and in the order that `strides` tells. They are valid for the call.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(file) { () throws(Failure) in
            try body(bytes)
        }
    }

    /// Releases the memory that its bytes have come to take, until they are read again.
    package func release() {
        file.release(range)
    }

    /// The tensor's bytes, in memory that lives as long as `file`.
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: file.bytes[range])
    }
}

extension Tensor {
    /// The number of elements of a tensor of a shape without negative dimensions.
    static func elementCount(of shape: [Int]) throws(TensorFault) -> Int {
        var result = 1
        for dimension in shape {
            let (product, overflow) = result.multipliedReportingOverflow(by: dimension)
            if overflow { throw .shapeOverflow(shape) }
            result = product
        }
        return result
    }

    /// The size in bytes of that many elements.
    static func byteCount(
        elements: Int, of type: ElementType, shape: [Int]
    ) throws(TensorFault) -> Int {
        let row = shape.last ?? 1
        guard row % type.elementsPerBlock == 0 else {
            throw .partialBlock(row: row, block: type.elementsPerBlock)
        }
        let (bits, overflow) = (elements / type.elementsPerBlock).multipliedReportingOverflow(
            by: type.bitWidth)
        if overflow { throw .shapeOverflow(shape) }
        guard bits % 8 == 0 else { throw .partialByte(bits: bits) }
        return bits / 8
    }

    /// Whether elements with these strides follow each other in C order.
    static func isContiguous(_ shape: [Int], _ strides: [Int]) -> Bool {
        if shape.contains(0) { return true }
        var next = 1
        for (dimension, stride) in zip(shape, strides).reversed() where dimension != 1 {
            guard stride == next else { return false }
            next *= dimension
        }
        return true
    }
}

/// What a reader of one format finds in a file: the description of its tensors.
protocol WeightHeader {
    /// In the order of the data, as far as it has one.
    var tensors: [Tensor] { get }
    /// What the writer noted about the file.
    var metadata: [String: String] { get }
}

extension String {
    /// Whether this can be the name of a file beside the one that it is written in: it stays in the
    /// directory, and can be printed.
    var isNameOfNeighbor: Bool {
        !["", ".", ".."].contains(self) && !utf8.contains(UInt8(ascii: "/"))
            && quoted(limit: .max) == "'\(self)'"
    }
}
