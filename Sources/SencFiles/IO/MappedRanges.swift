import Synchronization

/// Where files are mapped, in a table of a fixed size that the handler of a signal may read: it is
/// read without a lock and without allocating.
///
/// The library installs no handler; a program may, to tell which file was cut while it was read.
package enum MappedRanges {
    /// Files that are mapped at once beyond these are counted, and have no name.
    private static let capacity = 1024

    /// A mapped file; free if it starts at 0.
    private struct Slot: ~Copyable {
        let start = Atomic<UInt>(0)
        let end = Atomic<UInt>(0)
        /// The address of the file's path, as a C string fit for a terminal.
        let path = Atomic<UInt>(0)
    }

    /// The start of a slot that is being filled.
    private static let claimed: UInt = 1

    private static let unlisted = Atomic(0)
    nonisolated(unsafe) private static let slots: UnsafeMutablePointer<Slot> = {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
        for index in 0..<capacity { (slots + index).initialize(to: Slot()) }
        return slots
    }()

    /// Makes the table, which a handler must not be the first to do.
    package static func prepare() {
        _ = slots
        _ = unlisted.load(ordering: .relaxed)
    }

    static func add(_ bytes: UnsafeRawBufferPointer, of path: String) {
        guard let start = bytes.baseAddress.map({ UInt(bitPattern: $0) }) else { return }
        for index in 0..<capacity {
            guard
                slots[index].start.compareExchange(
                    expected: 0, desired: claimed, ordering: .acquiringAndReleasing
                ).exchanged
            else { continue }
            let text = path.onOneLine().utf8CString
            let name = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
            name.initialize(from: Array(text), count: text.count)
            slots[index].path.store(UInt(bitPattern: name), ordering: .releasing)
            slots[index].end.store(start + UInt(bytes.count), ordering: .releasing)
            slots[index].start.store(start, ordering: .releasing)
            return
        }
        unlisted.add(1, ordering: .relaxed)
    }

    /// To be called before the memory is given back.
    static func remove(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress.map({ UInt(bitPattern: $0) }) else { return }
        for index in 0..<capacity where slots[index].start.load(ordering: .acquiring) == start {
            let name = slots[index].path.exchange(0, ordering: .acquiringAndReleasing)
            slots[index].end.store(0, ordering: .releasing)
            slots[index].start.store(0, ordering: .releasing)
            UnsafeMutablePointer<CChar>(bitPattern: name)?.deallocate()
            return
        }
        unlisted.subtract(1, ordering: .relaxed)
    }

    /// The file that is mapped at an address. Safe in a handler of a signal after `prepare`.
    /// - Returns: whether there may be one, and its path if that is known: a C string that is valid
    ///   as long as the file is mapped.
    package static func file(at address: UInt) -> (isMapped: Bool, path: UnsafePointer<CChar>?) {
        var index = 0
        while index < capacity {
            let start = slots[index].start.load(ordering: .acquiring)
            if start > claimed, start <= address,
                address < slots[index].end.load(ordering: .acquiring)
            {
                let path = slots[index].path.load(ordering: .acquiring)
                return (true, UnsafePointer(bitPattern: path))
            }
            index += 1
        }
        return (unlisted.load(ordering: .relaxed) > 0, nil)
    }
}
