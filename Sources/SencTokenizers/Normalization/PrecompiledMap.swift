import SencFiles

/// SentencePiece's compiled normalization rules, applied as the reference applies them: a
/// grapheme cluster of up to five bytes that *begins* with something the rules replace is
/// replaced whole; else each scalar of the cluster is looked up for itself.
struct PrecompiledMap: Sendable {
    /// A double array (Darts): where a node's children are, whether it ends a key.
    private let units: [UInt32]
    /// The replacements, each ended by a NUL.
    private let replacements: [UInt8]
    /// For each ASCII scalar alone: where its replacement is; -1 for none.
    private let ascii: [Int32]

    /// Bytes of the longest replacement.
    var longestReplacement: Int {
        var longest = 0
        var start = 0
        for (index, byte) in replacements.enumerated() where byte == 0 {
            longest = max(longest, index - start)
            start = index + 1
        }
        return max(longest, replacements.count - start)
    }

    private static let longestCluster = 5

    /// What the map was made of.
    var blob: [UInt8] {
        let size = UInt32(truncatingIfNeeded: 4 * units.count)
        return ([size] + units).flatMap { unit in
            (0..<4).map { UInt8(truncatingIfNeeded: unit >> UInt32(8 * $0)) }
        } + replacements
    }

    /// - Parameter blob: the double array's length in bytes, the double array, the replacements.
    /// - Returns: `nil` if the blob is not that.
    init?(_ blob: [UInt8]) {
        guard blob.count >= 4 else { return nil }
        func unit(_ offset: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(blob[offset + $1]) << UInt32(8 * $1) }
        }
        let size = Int(unit(0))
        guard size >= 4, size % 4 == 0, size <= blob.count - 4 else { return nil }
        let units = (0..<(size / 4)).map { unit(4 + 4 * $0) }
        self.units = units
        replacements = Array(blob[(4 + size)...])
        guard UTF8Validation.firstInvalidOffset(in: replacements) == nil else { return nil }
        var ascii: [Int32] = []
        for byte in UInt8(0)..<0x80 {
            let place = [byte].withUnsafeBufferPointer { text in
                units.withUnsafeBufferPointer { Self.search(text, $0) }
            }
            ascii.append(place.flatMap { Int32(exactly: $0) } ?? -1)
        }
        self.ascii = ascii
    }

    func apply(to source: borrowing NormalizedText, into target: inout NormalizedText) -> Bool {
        let bytes = source.bytes
        var changes = Changes()
        var alignment = Alignment()
        var position = 0
        while position < bytes.count {
            flush(&changes, keeping: 1, &alignment, source, &target)
            let first = bytes[position]
            // ASCII before ASCII is a cluster for itself, but for the end of a line.
            let isLast = position + 1 == bytes.count
            if first < 0x80, first != 0x0D, isLast || bytes[position + 1] < 0x80 {
                if ascii[Int(first)] < 0 {
                    changes.list.append((UInt32(first), 0))
                } else {
                    changes.replace(1, by: text(at: Int(ascii[Int(first)])))
                }
                position += 1
                continue
            }
            let end = GraphemeClusters.end(in: bytes, from: position)
            defer { position = end }
            let cluster = bytes.slice(position..<end)
            if cluster.count <= Self.longestCluster, let replacement = replacement(of: cluster) {
                changes.replace(cluster.scalarCount, by: text(at: replacement))
                continue
            }
            var start = 0
            while start < cluster.count {
                let (scalar, length) = cluster.scalar(at: start)
                let part = cluster.slice(start..<min(start + length, cluster.count))
                if let replacement = replacement(of: part) {
                    changes.replace(1, by: text(at: replacement))
                } else {
                    changes.list.append((scalar, 0))
                }
                start += length
                flush(&changes, keeping: 1, &alignment, source, &target)
            }
        }
        flush(&changes, keeping: 0, &alignment, source, &target)
        return changes.isChanged
    }

    /// Writes the changes when they have become many, which bounds the memory that they take, or
    /// when none is to be kept.
    /// - Parameter count: 1 as long as what follows may change the last one.
    @inline(__always)
    private func flush(
        _ changes: inout Changes, keeping count: Int, _ alignment: inout Alignment,
        _ source: borrowing NormalizedText, _ target: inout NormalizedText
    ) {
        guard changes.list.count >= Changes.most || count == 0 else { return }
        for (scalar, change) in changes.list.dropLast(count) {
            alignment.append(scalar, change: change, of: source, to: &target)
        }
        changes.list.removeFirst(changes.list.count - min(count, changes.list.count))
    }

    /// Scalars and how each changes the text, as for `Alignment`.
    private struct Changes {
        /// This many are written at once.
        static let most = 4096

        var list: [(scalar: UInt32, change: Int)] = []
        var isChanged = false

        mutating func replace(_ count: Int, by text: ArraySlice<UInt8>) {
            isChanged = true
            let first = list.count
            text.withUnsafeBufferPointer { text in
                var position = 0
                while position < text.count {
                    let (scalar, length) = text.scalar(at: position)
                    list.append((scalar, 0))
                    position += length
                }
            }
            let added = list.count - first
            if added > count {
                for index in (list.count - (added - count))..<list.count { list[index].change = 1 }
            } else if added < count, !list.isEmpty {
                list[list.count - 1].change += added - count
            }
        }
    }

    private func text(at place: Int) -> ArraySlice<UInt8> {
        guard place < replacements.count else { return [] }
        return replacements[place...].prefix { $0 != 0 }
    }

    private func replacement(of text: UnsafeBufferPointer<UInt8>) -> Int? {
        units.withUnsafeBufferPointer { Self.search(text, $0) }
    }

    /// Where the replacement is of the shortest key that the text begins with.
    private static func search(
        _ text: UnsafeBufferPointer<UInt8>, _ units: UnsafeBufferPointer<UInt32>
    ) -> Int? {
        var node = offset(of: units[0])
        for byte in text {
            if byte == 0 { return nil }
            node ^= Int(byte)
            guard node < units.count else { return nil }
            let unit = units[node]
            guard unit & (1 << 31 | 0xFF) == UInt32(byte) else { return nil }
            node ^= offset(of: unit)
            if unit >> 8 & 1 == 1 {
                guard node < units.count else { return nil }
                return Int(units[node] & (1 << 31 - 1))
            }
        }
        return nil
    }

    private static func offset(of unit: UInt32) -> Int {
        Int(unit >> 10) << Int((unit & 1 << 9) >> 6)
    }
}
