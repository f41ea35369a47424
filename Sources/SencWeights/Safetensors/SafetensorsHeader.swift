import SencFiles

/// The header of a safetensors file, read and checked.
///
/// A file is the header's length (8 bytes, little-endian, unsigned), the header (a JSON object,
/// which may end in spaces) and the data. A header that passes describes tensors that are within
/// the data, as large as their shapes say, and cover all of it without overlap.
///
/// Source: <https://huggingface.co/docs/safetensors>, with the checks of its Rust implementation.
struct SafetensorsHeader: WeightHeader {
    /// The limit of the reference implementation.
    static let lengthBytes = 8
    static let metadataKey = "__metadata__"

    /// In the order of the data.
    let tensors: [Tensor]
    let metadata: [String: String]

    /// Reads the header alone; the data stays untouched.
    init(of file: MappedFile) throws(WeightsError) {
        let json: JSON
        let dataStart: Int
        do throws(HeaderFault) {
            dataStart = try Self.end(in: file.bytes)
            json = try Self.parse(file.bytes[Self.lengthBytes..<dataStart])
            metadata = try Self.metadata(in: json)
        } catch {
            throw .header(error, path: file.path)
        }
        let tensors = try Self.tensors(in: json, of: file, dataStart: dataStart)
        try Self.checkCoverage(by: tensors, of: file, dataStart: dataStart)
        self.tensors = tensors
    }

    /// The offset after the header.
    private static func end(in bytes: UnsafeRawBufferPointer) throws(HeaderFault) -> Int {
        guard bytes.count >= lengthBytes else { throw .truncated(bytes: bytes.count) }
        let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        guard length <= HeaderFault.maximumBytes else { throw .tooLarge(bytes: length) }
        guard length <= bytes.count - lengthBytes else {
            throw .pastEnd(header: length, file: bytes.count)
        }
        return lengthBytes + Int(length)
    }

    private static func parse(
        _ bytes: Slice<UnsafeRawBufferPointer>
    ) throws(HeaderFault) -> JSON {
        guard bytes.first == UInt8(ascii: "{") else { throw .notObject }
        do {
            return try JSON(parsing: Array(bytes))
        } catch {
            throw .notJSON(reason: error.message)
        }
    }

    private static func metadata(in json: JSON) throws(HeaderFault) -> [String: String] {
        guard let value = json[metadataKey] else { return [:] }
        guard let members = value.members else { throw .invalidMetadata(key: nil) }
        var result: [String: String] = [:]
        for (key, value) in members {
            guard let text = value.string else { throw .invalidMetadata(key: key) }
            result[key] = text
        }
        return result
    }

    private static func tensors(
        in json: JSON, of file: MappedFile, dataStart: Int
    ) throws(WeightsError) -> [Tensor] {
        // Compared as bytes: canonically equal names are two.
        var names: Set<[UInt8]> = []
        var tensors: [Tensor] = []
        for (name, description) in json.members ?? [] {
            do throws(TensorFault) {
                guard names.insert(Array(name.utf8)).inserted else { throw .duplicate }
                if name == metadataKey { continue }
                let entry = try SafetensorsEntry(
                    description, dataCount: file.bytes.count - dataStart)
                tensors.append(
                    Tensor(
                        name: name, elementType: entry.elementType, shape: entry.shape,
                        elementCount: entry.elementCount, file: file,
                        range: dataStart + entry.offsets.lowerBound..<dataStart
                            + entry.offsets.upperBound))
            } catch {
                throw .tensor(name: name, error, path: file.path)
            }
        }
        return tensors.sorted {
            ($0.range.lowerBound, $0.range.upperBound, $0.name)
                < ($1.range.lowerBound, $1.range.upperBound, $1.name)
        }
    }

    /// - Parameter tensors: in the order of the data.
    private static func checkCoverage(
        by tensors: [Tensor], of file: MappedFile, dataStart: Int
    ) throws(WeightsError) {
        var end = dataStart
        for tensor in tensors {
            let begin = tensor.range.lowerBound
            if begin != end {
                let offsets = (begin: begin - dataStart, previousEnd: end - dataStart)
                let fault: TensorFault =
                    begin < end
                    ? .overlap(begin: offsets.begin, previousEnd: offsets.previousEnd)
                    : .gap(begin: offsets.begin, previousEnd: offsets.previousEnd)
                throw .tensor(name: tensor.name, fault, path: file.path)
            }
            end = tensor.range.upperBound
        }
        guard end == file.bytes.count else {
            let fault = HeaderFault.unusedData(
                used: end - dataStart, data: file.bytes.count - dataStart)
            throw .header(fault, path: file.path)
        }
    }
}
