extension String {
    /// The text with spaces after it, up to a width in characters.
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// The text with spaces before it, up to a width in characters.
    func paddedBefore(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - count)) + self
    }
}

/// A number with that many digits after its point, as `12.50`; one too large for those to tell
/// anything as it is.
func decimal(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite else { return "–" }
    guard value.magnitude < 1e12 else { return value.description }
    let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    let units = Int((value.magnitude * scale).rounded())
    let sign = value < 0 && units > 0 ? "-" : ""
    let scaled = String(units)
    guard digits > 0 else { return sign + scaled }
    let padded = String(repeating: "0", count: max(0, digits + 1 - scaled.count)) + scaled
    return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
}

/// A number of bytes in decimal units, with three digits, as `37.2 MB`.
func byteSize(_ bytes: Int) -> String {
    var (size, unit) = (Double(bytes), "B")
    for next in ["kB", "MB", "GB", "TB", "PB", "EB"] where size >= 999.5 {
        (size, unit) = (size / 1000, next)
    }
    return decimal(size, unit == "B" || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2) + " " + unit
}
