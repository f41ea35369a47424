extension Pooling {
    /// Pools the states [tokens, inputDimension] of one text into `result` [outputDimension].
    ///
    /// A text without tokens gives zeros.
    /// - Parameter skipping: leading tokens that are left out; the others keep their places, and so
    ///   the weights of `weightedMean`.
    package func apply(
        _ states: UnsafePointer<Float>, tokens: Int, skipping skippedTokens: Int = 0,
        to result: UnsafeMutablePointer<Float>
    ) {
        let skipped = min(skippedTokens, tokens)
        let states = states + skipped * inputDimension
        let tokens = tokens - skipped
        for (index, mode) in modes.enumerated() {
            let target = result + index * inputDimension
            target.update(repeating: 0, count: inputDimension)
            guard tokens > 0 else { continue }
            switch mode {
            case .cls: target.update(from: states, count: inputDimension)
            case .lastToken:
                target.update(from: states + (tokens - 1) * inputDimension, count: inputDimension)
            case .max: maximum(states, tokens: tokens, to: target)
            case .mean: sum(states, tokens: tokens, dividedBy: Float(tokens), to: target)
            case .meanSqrtLength:
                sum(states, tokens: tokens, dividedBy: Float(tokens).squareRoot(), to: target)
            case .weightedMean:
                let total = Float(tokens * (tokens + 1) / 2 + tokens * skipped)
                sum(
                    states, tokens: tokens, dividedBy: total,
                    weight: { Float(skipped + $0 + 1) }, to: target)
            }
        }
    }

    private func sum(
        _ states: UnsafePointer<Float>, tokens: Int, dividedBy divisor: Float,
        weight: ((_ token: Int) -> Float)? = nil, to target: UnsafeMutablePointer<Float>
    ) {
        for token in 0..<tokens {
            let row = states + token * inputDimension
            let factor = weight?(token) ?? 1
            for column in 0..<inputDimension { target[column] += factor * row[column] }
        }
        for column in 0..<inputDimension { target[column] /= divisor }
    }

    private func maximum(
        _ states: UnsafePointer<Float>, tokens: Int, to target: UnsafeMutablePointer<Float>
    ) {
        target.update(from: states, count: inputDimension)
        for token in 1..<max(tokens, 1) {
            let row = states + token * inputDimension
            for column in 0..<inputDimension {
                target[column] = Swift.max(target[column], row[column])
            }
        }
    }
}
