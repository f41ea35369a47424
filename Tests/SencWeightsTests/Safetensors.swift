/// The bytes of safetensors files, right and wrong.
enum Safetensors {
    /// A file of a header and zero bytes for data.
    /// - Parameter length: what the file claims the header's length to be; the truth if `nil`.
    static func file(_ header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
        file(header, data: [UInt8](repeating: 0, count: data), length: length)
    }

    static func file(_ header: String, data: [UInt8], length: UInt64? = nil) -> [UInt8] {
        let length = length ?? UInt64(header.utf8.count)
        let prefix = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
        return prefix + Array(header.utf8) + data
    }

    /// One tensor's member in a header.
    static func entry(
        _ name: String = "a", _ dtype: String = "F32", _ shape: String = "[2]",
        _ offsets: String = "[0,8]"
    ) -> String {
        #""\#(name)":{"dtype":"\#(dtype)","shape":\#(shape),"data_offsets":\#(offsets)}"#
    }

    /// A file of one tensor with eight bytes of data.
    static func single(
        _ dtype: String = "F32", _ shape: String = "[2]", _ offsets: String = "[0,8]",
        data: Int = 8
    ) -> [UInt8] {
        file("{" + entry("a", dtype, shape, offsets) + "}", data: data)
    }
}
