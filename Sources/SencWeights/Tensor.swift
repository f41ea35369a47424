package import SencFiles

/// A tensor in a weight file: its description, and its bytes where they lie in the mapped file.
///
/// Nothing is read until it is asked for. A tensor keeps its file mapped.
public struct Tensor: Sendable {
    public let name: String
    public let elementType: ElementType
    /// The dimensions, outermost first; the elements follow each other in C order. Empty for a
    /// scalar.
    public let shape: [Int]
    /// The product of `shape`.
    public let elementCount: Int
    package let file: MappedFile
    /// Where the bytes lie in the file.
    let range: Range<Int>

    init(name: String, entry: SafetensorsEntry, file: MappedFile, dataStart: Int) {
        self.name = name
        elementType = entry.elementType
        shape = entry.shape
        elementCount = entry.elementCount
        self.file = file
        range = dataStart + entry.offsets.lowerBound..<dataStart + entry.offsets.upperBound
    }

    /// The file that holds the tensor; a shard, where there are shards.
    public var path: String { file.path }

    public var byteCount: Int { range.count }

    /// Calls `body` with the tensor's bytes as the file has them: little-endian, and aligned to
    /// nothing. They are valid for the call.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withExtendedLifetime(file) { () throws(Failure) in
            try body(bytes)
        }
    }

    /// The tensor's bytes, in memory that lives as long as `file`.
    package var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: file.bytes[range])
    }
}
