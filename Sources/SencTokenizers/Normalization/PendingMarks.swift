/// The combining marks since the last base character, to be put into canonical order.
///
/// Where a mark came from follows the reference: marks are paired with the places of the marks
/// as written, in order, so a mark that moves takes the place of the one it displaced.
struct PendingMarks {
    private var marks: [CombiningScalar] = []
    /// Of the marks as written; empty unless tracked.
    private var origins: [Range<Int>] = []
    let tracksOrigins: Bool
    /// Where the base character came from.
    var base = 0..<0

    @inline(__always)
    var isEmpty: Bool { marks.isEmpty }

    init(tracksOrigins: Bool) {
        self.tracksOrigins = tracksOrigins
    }

    /// - Parameter isExpansion: the mark was split off from the scalar before it.
    mutating func append(
        _ scalar: UInt32, _ combiningClass: Int16, isExpansion: Bool, from origin: Range<Int>
    ) {
        if tracksOrigins, !isExpansion { origins.append(origin) }
        marks.append(
            CombiningScalar(scalar, combiningClass: combiningClass, isExpansion: isExpansion))
    }

    /// Removes the marks, giving them out in canonical order.
    mutating func drain(_ body: (UInt32, Range<Int>) -> Void) {
        marks.sortByClass()
        var used = 0
        for mark in marks {
            if !mark.isExpansion { used += 1 }
            body(mark.scalar, tracksOrigins && used > 0 ? origins[used - 1] : base)
        }
        marks.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
    }
}
