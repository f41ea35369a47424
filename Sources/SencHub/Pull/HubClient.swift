internal import SencFiles

/// The hub's protocol: what a model consists of, and its files.
final class HubClient {
    static let maximumRedirections = 8
    static let maximumListingSize = 32 << 20
    /// Of weights, and of any other file: configuration and tokenizers, which are read whole.
    static let maximumWeightSize = 1 << 36
    static let maximumFileSize = 1 << 30
    /// The seconds that an answer may take, unless it is a file.
    static let answerTimeout = 120
    /// What goes with an answer that is not a success is not read further.
    static let maximumErrorSize = 1 << 20

    private let model: HubModel
    private let settings: HubSettings
    private let connection: HTTPConnection
    /// The only place that the token is sent to.
    private let origin: String
    /// The servers that have answered.
    private var answered: Set<String> = []

    init(_ model: HubModel, _ settings: HubSettings) throws(HubError) {
        self.model = model
        self.settings = settings
        connection = try HTTPConnection(patience: settings.patience)
        guard let origin = connection.curl.origin(of: settings.endpoint) else {
            throw .badEndpoint(settings.endpoint)
        }
        self.origin = origin
    }

    /// Whether the server of an address has answered a request before.
    func hasAnswered(_ url: String) -> Bool {
        connection.curl.origin(of: url).map(answered.contains) ?? false
    }

    private func note(answerOf url: String) {
        if let server = connection.curl.origin(of: url) { answered.insert(server) }
    }

    /// The model's files and the commit that its revision stands for.
    func listing() throws -> HubListing {
        let revision = FileName.escaped(model.revision, slash: false)
        let url = "\(settings.endpoint)/api/models/\(model.repository)/revision/\(revision)"
        var body: [UInt8] = []
        let response = try send(.get, url, timeout: Self.answerTimeout) { response, bytes in
            guard response.status == 200 else { return }
            guard body.count + bytes.count <= Self.maximumListingSize else {
                throw HubError.badAnswer(
                    url: url,
                    problem: "the list is over the limit of \(Self.maximumListingSize) bytes")
            }
            body.append(contentsOf: bytes)
        }
        guard response.status == 200 else { throw error(response, url, file: nil) }
        return try HubListing(parsing: body, url: url)
    }

    /// A file's size and hash.
    func describe(
        _ name: String, at commit: String, maximumSize: Int? = nil
    ) throws -> HubFile {
        let url = address(of: name, at: commit)
        let response = try send(.head, url, timeout: Self.answerTimeout) { _, _ in }
        // Large files are elsewhere, and what counts is said on the way there.
        guard response.status == 200 || response["x-linked-etag"] != nil else {
            throw error(response, url, file: name)
        }
        guard response["x-repo-commit"] == commit else {
            throw HubError.badAnswer(
                url: url,
                problem: Self.wrong("X-Repo-Commit", response["x-repo-commit"], commit))
        }
        let isLinked = response["x-linked-etag"] != nil
        let sizeHeader = isLinked ? "x-linked-size" : "content-length"
        guard let size = response.count(sizeHeader) else {
            let problem: Message =
                if let text = response[sizeHeader] {
                    "the file's size is \(text.quoted())"
                } else {
                    "the file's size is missing"
                }
            throw HubError.badAnswer(url: url, problem: problem)
        }
        let limit =
            maximumSize
            ?? (FileSelection.isWeights(name) ? Self.maximumWeightSize : Self.maximumFileSize)
        guard size <= limit else { throw HubError.tooLarge(size, limit: limit, what: name) }
        let etag = response[isLinked ? "x-linked-etag" : "etag"] ?? ""
        guard let hash = ContentHash(etag: etag) else {
            throw HubError.badAnswer(
                url: url, problem: "the ETag is not a SHA-256 or SHA-1: \(etag.quoted())")
        }
        return HubFile(name: name, size: size, hash: hash)
    }

