/// Who is next: whoever has had least so far, and of those who had as much, whoever came first.
///
/// Start-time fair queueing (Goyal, Vin and Cheng 1996) with equal weights: each has a virtual time
/// that grows with what it is given, and a newcomer's begins at that of the one who was served
/// last, so that nobody is owed for a time when he asked nothing.
struct FairOrder<Element> {
    private struct Entry {
        let time: Int
        let serial: Int
        let element: Element

        func isBefore(_ other: Entry) -> Bool { (time, serial) < (other.time, other.serial) }
    }

    /// A heap: none is before its parent.
    private var entries: [Entry] = []
    private var serial = 0
    /// The virtual time of the one who was served last.
    private(set) var now = 0

    var isEmpty: Bool { entries.isEmpty }

    /// - Parameter time: what `popFirst` gave with it, and what it was given since; none for a
    ///   newcomer.
    mutating func insert(_ element: Element, at time: Int? = nil) {
        serial += 1
        entries.append(Entry(time: time ?? now, serial: serial, element: element))
        var child = entries.count - 1
        while child > 0, entries[child].isBefore(entries[(child - 1) / 2]) {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func popFirst() -> (element: Element, time: Int)? {
        guard let first = entries.first else { return nil }
        let last = entries.removeLast()
        if !entries.isEmpty {
            entries[0] = last
            var parent = 0
            while true {
                var least = parent
                for child in [2 * parent + 1, 2 * parent + 2]
                where child < entries.count && entries[child].isBefore(entries[least]) {
                    least = child
                }
                guard least != parent else { break }
                entries.swapAt(parent, least)
                parent = least
            }
        }
        now = max(now, first.time)
        return (first.element, first.time)
    }
}
