/// A scalar that waits to be put into canonical order, in four bytes: a line may be nothing but
/// marks, of which all wait.
struct CombiningScalar {
    private let bits: UInt32

    private static let scalarBits: UInt32 = 21
    private static let expansion: UInt32 = 1 << 31

    /// - Parameters:
    ///   - combiningClass: 0...254.
    ///   - isExpansion: it was split off from the scalar before it.
    @inline(__always)
    init(_ scalar: UInt32, combiningClass: Int16, isExpansion: Bool) {
        bits =
            scalar & 0x1F_FFFF
            | UInt32(truncatingIfNeeded: combiningClass & 0xFF) << Self.scalarBits
            | (isExpansion ? Self.expansion : 0)
    }

    @inline(__always)
    var scalar: UInt32 { bits & 0x1F_FFFF }
    @inline(__always)
    var combiningClass: Int16 { Int16(truncatingIfNeeded: bits >> Self.scalarBits & 0xFF) }
    @inline(__always)
    var isExpansion: Bool { bits & Self.expansion != 0 }
}

extension [CombiningScalar] {
    private static var fewForInsertion: Int { 16 }

    /// Sorts by class, keeping the order within a class.
    mutating func sortByClass() {
        guard count > 1 else { return }
        var isSorted = true
        for index in 1..<count
        where self[index].combiningClass < self[index - 1].combiningClass {
            isSorted = false
        }
        if isSorted { return }
        if count <= Self.fewForInsertion { sortByInsertion() } else { sortByCounting() }
    }

    private mutating func sortByInsertion() {
        for end in 1..<count {
            var index = end
            while index > 0, self[index].combiningClass < self[index - 1].combiningClass {
                swapAt(index, index - 1)
                index -= 1
            }
        }
    }

    private mutating func sortByCounting() {
        var places = [Int](repeating: 0, count: 257)
        for scalar in self { places[Int(scalar.combiningClass) + 1] += 1 }
        for index in 1..<places.count { places[index] += places[index - 1] }
        self = [CombiningScalar](unsafeUninitializedCapacity: count) { buffer, initialized in
            for scalar in self {
                let combiningClass = Int(scalar.combiningClass)
                buffer[places[combiningClass]] = scalar
                places[combiningClass] += 1
            }
            initialized = count
        }
    }
}
