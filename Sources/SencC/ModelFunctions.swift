internal import CSenc
internal import Senc
internal import SencFiles
internal import SencMath

/// What a `senc_encoder` is.
final class LoadedModel: Sendable {
    let encoder: SentenceEncoder
    let threads: Int
    /// Of the weights; absolute, since a process may change its directory.
    let path: String

    init(_ encoder: SentenceEncoder, threads: Int) throws {
        (self.encoder, self.threads) = (encoder, threads)
        path =
            encoder.weightPath.hasPrefix("/")
            ? encoder.weightPath : Path.join(try Path.existing("."), encoder.weightPath)
    }

    /// - Throws: `CallError` for no model.
    static func of(_ pointer: OpaquePointer?) throws -> LoadedModel {
        guard let pointer else { throw CallError.isNull("encoder") }
        return Unmanaged<LoadedModel>.fromOpaque(UnsafeRawPointer(pointer)).takeUnretainedValue()
    }
}

@_cdecl("senc_open")
public func openModel(
    _ model: UnsafePointer<CChar>?, _ options: UnsafePointer<CChar>?,
    _ encoder: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
    encoder?.pointee = nil
    return Call.make { _ in
        guard let encoder else { throw CallError.isNull("encoder") }
        let object = try OptionObject(
            options, known: ["precision", "backend", "packing", "threads"])
        let packing = try object.choice("packing", Packing.self) ?? .ahead
        let threads = try object.threads()
        let loaded = try SentenceEncoder(
            model: model.map { FileName(cString: $0).string } ?? SentenceEncoder.defaultModel,
            precision: try object.choice("precision") ?? .float32,
            backend: try object.choice("backend") ?? .packed,
            packing: packing == .ahead ? .ahead : .eachUse, threads: threads)
        let handle = try LoadedModel(loaded, threads: WorkerPool(threads: threads).threads)
        encoder.pointee = OpaquePointer(Unmanaged.passRetained(handle).toOpaque())
    }
}

/// `WeightPacking` by its names in options.
private enum Packing: String, CaseIterable {
    case ahead
    case eachUse = "each_use"
}

@_cdecl("senc_close")
public func closeModel(_ encoder: OpaquePointer?) {
    guard let encoder else { return }
    _ = Call.make { _ in
        Unmanaged<LoadedModel>.fromOpaque(UnsafeRawPointer(encoder)).release()
    }
}

@_cdecl("senc_describe")
public func describeModel(
    _ encoder: OpaquePointer?, _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    json?.pointee = nil
    return Call.make { _ in
        guard let json else { throw CallError.isNull("json") }
        let model = try LoadedModel.of(encoder)
        let encoder = model.encoder
        let bytes = JSONWriter.bytes { (writer: inout JSONWriter) in
            writer.object {
                $0.member("version", Version.number)
                $0.member("model", encoder.name)
                $0.member("path", FileName(model.path))
                $0.member("family", encoder.family)
                $0.member("pooling", encoder.poolingName)
                $0.member("precision", encoder.precision.rawValue)
                $0.member("kernels", KernelFamily.selected.name)
                $0.member("threads", model.threads)
                $0.member("dimension", encoder.dimension)
                $0.member("maximum_tokens", encoder.maximumTokens)
                $0.member("vocabulary", encoder.tokenizer.vocabularySize)
                $0.member("similarity", encoder.similarity.rawValue)
                $0.object("prompts") { prompts in
                    for (name, text) in encoder.prompts.sorted(by: { $0.key < $1.key }) {
                        prompts.member(name, text)
                    }
                }
                $0.member("default_prompt", encoder.defaultPromptName)
                $0.member("query_prompt", encoder.promptName(for: .query))
                $0.member("passage_prompt", encoder.promptName(for: .passage))
                $0.array("languages", encoder.languages) { $0.value($1) }
            }
        }
        json.pointee = cString(bytes)
    }
}

@_cdecl("senc_stamp")
public func stampOfModel(
    _ encoder: OpaquePointer?, _ options: UnsafePointer<CChar>?,
    _ json: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
) -> Int32 {
    json?.pointee = nil
    return Call.make { _ in
        guard let json else { throw CallError.isNull("json") }
        let encoder = try LoadedModel.of(encoder).encoder
        let stamp = try encoder.stamp(options: EncodingOptions(options, for: encoder))
        json.pointee = cString(JSONWriter.bytes { $0.value(stamp) })
    }
}

/// The text as C has it, for `senc_free`.
private func cString(_ bytes: [UInt8]) -> UnsafeMutablePointer<CChar> {
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    for (index, byte) in bytes.enumerated() { text[index] = CChar(bitPattern: byte) }
    text[bytes.count] = 0
    return text
}

@_cdecl("senc_free")
public func freeText(_ text: UnsafeMutablePointer<CChar>?) {
    text?.deallocate()
}

/// There to the end.
nonisolated(unsafe) private let version: UnsafePointer<CChar> = {
    UnsafePointer(cString(Array(Version.number.utf8)))
}()

@_cdecl("senc_version")
public func versionOfLibrary() -> UnsafePointer<CChar>? { version }