    /// Fetches a file's bytes from `start` on.
    /// - Parameters:
    ///   - restart: called if the server sends the file from its start all the same.
    ///   - consume: takes the bytes in order.
    func download(
        _ file: HubFile, at commit: String, from start: Int, restart: @escaping () throws -> Void,
        consume: @escaping (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let url = address(of: file.name, at: commit)
        var position = start
        var isChecked = false
        let response = try send(.get, url, from: start) { response, bytes in
            guard response.status == 200 || response.status == 206 else { return }
            if !isChecked {
                isChecked = true
                if response.status == 200, position > 0 {
                    try restart()
                    position = 0
                }
                try Self.check(response, file, from: position, url)
            }
            guard bytes.count <= file.size - position else {
                throw HubError.wrongSize(
                    position + bytes.count, expected: file.size, file: file.name)
            }
            position += bytes.count
            try consume(bytes)
        }
        guard response.status == 200 || response.status == 206 else {
            throw error(response, url, file: file.name)
        }
        guard position == file.size else {
            throw HubError.disconnected(
                url: url, reason: "the transfer ended after \(position) of \(file.size) bytes")
        }
    }

    /// Whether an answer is the part of the file that was asked for.
    /// A header that is not what it should be.
    private static func wrong(_ header: String, _ value: String?, _ expected: String) -> Message {
        if let value {
            "\(header) is \(value.quoted()), not '\(expected)'"
        } else {
            "\(header) is missing, not '\(expected)'"
        }
    }

    private static func check(
        _ response: HTTPResponse, _ file: HubFile, from start: Int, _ url: String
    ) throws(HubError) {
        if response.status == 206 {
            let range = "bytes \(start)-\(file.size - 1)/\(file.size)"
            guard response["content-range"] == range else {
                throw .badAnswer(
                    url: url, problem: wrong("Content-Range", response["content-range"], range))
            }
        } else if let size = response.count("content-length"), size != file.size {
            throw .wrongSize(size, expected: file.size, file: file.name)
        }
    }

    private func address(of name: String, at commit: String) -> String {
        "\(settings.endpoint)/\(model.repository)/resolve/\(commit)/"
            + FileName.escaped(name, slash: true)
    }

    /// Makes a request and follows where the answers lead; of a HEAD request only as far as what
    /// the hub itself says of the file.
    private func send(
        _ method: HTTPConnection.Method, _ url: String, from start: Int = 0, timeout: Int? = nil,
        consume: @escaping HTTPConnection.Consumer
    ) throws -> HTTPResponse {
        var url = url
        var ignored = 0
        for _ in 0...Self.maximumRedirections {
            // A compressed body would have neither the size nor the hash.
            var headers = ["Accept-Encoding: identity"]
            if start > 0 { headers.append("Range: bytes=\(start)-") }
            if let token = settings.token, connection.curl.origin(of: url) == origin {
                headers.append("Authorization: Bearer " + token)
            }
            let address = url
            let response = try connection.send(
                method, url, headers: headers, timeout: timeout
            ) { response, bytes in
                // The rest may be lost.
                if !self.hasAnswered(address) { self.note(answerOf: address) }
                if 200..<300 ~= response.status { return try consume(response, bytes) }
                ignored += bytes.count
                guard ignored <= Self.maximumErrorSize else {
                    throw HubError.badAnswer(
                        url: address,
                        problem:
                            "status \(response.status) with over \(Self.maximumErrorSize) bytes")
                }
            }
            note(answerOf: url)
            guard 300..<400 ~= response.status, let next = response.redirection,
                method == .get || response["x-linked-etag"] == nil
            else { return response }
            guard let place = connection.curl.origin(of: next),
                place.hasPrefix("https://") || url.hasPrefix("http://")
            else {
                throw HubError.badAnswer(
                    url: url, problem: "it redirects to \(Address.shown(next).quoted())")
            }
            url = next
        }
        throw HubError.badAnswer(
            url: url, problem: "over \(Self.maximumRedirections) redirections")
    }

    /// What an answer other than success means, as huggingface_hub's `hf_raise_for_status` has it.
    private func error(_ response: HTTPResponse, _ url: String, file: String?) -> HubError {
        let reason = response["x-error-message"] ?? ""
        switch (response["x-error-code"], response.status) {
        case ("GatedRepo", _): return .gated(model: model.repository, endpoint: settings.endpoint)
        case ("RevisionNotFound", _):
            return .noSuchRevision(model.revision, model: model.repository)
        case ("EntryNotFound", _): return .noSuchFile(file ?? "", model: model.repository)
        case (_, 401) where reason.hasPrefix("Invalid credentials"): return .tokenRefused(url: url)
        case ("RepoNotFound", _), (_, 401),
            (nil, 404) where file == nil:
            return .noSuchModel(model.repository, endpoint: settings.endpoint)
        case (_, 403): return .forbidden(url: url, reason: reason)
        case (_, 404): return .noSuchFile(file ?? "", model: model.repository)
        case (_, 408), (_, 429), (_, 500...):
            return .busy(status: response.status, url: url, retryAfter: retryAfter(response))
        default: return .unexpectedStatus(response.status, url: url, reason: reason)
        }
    }

    /// The seconds that `Retry-After` asks for, as such or as a date.
    private func retryAfter(_ response: HTTPResponse) -> Int? {
        guard let text = response["retry-after"] else { return nil }
        if let seconds = response.count("retry-after") { return seconds }
        let date = connection.curl.parseDate(text, nil)
        return date < 0 ? nil : max(0, date - SystemTime.seconds)
    }
}
