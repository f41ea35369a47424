import Senc
import SencFiles
import SencMath

/// The model that commands take if no option names one: whether it can be loaded, and whether its
/// vectors are those that it should give.
struct DefaultModel {
    enum Check {
        case passed(texts: Int)
        case failed(any Diagnostic)
        /// There are no reference vectors.
        case impossible
    }

    let name: String
    let precision: Precision
    /// `nil` if it cannot be loaded.
    let encoder: SentenceEncoder?
    /// Why it cannot be loaded.
    let fault: (any Error)?
    let check: Check?

    init(_ name: String, _ precision: Precision, threads: Int?) {
        self.name = name
        self.precision = precision
        do {
            let encoder = try SentenceEncoder(
                model: name, precision: precision, packing: .eachUse, threads: threads)
            self.encoder = encoder
            fault = nil
            check = Self.check(encoder)
        } catch {
            (encoder, fault, check) = (nil, error, nil)
        }
    }

    private static func check(_ encoder: SentenceEncoder) -> Check {
        do {
            let verification = try encoder.verify()
            try verification.check()
            return .passed(texts: verification.textCount)
        } catch ModelError.noReferenceVectors {
            return .impossible
        } catch let error as any Diagnostic {
            return .failed(error)
        } catch {
            return .impossible
        }
    }

    /// Bytes of its weight file; `nil` if it is not one file.
    var weightBytes: Int? {
        encoder?.identity["weights"].flatMap { $0 }.flatMap { Path.size(of: $0) }
    }

    var isQuantized: Bool {
        encoder?.identity["weights"].flatMap { $0 }?.hasSuffix(".gguf") == true
    }
}
