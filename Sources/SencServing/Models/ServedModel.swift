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
    private let largestComponent = Mutex<Float?>(nil)

    /// - Throws: what loading a model does.
    package init(_ model: ServerSettings.Model, _ settings: ServerSettings) throws {
        name = model.name
        encoder = try SentenceEncoder(
            model: model.source, precision: settings.precision, backend: settings.backend,
            threads: settings.threads)
        let path = encoder.weightPath
        let size = FileStatus(Array(path.utf8CString)).map { $0.kind == .regular ? $0.size : 0 }
        bytes = size ?? 0
        let stamp = try encoder.stamp()
        let hashes = stamp.weights + stamp.tokenizer + stamp.configuration
        let digits = hashes.utf8.filter { $0 != UInt8(ascii: ":") }.prefix(64)
        digest =
            String(decoding: digits, as: UTF8.self)
            + String(repeating: "0", count: 64 - digits.count)
    }

    /// How vectors become bytes: by one range for all components, so that dot products keep their
    /// proportions. It takes a moment the first time.
    package func calibration(dimension: Int) throws -> Calibration {
        let known = largestComponent.withLock(\.self)
        let largest = try known ?? encoder.largestComponent()
        if known == nil { largestComponent.withLock { $0 = largest } }
        return try Calibration(
            minimums: [Float](repeating: -largest, count: dimension),
            maximums: [Float](repeating: largest, count: dimension))
    }
}
