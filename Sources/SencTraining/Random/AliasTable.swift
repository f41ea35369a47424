/// Draws from a distribution in constant time (Walker, 1977; built as by Vose, 1991).
struct AliasTable: Sendable {
    /// Of the draws of a place, how many of 2³² are its own; the others are the alias's.
    private struct Place {
        var own: UInt32
        var alias: UInt32
    }

    private var places: [Place]

    /// - Parameter weights: of the outcomes, not negative, at least one of them positive; fewer than
    ///   2³² of them.
    init(_ weights: [Double]) {
        let total = weights.reduce(0, +)
        let count = Double(weights.count)
        places = weights.indices.map { Place(own: .max, alias: UInt32($0)) }
        var shares = weights.map { $0 / total * count }
        var small = shares.indices.filter { shares[$0] < 1 }
        var large = shares.indices.filter { shares[$0] >= 1 }
        while let less = small.popLast(), let more = large.last {
            places[less] = Place(
                own: UInt32(max(0, min(shares[less] * 0x1p32, 0x1p32 - 1))), alias: UInt32(more))
            shares[more] -= 1 - shares[less]
            if shares[more] < 1 {
                large.removeLast()
                small.append(more)
            }
        }
    }

    /// The outcome that 64 random bits stand for.
    func draw(_ bits: UInt64) -> UInt32 { draw(bits, slice: 0, of: 1) }

    /// The outcome that 64 random bits stand for within one of the slices of all outcomes, of equal
    /// probability. Drawing once from each gives every outcome as often in the mean as drawing so
    /// often from all, with less chance in it (stratified sampling).
    /// - Parameter count: fewer than 2³² slices.
    func draw(_ bits: UInt64, slice: Int, of count: Int) -> UInt32 {
        let point = (UInt64(slice) << 32 | bits >> 32) / UInt64(count)
        let index = Int((point * UInt64(places.count)) >> 32)
        let place = places[index]
        return UInt32(truncatingIfNeeded: bits) <= place.own ? UInt32(index) : place.alias
    }
}
