/// Draws from a distribution in constant time (Walker, 1977; built as by Vose, 1991).
struct AliasTable: Sendable {
    /// Of each outcome, how many of 2³² draws of its place are its own; the others' is the alias.
    private var own: [UInt32] = []
    private var alias: [UInt32] = []

    /// - Parameter weights: of the outcomes, not negative, at least one of them positive; fewer than
    ///   2³² of them.
    init(_ weights: [Double]) {
        let total = weights.reduce(0, +)
        let count = Double(weights.count)
        own = [UInt32](repeating: .max, count: weights.count)
        alias = weights.indices.map { UInt32($0) }
        var shares = weights.map { $0 / total * count }
        var small = shares.indices.filter { shares[$0] < 1 }
        var large = shares.indices.filter { shares[$0] >= 1 }
        while let less = small.popLast(), let more = large.last {
            own[less] = UInt32(max(0, min(shares[less] * 0x1p32, 0x1p32 - 1)))
            alias[less] = UInt32(more)
            shares[more] -= 1 - shares[less]
            if shares[more] < 1 {
                large.removeLast()
                small.append(more)
            }
        }
    }

    /// The outcome that 64 random bits stand for.
    func draw(_ bits: UInt64) -> UInt32 {
        let place = Int((bits >> 32).multipliedFullWidth(by: UInt64(own.count) << 32).high)
        return UInt32(truncatingIfNeeded: bits) <= own[place] ? UInt32(place) : alias[place]
    }
}
