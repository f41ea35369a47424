/// Where the scalars of a rewritten text come from, told as the reference tells it: each with how
/// it changes the text. It replaces the next scalar of the old text (0), replaces it and removes
/// that many more behind it (negative), or is new (positive), and then belongs to the one before.
struct Alignment {
    /// How much of the old text has been replaced.
    private(set) var position = 0

    @inline(__always)
    mutating func append(
        _ scalar: UInt32, change: Int, of source: borrowing NormalizedText,
        to target: inout NormalizedText
    ) {
        guard target.tracksOrigins else { return target.append(scalar: scalar, from: 0..<0) }
        if change > 0 {
            let origin =
                position > 0 ? source.origin(at: position - 1) : source.start..<source.start
            return target.append(scalar: scalar, from: origin)
        }
        target.append(scalar: scalar, from: source.origin(at: position))
        var skipped = 1 - change
        let bytes = source.bytes
        while skipped > 0, position < bytes.count {
            position += bytes.scalar(at: position).length
            skipped -= 1
        }
    }
}
