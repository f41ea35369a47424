package import Senc
import SencFiles
import SencMath
package import SencServerSettings
package import SencVectors
import Synchronization

/// A model that is loaded, under the name by which it is asked for.
package final class ServedModel: Sendable {
    package let name: String
    package let encoder: SentenceEncoder
    /// Seconds since 1970.
    package let loaded = SystemTime.seconds
    /// Of its weights' files.
    package let bytes: Int
    /// 64 hexadecimal digits that its vectors depend on: of weights, tokenizer, configuration.
    package let digest: String
    private let sample = Mutex<Matrix?>(nil)

    /// - Throws: what loading a model does.
    package init(_ model: ServerSettings.Model, _ settings: ServerSettings) throws {
        name = model.name
        encoder = try SentenceEncoder(
            model: model.source, precision: settings.precision, backend: settings.backend,
            threads: settings.threads)
        bytes = encoder.weightBytes
        let stamp = try encoder.stamp()
        let hashes = stamp.weights + stamp.tokenizer + stamp.configuration
        let digits = hashes.utf8.filter { $0 != UInt8(ascii: ":") }.prefix(64)
        digest =
            String(decoding: digits, as: UTF8.self)
            + String(repeating: "0", count: 64 - digits.count)
    }

    /// Makes what `calibration` goes by, which takes a moment the first time.
    package func prepareCalibration() throws {
        try sample.withLock { if $0 == nil { $0 = try encoder.sampleVectors() } }
    }

    /// How vectors of length 1 become bytes: by one range for all components, the largest magnitude
    /// of a sample, so that dot products keep their proportions.
    package func calibration(dimension: Int) throws -> Calibration {
        try prepareCalibration()
        let vectors = sample.withLock(\.self)?.prefix(columns: dimension).normalized()
        let largest = vectors?.elements.reduce(0) { max($0, $1.magnitude) } ?? 1
        return try Calibration(
            minimums: [Float](repeating: -largest, count: dimension),
            maximums: [Float](repeating: largest, count: dimension))
    }
}
