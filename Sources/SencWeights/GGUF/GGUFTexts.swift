internal import SencFiles

/// An array of texts in a GGUF file, in UTF-8, where they lie.
package struct GGUFTexts: RandomAccessCollection, Sendable {
    /// Bytes of a text's length, which stands before it.
    private static let lengthSize = MemoryLayout<UInt64>.size

    private let file: MappedFile
    /// Where each text begins; at the end, where another one would.
    private let starts: [Int]

    /// - Returns: `nil` if the texts are not as the header's check left them.
    init?(_ array: GGUFMetadata.List, of file: MappedFile) {
        var reader = ByteReader(file.bytes, in: array.range)
        var starts: [Int] = []
        starts.reserveCapacity(array.count + 1)
        for _ in 0..<array.count {
            guard let count = reader.integer(UInt64.self), let range = reader.take(count) else {
                return nil
            }
            starts.append(range.lowerBound)
        }
        starts.append(array.range.upperBound + Self.lengthSize)
        self.file = file
        self.starts = starts
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { starts.count - 1 }

    /// The bytes of all.
    package var byteCount: Int { starts[endIndex] - starts[0] - count * Self.lengthSize }

    package subscript(position: Int) -> [UInt8] { [UInt8](bytes(at: position)) }

    /// The bytes of a text, valid while this lives.
    package func bytes(at position: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            rebasing: file.bytes[starts[position]..<starts[position + 1] - Self.lengthSize])
    }
}
