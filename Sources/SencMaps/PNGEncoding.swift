internal import CZlib
import SencFiles

extension Raster {
    private static let level: Int32 = 6

    /// The picture as a Portable Network Graphics file (ISO/IEC 15948), truecolor of 8 bits.
    /// - Throws: `MapError.compression` if there is no memory for it.
    func png() throws(MapError) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity((3 * width + 1) * height)
        for row in 0..<height {
            // Each line begins with its filter: none.
            lines.append(0)
            lines += bytes[(3 * row * width)..<(3 * (row + 1) * width)]
        }
        var size = compressBound(uLong(lines.count))
        var data = [UInt8](repeating: 0, count: Int(size))
        guard compress2(&data, &size, lines, uLong(lines.count), Self.level) == Z_OK else {
            throw .compression
        }
        let header = Self.bytes(of: width) + Self.bytes(of: height) + [8, 2, 0, 0, 0]
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
            + Self.chunk("IHDR", header)
            + Self.chunk("IDAT", Array(data.prefix(Int(size))))
            + Self.chunk("IEND", [])
    }

    private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
        let content = Array(name.utf8) + data
        let checksum = crc32_z(0, content, content.count)
        return bytes(of: data.count) + content + bytes(of: Int(checksum))
    }

    /// 32 bits, the highest byte first.
    private static func bytes(of number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - $0 * 8)) }
    }
}
