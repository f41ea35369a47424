package import SencFiles

/// Writes a safetensors file piece by piece: first its header, from the tensors' shapes, then the
/// elements of one tensor after the other. Equal tensors give equal bytes.
///
/// Source: <https://github.com/huggingface/safetensors#format>.
package struct SafetensorsWriter {
    /// What is written of a tensor before its elements.
    package struct Description: Sendable, Equatable {
        package let name: String
        /// The dimensions, outermost first.
        package let shape: [Int]

        package init(name: String, shape: [Int]) {
            (self.name, self.shape) = (name, shape)
        }
    }

    /// The element types that can be written.
    package enum Output: Sendable {
        case float32, float16

        var elementType: ElementType { self == .float32 ? .float32 : .float16 }
    }

    /// The header is filled up with spaces so that the elements begin at a multiple of this.
    private static let alignment = 8
    /// Elements that are converted at once.
    private static let runElements = 1 << 14

    private let file: OutputFile
    private let path: String
    private let output: Output
    private let tensors: [(description: Description, count: Int)]
    /// The tensor whose elements come next, and how many of them are there.
    private var place = (tensor: 0, element: 0)
    private var buffer: [UInt8] = []

    /// Writes the header.
    /// - Parameters:
    ///   - tensors: in the order in which their elements will come, each with at least one.
    ///   - path: of the file, for errors.
    ///   - metadata: what else is noted about the file, each under a name.
    /// - Throws: `WeightsError` if there are more bytes than can be counted, or the file cannot be
    ///   written.
    package init(
        _ tensors: [Description], as output: Output, to file: OutputFile, path: String,
        metadata: [String: String] = [:]
    ) throws(WeightsError) {
        (self.file, self.path, self.output) = (file, path, output)
        var end = 0
        var counted: [(Description, Int)] = []
        var offsets: [[Int]] = []
        for tensor in tensors {
            let size: Int
            do throws(TensorFault) {
                let count = try Tensor.elementCount(of: tensor.shape)
                let bytes = try Tensor.byteCount(
                    elements: count, of: output.elementType, shape: tensor.shape)
                let (sum, overflow) = end.addingReportingOverflow(bytes)
                if overflow { throw TensorFault.shapeOverflow(tensor.shape) }
                counted.append((tensor, count))
                size = sum
            } catch {
                throw .tensor(name: tensor.name, error, path: path)
            }
            offsets.append([end, size])
            end = size
        }
        self.tensors = counted
        var header = JSONWriter.bytes {
            $0.object { header in
                // What readers of PyTorch want to be told.
                header.object("__metadata__") { notes in
                    notes.member("format", "pt")
                    for (name, value) in metadata.sorted(by: { $0.key < $1.key }) {
                        notes.member(name, value)
                    }
                }
                for (tensor, offsets) in zip(tensors, offsets) {
                    header.object(tensor.name) {
                        $0.member("dtype", output.elementType.rawValue)
                        $0.member("shape", tensor.shape)
                        $0.member("data_offsets", offsets)
                    }
                }
            }
        }
        while header.count % Self.alignment != 0 { header.append(UInt8(ascii: " ")) }
        let count = UInt64(header.count)
        try write((0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) })
        try write(header)
    }

    /// Writes the next elements, in C order, of the tensor that comes next or is not whole yet.
    /// - Throws: `TensorFault.tooLarge` of a finite value that float16 has no finite number for;
    ///   `WeightsError.file`.
    /// - Precondition: they are no more than that tensor lacks.
    package mutating func append(_ values: UnsafeBufferPointer<Float>) throws(WeightsError) {
        var rest = values[...]
        while !rest.isEmpty {
            let count = min(rest.count, Self.runElements)
            let run = UnsafeBufferPointer(rebasing: rest.prefix(count))
            switch output {
            case .float32: try write(UnsafeRawBufferPointer(run))
            case .float16: try writeFloat16(run)
            }
            advance(by: count)
            rest = rest.dropFirst(count)
        }
    }

    private mutating func advance(by count: Int) {
        place.element += count
        precondition(
            place.tensor < tensors.count && place.element <= tensors[place.tensor].count,
            "there are no more elements than the shape has")
        if place.element == tensors[place.tensor].count { place = (place.tensor + 1, 0) }
    }

    private mutating func writeFloat16(
        _ values: UnsafeBufferPointer<Float>
    ) throws(WeightsError) {
        var infinite: Float?
        buffer.removeAll(keepingCapacity: true)
        for value in values {
            let bits = value.float16Bits
            if bits & 0x7FFF == 0x7C00, value.isFinite { infinite = infinite ?? value }
            buffer.append(UInt8(truncatingIfNeeded: bits))
            buffer.append(UInt8(truncatingIfNeeded: bits >> 8))
        }
        if let infinite {
            let name = tensors[place.tensor].description.name
            throw .tensor(name: name, .tooLarge(infinite, .float16), path: path)
        }
        try write(buffer)
    }

    private func write(_ bytes: some Collection<UInt8>) throws(WeightsError) {
        do throws(FileError) {
            try file.write(bytes)
        } catch {
            throw .file(error)
        }
    }

    /// - Precondition: all elements have been written.
    package func finish() {
        precondition(place == (tensors.count, 0), "all elements must be written")
    }
}
