import Senc
import SencFiles
import SencServerSettings

/// One dialect's routes.
protocol Dialect: Sendable {
    init(_ embedder: Embedder)

    var embedder: Embedder { get }
    var routes: [Route] { get }
}

/// What a path leads to.
package struct Route: Sendable {
    package typealias Answer = @Sendable (ServerRequest) async throws -> ServerResponse

    package let method: String
    /// A part in braces stands for any one.
    package let path: String
    package let errors: ErrorShape
    package let answer: Answer

    init(
        _ method: String, _ path: String, _ errors: ErrorShape, _ answer: @escaping Answer
    ) {
        (self.method, self.path, self.errors, self.answer) = (method, path, errors, answer)
    }
}

// MARK: - What dialects have in common

extension Dialect {
    func model(_ body: JSONBody) throws(ServiceError) -> Int {
        try model(named: body.string("model"))
    }

    func model(named name: String?) throws(ServiceError) -> Int {
        guard let model = embedder.model(named: name) else {
            let name = name ?? ""
            let known = embedder.models.map(\.name).joined(separator: ", ")
            throw ServiceError(
                .unknownModel,
                """
                the model \(name.quoted()) is not served; there are: \(known). The server's \
                option --model \(name)=MODEL serves one by that name
                """, parameter: "model")
        }
        return model
    }

    /// The texts in one of a body's members.
    func input(_ body: JSONBody, _ keys: [String], model: Int) throws(ServiceError) -> TextInput {
        guard let (key, value) = body.first(keys) else {
            throw ServiceError(
                .malformed, "the body has no \(keys[0].quoted())", parameter: keys[0])
        }
        return try TextInput(
            value, key: key,
            ids: embedder.settings.takesTokenIDs ? embedder.models[model].encoder : nil)
    }

    /// Puts a request's texts in line.
    /// - Parameter member: the request's that has the dimension.
    func encode(
        _ request: EncodingRequest, model: Int, dimensionIn member: String = "dimensions"
    ) throws -> EncodedTexts {
        let texts = request.input.texts
        guard texts.count <= embedder.settings.textsPerRequest else {
            throw ServiceError(
                .tooManyTexts,
                "\(texts.count) texts, over the limit of \(embedder.settings.textsPerRequest)")
        }
        let options = try request.options(
            for: embedder.models[model].encoder, embedder.settings, dimensionIn: member)
        return try embedder.encode(texts, model: model, options: options)
    }

    /// The vectors of all texts, one matrix.
    func vectors(
        _ request: EncodingRequest, model: Int, dimensionIn member: String = "dimensions"
    ) async throws -> (windows: [Embeddings], usage: TokenUsage, headers: ServerHeaders) {
        let encoded = try encode(request, model: model, dimensionIn: member)
        let windows = try await encoded.all()
        let usage = windows.reduce(into: TokenUsage()) { $0.add($1) }
        return (windows, usage, finish(encoded, windows.flatMap(\.tokenCounts), usage))
    }

    /// A body with an element for each text. One of many texts is written while the rest is computed.
    /// - Parameter elements: the elements of some texts, the first of which is at a place.
    func response(
        _ request: EncodingRequest, model: Int, dimensionIn member: String = "dimensions",
        frame: BodyFrame,
        elements: @escaping @Sendable (Embeddings, Int) throws -> [[UInt8]]
    ) async throws -> ServerResponse {
        let encoded = try encode(request, model: model, dimensionIn: member)
        // What goes wrong up to here has a status of its own.
        let first = try await encoded.window(0)
        var usage = TokenUsage()
        if request.input.texts.count <= EncodingJob.textsPerWindow {
            var body = frame.opening
            if let first {
                usage.add(first)
                for element in try elements(first, 0) {
                    if body.count > frame.opening.count { body.append(UInt8(ascii: ",")) }
                    body += element
                }
            }
            let headers = finish(encoded, first?.tokenCounts ?? [], usage)
            body += frame.closing(usage)
            return ServerResponse(
                headers: [("content-type", JSONBody.contentType)] + headers, body: .bytes(body))
        }
        return ServerResponse(
            headers: [("content-type", JSONBody.contentType)]
                + Self.truncation(encoded.truncatedCount),
            body: .pieces { write in
                var usage = TokenUsage()
                var counts: [Int] = []
                var piece = frame.opening
                var (index, window) = (0, first)
                while let vectors = window {
                    for element in try elements(vectors, usage.texts) {
                        if piece.last != UInt8(ascii: "[") { piece.append(UInt8(ascii: ",")) }
                        piece += element
                        if piece.count >= Self.bytesPerPiece {
                            try await write(piece)
                            piece = []
                        }
                    }
                    usage.add(vectors)
                    counts += vectors.tokenCounts
                    index += 1
                    window = try await encoded.window(index)
                }
                _ = finish(encoded, counts, usage)
                try await write(piece + frame.closing(usage))
            })
    }

    private static var bytesPerPiece: Int { 1 << 16 }

    /// Counts a request whose vectors are computed.
    /// - Returns: what its response says of it.
    private func finish(
        _ encoded: EncodedTexts, _ tokenCounts: [Int], _ usage: TokenUsage
    ) -> ServerHeaders {
        let times = encoded.times
        embedder.figures.countSuccess(
            isBatch: tokenCounts.count > 1, tokenCounts: tokenCounts, truncated: usage.truncated,
            times: times)
        func milliseconds(_ duration: Duration) -> String {
            String(Int(duration / .milliseconds(1)))
        }
        let whole = (times.completed ?? times.queued) - times.queued
        var headers: ServerHeaders = [
            ("x-compute-type", "cpu"), ("x-compute-time", milliseconds(whole)),
            (
                "x-compute-characters",
                String(encoded.texts.reduce(0) { $0 + $1.unicodeScalars.count })
            ),
            ("x-compute-tokens", String(usage.tokens)),
            ("x-total-time", milliseconds(whole)),
            ("x-tokenization-time", milliseconds(times.tokenization)),
            ("x-queue-time", milliseconds(times.waiting)),
            ("x-inference-time", milliseconds(times.inference)),
        ]
        headers += Self.truncation(usage.truncated)
        return headers
    }

    private static func truncation(_ texts: Int) -> ServerHeaders {
        texts > 0 ? [("x-senc-truncated-texts", String(texts))] : []
    }

    /// Makes ready what a form of vectors goes by.
    func prepare(_ form: VectorForm, of model: Int, for asked: EncodingRequest) async throws {
        guard form.needsCalibration else { return }
        guard asked.normalization == .always else {
            throw ServiceError(.invalid, "\(form.rawValue) is for vectors of length 1")
        }
        let served = embedder.models[model]
        try await embedder.queue.run(tokens: 1, model: model) { try served.prepareCalibration() }
    }

    func rows(_ windows: [Embeddings]) -> [ArraySlice<Float>] {
        windows.flatMap { window in (0..<window.count).map { window.matrix[$0] } }
    }

    func json(_ write: (inout JSONObject) -> Void) -> ServerResponse {
        ServerResponse(
            type: JSONBody.contentType, JSONWriter.bytes { $0.object { write(&$0) } })
    }
}

package typealias ServerHeaders = [(name: String, value: String)]

extension TokenUsage {
    mutating func add(_ vectors: Embeddings) {
        texts += vectors.count
        tokens += vectors.tokenCounts.reduce(0, +)
        truncated += vectors.truncatedCount
    }
}
