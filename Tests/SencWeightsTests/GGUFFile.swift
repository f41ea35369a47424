/// The bytes of GGUF files, right and wrong.
struct GGUFFile {
    var version: UInt32 = 3
    /// As the header tells them; the truth if `nil`.
    var valueCount: UInt64?
    var tensorCount: UInt64?
    var values: [[UInt8]] = []
    var tensors: [[UInt8]] = [tensor()]
    var data = [UInt8](repeating: 0, count: 32)

    static func text(_ text: String) -> [UInt8] { le(UInt64(text.utf8.count)) + Array(text.utf8) }

    static func value(_ key: String, _ type: UInt32, _ bytes: [UInt8]) -> [UInt8] {
        text(key) + le(type) + bytes
    }

    static func array(_ key: String, _ type: UInt32, count: UInt64, _ bytes: [UInt8]) -> [UInt8] {
        value(key, 9, le(type) + le(count) + bytes)
    }

    /// - Parameter dimensions: the innermost first.
    static func tensor(
        _ name: String = "a", _ dimensions: [UInt64] = [8], type: UInt32 = 0, offset: UInt64 = 0
    ) -> [UInt8] {
        text(name) + le(UInt32(dimensions.count)) + dimensions.flatMap { le($0) } + le(type)
            + le(offset)
    }

    var bytes: [UInt8] {
        var bytes = Array("GGUF".utf8) + le(version)
        bytes += le(tensorCount ?? UInt64(tensors.count)) + le(valueCount ?? UInt64(values.count))
        bytes += (values + tensors).joined()
        bytes += [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32)
        return bytes + data
    }
}
