/// The combining marks since the last base character, to be put into canonical order.
///
/// Where a mark came from follows the reference: marks are paired with the places of the marks
/// as written, in order, so a mark that moves takes the place of the one it displaced.
struct PendingMarks {
    private struct Mark {
        var scalar: UInt32
        var combiningClass: Int16
        /// Split off from the scalar before it, so without a place of its own.
        var isExpansion: Bool
    }

    private var marks: [Mark] = []
    private var origins: [Range<Int>] = []
    /// Where the base character came from.
    var base = 0..<0

    @inline(__always)
    var isEmpty: Bool { marks.isEmpty }

    /// - Parameter isExpansion: the mark was split off from the scalar before it.
    mutating func append(
        _ scalar: UInt32, _ combiningClass: Int16, isExpansion: Bool, from origin: Range<Int>
    ) {
        if !isExpansion { origins.append(origin) }
        marks.append(
            Mark(scalar: scalar, combiningClass: combiningClass, isExpansion: isExpansion))
    }

    /// Removes the marks, giving them out in canonical order.
    mutating func drain(_ body: (UInt32, Range<Int>) -> Void) {
        if marks.count > 1 { sort() }
        var used = 0
        for mark in marks {
            if !mark.isExpansion { used += 1 }
            body(mark.scalar, used > 0 ? origins[used - 1] : base)
        }
        marks.removeAll(keepingCapacity: true)
        origins.removeAll(keepingCapacity: true)
    }

    /// Sorts by class, keeping the order within a class.
    private mutating func sort() {
        var isSorted = true
        for index in 1..<marks.count
        where marks[index].combiningClass < marks[index - 1].combiningClass {
            isSorted = false
        }
        if isSorted { return }
        let keyed = marks.enumerated().sorted {
            ($0.element.combiningClass, $0.offset) < ($1.element.combiningClass, $1.offset)
        }
        marks = keyed.map(\.element)
    }
}
