/// The bytes of zip archives, right and wrong.
struct ZipFile {
    struct Entry {
        var name: String
        var data: [UInt8]
        var method: UInt16 = 0
        var flags: UInt16 = 0
        /// Sizes as the directory tells them; the truth if `nil`.
        var compressedSize: UInt32?
        var size: UInt32?
        /// Where the directory says that the entry is; the truth if `nil`.
        var offset: UInt32?
        var localName: String?
        /// Whether the sizes and the offset are in a ZIP64 field.
        var isWide = false

        init(_ name: String, _ data: [UInt8] = []) { (self.name, self.data) = (name, data) }
    }

    var entries: [Entry]
    var comment: [UInt8] = []
    var isWide = false
    var disk: UInt16 = 0
    /// As the end record tells it; the truth if `nil`.
    var count: UInt64?

    /// An archive as torch writes it.
    init(pickle: [UInt8], storages: [String: [UInt8]] = [:], byteOrder: String = "little") {
        entries = [
            Entry("m/data.pkl", pickle), Entry("m/byteorder", Array(byteOrder.utf8)),
        ]
        for (key, data) in storages.sorted(by: { $0.key < $1.key }) {
            entries.append(Entry("m/data/" + key, data))
        }
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        var directory: [UInt8] = []
        for entry in entries {
            let offset = UInt32(bytes.count)
            let name = Array((entry.localName ?? entry.name).utf8)
            bytes += le(UInt32(0x0403_4B50)) + le(UInt16(20)) + le(entry.flags) + le(entry.method)
            bytes += [UInt8](repeating: 0, count: 8) + le(UInt32(entry.data.count))
            bytes += le(UInt32(entry.data.count)) + le(UInt16(name.count)) + le(UInt16(4))
            bytes += name + le(UInt16(0x4246)) + le(UInt16(0)) + entry.data

            let sizes = [
                entry.compressedSize ?? UInt32(entry.data.count),
                entry.size ?? UInt32(entry.data.count), entry.offset ?? offset,
            ]
            var extra: [UInt8] = []
            if entry.isWide {
                // Another field goes before it.
                extra = le(UInt16(0x4246)) + le(UInt16(1)) + [0] + le(UInt16(1)) + le(UInt16(24))
                extra += [sizes[1], sizes[0], sizes[2]].flatMap { le(UInt64($0)) }
            }
            let fields = entry.isWide ? [.max, .max, .max] : sizes
            let central = Array(entry.name.utf8)
            directory += le(UInt32(0x0201_4B50)) + le(UInt32(0x0014_0014)) + le(entry.flags)
            directory += le(entry.method) + [UInt8](repeating: 0, count: 8) + le(fields[0])
            directory += le(fields[1]) + le(UInt16(central.count)) + le(UInt16(extra.count))
            directory += [UInt8](repeating: 0, count: 10) + le(fields[2]) + central + extra
        }
        let start = UInt64(bytes.count)
        let count = count ?? UInt64(entries.count)
        bytes += directory
        if isWide {
            let record = UInt64(bytes.count)
            bytes += le(UInt32(0x0606_4B50)) + le(UInt64(44)) + le(UInt32(0)) + le(UInt64(0))
            bytes += le(count) + le(count) + le(UInt64(directory.count)) + le(start)
            bytes += le(UInt32(0x0706_4B50)) + le(UInt32(0)) + le(record) + le(UInt32(1))
        }
        let short = isWide ? UInt16.max : UInt16(truncatingIfNeeded: count)
        bytes += le(UInt32(0x0605_4B50)) + le(disk) + le(disk) + le(short) + le(short)
        bytes += le(isWide ? .max : UInt32(directory.count)) + le(isWide ? .max : UInt32(start))
        return bytes + le(UInt16(comment.count)) + comment
    }
}

/// The bytes of an integer, least first.
func le(_ value: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
