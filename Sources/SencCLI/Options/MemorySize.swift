import ArgumentParser

/// A size of memory: a number of megabytes, or one with a unit, as `512M` or `4G`.
struct MemorySize: ExpressibleByArgument, CustomStringConvertible {
    /// What is out of range for a computer is still a size, which the setting's own range refuses.
    let bytes: Int

    private static let units: [(Character, Int)] = [
        ("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30), ("T", 1 << 40),
    ]
    private static let megabyte = 1 << 20

    init(bytes: Int) { self.bytes = bytes }

    init?(argument: String) {
        var digits = argument.uppercased()
        if digits.hasSuffix("B") { digits.removeLast() }
        let unit = Self.units.first { digits.last == $0.0 }
        if unit != nil { digits.removeLast() }
        guard let number = Double(digits), !number.isNaN else { return nil }
        let bytes = number * Double(unit?.1 ?? Self.megabyte)
        self.bytes = Int(min(max(bytes, -0x1p62), 0x1p62))
    }

    var description: String {
        let unit = Self.units.last { bytes >= $0.1 && bytes % $0.1 == 0 }
        return unit.map { "\(bytes / $0.1)\($0.0)" } ?? "\(bytes)B"
    }

    var defaultValueDescription: String { description }
}
