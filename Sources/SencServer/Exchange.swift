import NIOCore
import NIOHTTP1
import SencServing

/// A request and its response.
final class Exchange {
    enum Input {
        case reading
        /// The rest of the body is received for the sake of the connection; so much was.
        case skipping(Int)
        case complete
    }

    enum Output {
        case none
        case computing
        case writing
        case complete
    }

    let head: RequestHead
    /// Chunks are known, and connections kept unless something else is said.
    let isHTTP11: Bool
    /// Asked for by HEAD: the handler answers to GET, and the body is not sent.
    let isHead: Bool
    let start = ContinuousClock.now
    let arrival = NIODeadline.now()
    /// Of the body, as the client tells it.
    let announcedBytes: Int?
    /// The client waits to be told that it may send the body.
    let awaitsContinue: Bool
    let coding: ContentCoding
    /// What is to be given back of tracing's headers.
    let trace: [(name: String, value: String)]

    var keepsAlive: Bool
    /// The client left before it was answered.
    var isAbandoned = false
    /// The handler was told of the end.
    var isFinished = false
    var input = Input.reading
    var output = Output.none
    var body: [UInt8] = []
    var bytesRead = 0
    /// Bytes that the handler has counted and must be told to release.
    var reserved = 0
    /// The handler's answering, or the making of the response's pieces.
    var task: Task<Void, Never>?

    var status = 0
    var bytesWritten = 0
    /// A response's body, and how much of it was handed over.
    var response: (bytes: [UInt8], sent: Int) = ([], 0)

    init(_ request: HTTPRequestHead) {
        head = RequestHead(request)
        isHTTP11 = request.version.major == 1 && request.version.minor >= 1
        isHead = request.method == .HEAD
        announcedBytes = request.headers.first(name: "content-length").flatMap { Int($0) }
        let hasBody =
            announcedBytes.map { $0 > 0 } ?? request.headers.contains(name: "transfer-encoding")
        awaitsContinue =
            hasBody && isHTTP11
            && request.headers.first(name: "expect")?.lowercased() == "100-continue"
        coding = ContentCoding(request.headers)
        trace = TraceHeaders.valid(in: request.headers)
        // After an upgrade that was asked for, the decoder takes no bytes for HTTP, though nobody
        // upgrades.
        keepsAlive =
            request.isKeepAlive && !request.headers.contains(name: "upgrade")
            && request.method != .CONNECT
    }

    var isInputComplete: Bool {
        if case .complete = input { true } else { false }
    }

    /// Whether the rest of the body is too much to be received without need.
    func hasMuchUnread(limit: Int) -> Bool {
        !isInputComplete && (announcedBytes ?? 0) - bytesRead > limit
    }

    func record(status: Int) -> RequestRecord {
        var head = head
        if isHead { head.method = "HEAD" }
        return RequestRecord(
            head: head, status: status, bytesRead: bytesRead, bytesWritten: bytesWritten,
            duration: ContinuousClock.now - start)
    }
}
