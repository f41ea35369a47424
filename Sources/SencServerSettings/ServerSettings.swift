package import SencMath

/// What a server serves, where, and within which bounds; `senc serve` hands it to `senc-server` as
/// one JSON object.
package struct ServerSettings: Sendable, Equatable {
    /// A model, under the name by which requests ask for it.
    package struct Model: Sendable, Equatable {
        package var name: String
        /// A name on the search path, a directory or a file, as `SentenceEncoder` takes it.
        package var source: String

        package init(name: String, source: String) { (self.name, self.source) = (name, source) }
    }

    /// Where the server listens.
    package enum Address: Sendable, Equatable {
        case host(String, port: Int)
        case unixSocket(path: String)
    }

    /// Files in PEM.
    package struct TLS: Sendable, Equatable {
        package var certificate: String
        package var key: String

        package init(certificate: String, key: String) {
            (self.certificate, self.key) = (certificate, key)
        }
    }

    /// What becomes of texts over a model's limit, where a request does not say.
    package enum Overflow: String, Sendable, CaseIterable { case truncate, error }

    /// Of the program that was asked to serve.
    package var version = ""
    /// What stands for the server's own English texts in the user's language.
    package var translations: [String: String] = [:]
    /// The first one is meant by requests that name none.
    package var models: [Model] = []
    package var precision = Precision.float32
    package var backend = Backend.packed
    package var threads: Int?
    package var address = Address.host("127.0.0.1", port: 8080)
    package var tls: TLS?
    /// What requests must show; none where this is `nil`.
    package var apiKey: String?
    /// Origins of pages, other than the server's own, that may ask; `*` is any.
    package var allowedOrigins: [String] = []
    /// Names by which the server may be asked for beside its address.
    package var allowedHosts: [String] = []
    /// The directory of an index to search.
    package var index: String?
    package var overflow = Overflow.truncate
    /// Bytes of vectors that are kept for texts that come again; 0 keeps none.
    package var cacheBytes = 64 << 20
    /// Tokens that wait at most before requests are refused.
    package var queuedTokens = 1 << 20
    /// Bytes of requests that are held at most before others are refused.
    package var queuedBytes = 256 << 20
    /// Bytes of a request's body, decompressed.
    package var bodyBytes = 32 << 20
    /// Texts of a request.
    package var textsPerRequest = 2_048
    /// Whether token ids in requests are the model's own; they are refused where they are not said
    /// to be.
    package var takesTokenIDs = false
    /// Whether each request is logged, as a line of JSON on standard error.
    package var logsRequests = false
    /// Seconds within which accepted requests are answered after SIGTERM.
    package var drainSeconds = 30
    /// Seconds for a request to arrive, and for a part of its response to be taken.
    package var clientSeconds = 30

    package init() {}
}
