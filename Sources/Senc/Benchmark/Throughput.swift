internal import SencMath

/// How fast texts are encoded, all threads at work.
package struct Throughput: Sendable {
    package let textsPerSecond: Double
    /// Tokens of a text on average, special ones included.
    package let meanTokens: Double
    /// Multiplications and additions a second in the transformer's products.
    package let operationsPerSecond: Double

    package var tokensPerSecond: Double { textsPerSecond * meanTokens }

    /// Encodes texts over and over, and takes the median time.
    /// - Parameters:
    ///   - seconds: how long to measure.
    ///   - text: one text for each index.
    ///   - limit: at most that many texts at once.
    init(
        _ encoder: SentenceEncoder, seconds: Double, limit: Int, _ text: (Int) -> String
    ) throws {
        // As many texts as a third of the time allows, so that short times are measured too.
        var texts: [String] = []
        var tokenCounts: [Int] = []
        var took = 0.0
        repeat {
            let count = max(8, min(texts.count * 2, limit))
            texts += (texts.count..<count).map(text)
            took = try elapsedSeconds { tokenCounts = try encoder.encode(texts).tokenCounts }
        } while took < seconds / 6 && texts.count < limit
        var times = [took]
        while times.reduce(0, +) < seconds * 2 / 3 {
            times.append(try elapsedSeconds { _ = try encoder.encode(texts) })
        }
        let time = median(times)
        textsPerSecond = Double(texts.count) / time
        meanTokens = Double(tokenCounts.reduce(0, +)) / Double(texts.count)
        operationsPerSecond =
            tokenCounts.reduce(0) { sum, tokens in
                sum + (encoder.source.transformer?.operations(tokens: tokens) ?? 0)
            } / time
    }
}

extension Transformer {
    /// Multiplications and additions in the products of the linear layers and of attention, for a
    /// text of that many tokens.
    func operations(tokens: Int) -> Double {
        let tokens = Double(tokens)
        let attention = 4 * tokens * Double(configuration.hiddenSize)
        let linear = layers.first?.linearLayers.reduce(0) { $0 + $1.operationsPerRow } ?? 0
        return Double(layers.count) * tokens * (linear + attention)
    }
}

func elapsedSeconds(_ body: () throws -> Void) rethrows -> Double {
    try ContinuousClock().measure(body) / .seconds(1)
}

/// The middle one of values, the upper of two.
/// - Precondition: there is one.
func median(_ values: [Double]) -> Double {
    values.sorted()[values.count / 2]
}
