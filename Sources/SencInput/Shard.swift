/// One of several parts, as equal as can be, that together are all records in their order.
package struct Shard: Equatable, Sendable {
    /// Which part, within 1...count.
    package let index: Int
    package let count: Int

    /// - Returns: `nil` unless 1 ≤ index ≤ count.
    package init?(index: Int, of count: Int) {
        guard index >= 1, index <= count else { return nil }
        self.index = index
        self.count = count
    }

    /// Reads `i/n`, both in decimal digits.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
            let index = Int(parts[0]), let count = Int(parts[1])
        else { return nil }
        self.init(index: index, of: count)
    }

    /// The records that are the shard's: ⌊total (index - 1) / count⌋ ..< ⌊total index / count⌋.
    /// - Precondition: `total` is not negative.
    package func records(of total: Int) -> Range<Int> {
        bound(index - 1, of: total)..<bound(index, of: total)
    }

    /// ⌊total part / count⌋, which is at most `total`.
    private func bound(_ part: Int, of total: Int) -> Int {
        count.dividingFullWidth(total.multipliedFullWidth(by: part)).quotient
    }
}
