import SencFiles
import SencMath

/// The command line asks for something that makes no sense.
struct UsageError: Diagnostic {
    let message: Message
    let status = ExitStatus.usage

    init(_ message: Message) {
        self.message = message
    }

    /// In the user's language, for ArgumentParser shows what is thrown by `validate()` so.
    var description: String { message.localized.onOneLine() }

    /// - Parameters:
    ///   - outputs: the file that `--output` names, then those that are written with it.
    ///   - inputs: files that are read.
    /// - Throws: if a file is both, which would be lost.
    static func requireDistinct(_ outputs: [String], from inputs: [String]) throws {
        let read = inputs.compactMap { Path.kind(of: $0) == .file ? Path.resolved($0) : nil }
        for (number, output) in outputs.enumerated() {
            guard let target = Path.resolved(output), read.contains(target) else { continue }
            throw UsageError(
                number == 0
                    ? "--output is also an input (\(output))"
                    : "a file that is written with --output is also an input (\(output))")
        }
    }

    /// - Throws: if a number that was given is NaN or infinite.
    static func requireFinite(_ value: (some BinaryFloatingPoint)?, _ option: String) throws {
        guard let value, !value.isFinite else { return }
        throw UsageError(
            value.isNaN ? "\(option) must be a number" : "\(option) must be finite")
    }

    /// - Throws: if a number that was given is not a cosine.
    static func requireCosine(_ value: Float?, _ option: String) throws {
        try requireFinite(value, option)
        guard let value, value.magnitude > 1 else { return }
        throw UsageError(
            value > 1 && value <= 100
                ? "\(option) \(value) is not a cosine, which is at most 1; for \(value) %, give \(value / 100)"
                : "\(option) \(value) is not a cosine, which is from -1 to 1")
    }

    /// - Throws: if a number that was given is no score that vectors can have.
    static func requireScore(
        _ value: Float?, of metric: SimilarityFunction, _ option: String
    ) throws {
        switch metric {
        case .cosine: try requireCosine(value, option)
        case .dot: try requireFinite(value, option)
        case .euclidean, .manhattan:
            try requireFinite(value, option)
            guard let value, value > 0 else { return }
            throw UsageError(
                """
                \(option) \(value) is over all scores of \(metric.rawValue), which are distances \
                with a minus sign, 0 at most; for distances up to \(value), give \(-value)
                """)
        }
    }

    /// - Throws: if a number that was given is not finite and over 0.
    static func requirePositive(_ value: (some BinaryFloatingPoint)?, _ option: String) throws {
        try requireFinite(value, option)
        if let value, value <= 0 { throw UsageError("\(option) must be over 0") }
    }

    /// - Throws: if a number that was given is less.
    static func requireAtLeast(_ least: Int, _ value: Int?, _ option: String) throws {
        if let value, value < least {
            throw UsageError(
                least == 0 ? "\(option) cannot be negative" : "\(option) must be at least \(least)")
        }
    }
}
