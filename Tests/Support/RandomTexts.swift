/// Texts of few words, for what depends on how many there are and how long, not on what they say.
package enum RandomTexts {
    private static let words = [
        "rain", "the", "sun", "window", "falls", "on", "a", "street", "light", "green",
    ]

    /// - Parameter length: how many words a text has.
    package static func texts(_ count: Int, length: Range<Int>, seed: UInt64) -> [String] {
        var random = SplitMix(seed: seed)
        return (0..<count).map { _ in
            (0..<Int.random(in: length, using: &random))
                .map { _ in words.randomElement(using: &random) ?? "" }
                .joined(separator: " ")
        }
    }
}
