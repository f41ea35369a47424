import SencFiles

/// The formats a weight file can have, told apart by its first bytes.
public enum WeightFormat: String, Sendable {
    case safetensors
    /// The JSON index of several safetensors files.
    case safetensorsIndex = "safetensors, sharded"

    /// A safetensors file begins with the length of its header, whose high bytes are zero; an index
    /// is JSON text.
    init(of file: MappedFile) {
        let start = file.bytes.prefix(SafetensorsHeader.lengthBytes)
        let isText = start.allSatisfy { (0x20..<0x7F) ~= $0 || (0x09...0x0D) ~= $0 }
        let isObject = start.first { $0 > 0x20 } == UInt8(ascii: "{")
        self = isText && isObject ? .safetensorsIndex : .safetensors
    }
}
