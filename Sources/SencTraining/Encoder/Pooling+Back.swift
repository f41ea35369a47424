internal import Senc
internal import SencMath

/// From the gradients by a text's vector to those by its tokens' states: back through what
/// `Pooling.apply` computes.
extension Pooling {
    /// - Parameters:
    ///   - states: [tokens, inputDimension] of one text.
    ///   - gradients: [outputDimension]
    ///   - skippedTokens: leading tokens that pooling leaves out.
    ///   - target: [tokens, inputDimension]
    func back(
        _ states: UnsafePointer<Float>, _ gradients: UnsafePointer<Float>, tokens: Int,
        skipping skippedTokens: Int, to target: UnsafeMutablePointer<Float>
    ) {
        let size = inputDimension
        target.update(repeating: 0, count: tokens * size)
        let skipped = min(skippedTokens, tokens)
        let count = tokens - skipped
        guard count > 0 else { return }
        for (index, mode) in modes.enumerated() {
            let gradients = gradients + index * size
            func add(_ factor: Float, to token: Int) {
                let row = target + (skipped + token) * size
                for column in 0..<size { row[column] += factor * gradients[column] }
            }
            switch mode {
            case .cls: add(1, to: 0)
            case .lastToken: add(1, to: count - 1)
            case .mean: for token in 0..<count { add(1 / Float(count), to: token) }
            case .meanSqrtLength:
                for token in 0..<count { add(1 / Float(count).squareRoot(), to: token) }
            case .weightedMean:
                let total = Float(count * (count + 1) / 2 + count * skipped)
                for token in 0..<count { add(Float(skipped + token + 1) / total, to: token) }
            case .max:
                // The first of equal ones has it, as in torch.
                for column in 0..<size {
                    var best = skipped
                    for token in skipped + 1..<max(tokens, skipped + 1)
                    where states[token * size + column] > states[best * size + column] {
                        best = token
                    }
                    target[best * size + column] += gradients[column]
                }
            }
        }
    }
}
