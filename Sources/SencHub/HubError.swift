package import SencFiles

/// Why a model cannot be had from the hub.
package enum HubError: Diagnostic, Equatable {
    /// Not `ORG/NAME`, or `ORG/NAME@REVISION`.
    case badName(String)
    case badRevision(String)
    /// `HF_ENDPOINT` is not an address of a web server.
    case badEndpoint(String)
    /// The token has characters that no token has.
    case badToken(source: String)
    case unreadableToken(reason: Message)
    /// The environment names no home, so there is no place for a cache.
    case noCache
    case noLibrary
    /// There is no libcrypto, which hashes what is fetched.
    case noHashLibrary
    /// The system's libcrypto may not compute a hash.
    case noHash(String)
    /// The network may not be used and the cache lacks the model.
    case offline(model: String, cache: String)

    case noSuchModel(String, endpoint: String)
    case noSuchRevision(String, model: String)
    case noSuchFile(String, model: String)
    /// The model's owner lets in only whom they have approved.
    case gated(model: String, endpoint: String)
    case tokenRefused(url: String)
    case forbidden(url: String, reason: String)
    /// The model has no weight file of a kind that senc reads.
    case noWeights(model: String)

    /// An answer that is not as the protocol has it.
    case badAnswer(url: String, problem: Message)
    /// A file's name that leads out of the model's folder.
    case unsafeName(String, url: String)
    case unexpectedStatus(Int, url: String, reason: String)
    /// The server is overloaded or out of order.
    case busy(status: Int, url: String, retryAfter: Int?)
    /// The connection was not made in time or was lost.
    case disconnected(url: String, reason: String)
    /// The name of the server, or of the proxy, leads nowhere: as a rule there is no network.
    case unresolved(url: String, isProxy: Bool)
    /// The server does not take connections.
    case unreachable(url: String, reason: String)
    /// The request cannot be made: no such protocol, a certificate that is not trusted.
    case impossible(url: String, reason: String)
    /// More bytes than a file of its kind, or a model, may have.
    case tooLarge(Int, limit: Int, what: String)
    case wrongSize(Int, expected: Int, file: String)
    case wrongHash(String, expected: String, file: String)

    package var message: Message {
        switch self {
        case .badName(let text):
            """
            not the name of a model on the hub: \(text.quoted()); write ORG/NAME or \
            ORG/NAME@REVISION
            """
        case .badRevision(let text): "not a branch, tag or commit: \(text.quoted())"
        case .badEndpoint(let url):
            "HF_ENDPOINT must be an address that begins with http:// or https:// (\(Address.shown(url).quoted()))"
        case .badToken(let source): "not an access token (\(source.onOneLine()))"
        case .unreadableToken(let reason): "the access token: \(reason)"
        case .noCache: "no place for the cache: set HF_HUB_CACHE, HF_HOME or HOME"
        case .noLibrary: "no libcurl found; install it (libcurl4, or brew's curl)"
        case .noHashLibrary: "no libcrypto found; install it (libssl3)"
        case .noHash(let name):
            """
            the system's libcrypto does not compute \(name); OpenSSL's configuration may forbid it \
            (openssl.cnf)
            """
        case .offline(let model, let cache):
            """
            \(model) is not in the cache, and HF_HUB_OFFLINE forbids to fetch it \
            (\(cache.onOneLine()))
            """
        case .noSuchModel(let model, let endpoint):
            """
            no model \(model.quoted()) that this user may see (\(Address.shown(endpoint))); if it \
            is private, set HF_TOKEN
            """
        case .noSuchRevision(let revision, let model):
            "\(model) has no revision \(revision.quoted())"
        case .noSuchFile(let name, let model): "\(model) has no file \(name.quoted())"
        case .gated(let model, let endpoint):
            "\(model) is gated: ask its owner for access (\(Address.shown(endpoint))/\(model)), then set HF_TOKEN"
        case .tokenRefused(let url):
            "the hub does not accept the access token (\(Address.shown(url)))"
        case .forbidden(let url, let reason):
            "the hub refuses\(Self.clause(reason)) (\(Address.shown(url)))"
        case .noWeights(let model):
            """
            \(model) has no weights that senc reads: no model.safetensors, pytorch_model.bin, GGUF \
            file or model.onnx
            """
        case .badAnswer(let url, let problem):
            "the hub's answer is malformed: \(problem) (\(Address.shown(url)))"
        case .unsafeName(let name, let url):
            """
            the hub names a file that would lead out of the model's folder: \(name.quoted()) \
            (\(Address.shown(url)))
            """
        case .unexpectedStatus(let status, let url, let reason):
            "the hub answers \(status)\(Self.clause(reason)) (\(Address.shown(url)))"
        case .busy(let status, let url, let retryAfter):
            """
            the hub answers \(status)\(Self.explanation(status))\(Self.delay(retryAfter)) \
            (\(Address.shown(url)))
            """
        case .unresolved(let url, isProxy: true):
            "the name of the proxy cannot be resolved; check https_proxy (\(Address.shown(url)))"
        case .unresolved(let url, isProxy: false):
            """
            the server's name cannot be resolved: check the network, or HF_ENDPOINT for another \
            hub; without a network, HF_HUB_OFFLINE=1 takes what was pulled before, and --model \
            takes a directory copied from elsewhere (\(Address.shown(url)))
            """
        case .unreachable(let url, let reason):
            """
            no connection, \(reason.onOneLine()): check the network, or HF_ENDPOINT for another \
            hub; without a network, HF_HUB_OFFLINE=1 takes what was pulled before, and --model \
            takes a directory copied from elsewhere (\(Address.shown(url)))
            """
        case .disconnected(let url, let reason), .impossible(let url, let reason):
            "\(reason.onOneLine()) (\(Address.shown(url)))"
        case .tooLarge(let size, let limit, let what):
            "\(what.quoted()) has \(size) bytes, over the limit of \(limit)"
        case .wrongSize(let size, let expected, let file):
            "\(file.quoted()) came with \(size) bytes where the hub says \(expected)"
        case .wrongHash(let hash, let expected, let file):
            "\(file.quoted()) came damaged: its hash is \(hash), not \(expected); it was removed"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .badName, .badRevision, .badEndpoint, .badToken, .noCache, .noLibrary, .noHashLibrary,
            .noHash:
            .usage
        case .unreadableToken, .offline, .noSuchModel, .noSuchRevision, .noSuchFile, .gated,
            .tokenRefused, .forbidden:
            .noInput
        case .noWeights, .badAnswer, .unsafeName, .tooLarge, .wrongSize, .wrongHash: .badData
        case .unexpectedStatus, .busy, .disconnected, .unresolved, .unreachable, .impossible:
            .ioFailure
        }
    }

    /// Whether the same request may succeed a little later.
    var isPassing: Bool {
        switch self {
        case .busy, .disconnected, .unresolved, .unreachable: true
        default: false
        }
    }

    /// How often a request is made of a server that has not answered yet; `nil` for as often as of
    /// one that has. What is wrong then will be in a minute, too.
    var firstTries: Int? {
        switch self {
        case .unresolved: 1
        case .unreachable: 2
        default: nil
        }
    }

    /// Where a connection failed.
    var address: String? {
        switch self {
        case .disconnected(let url, _), .unresolved(let url, _), .unreachable(let url, _): url
        default: nil
        }
    }

    private static func explanation(_ status: Int) -> Message {
        switch status {
        case 429: ", too many requests"
        case 500: ", internal error"
        case 502: ", bad gateway"
        case 503: ", out of service"
        case 504: ", gateway timeout"
        default: ""
        }
    }

    private static func delay(_ seconds: Int?) -> Message {
        seconds.map { ", and to ask again in \($0) s" } ?? ""
    }

    private static func clause(_ reason: String) -> String {
        reason.isEmpty ? "" : ": " + reason.quoted(limit: 200)
    }
}
