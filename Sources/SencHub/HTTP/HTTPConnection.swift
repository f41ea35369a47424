internal import CCurl
import SencFiles

/// Requests, one after another, over connections that are kept open between them.
///
/// Not for use from several threads at once.
final class HTTPConnection {
    /// The head of an answer that is longer is none.
    static let maximumHeadSize = 1 << 18
    /// A transfer of fewer bytes a second than this, over the time of `HubSettings.patience`, has
    /// been lost.
    static let leastSpeed = 1000
    /// How much is handed on at once.
    static let chunkSize = 1 << 18

    enum Method {
        case get, head
    }

    /// Takes the next bytes of an answer's body. What it throws ends the transfer.
    typealias Consumer = (HTTPResponse, UnsafeRawBufferPointer) throws -> Void

    let curl: Curl
    private let handle: UnsafeMutableRawPointer
    private let patience: Int

    /// - Parameter patience: the seconds to wait for a connection, and for bytes.
    init(patience: Int) throws(HubError) {
        self.patience = patience
        guard let curl = Curl.system, let handle = curl.makeHandle() else { throw .noLibrary }
        self.curl = curl
        self.handle = handle
    }

    deinit { curl.free(handle) }

    /// Makes one request. Redirections are not followed.
    /// - Parameters:
    ///   - timeout: the seconds after which all of the answer must be there; `nil` for any number.
    ///   - consume: takes the body, piece by piece.
    /// - Throws: `HubError.disconnected`, `.unresolved`, `.unreachable`, `.impossible` or `.badAnswer`,
    ///   and what `consume` throws.
    func send(
        _ method: Method, _ url: String, headers: [String], timeout: Int? = nil,
        consume: @escaping Consumer
    ) throws -> HTTPResponse {
        let receiver = Receiver(consume)
        var list: UnsafeMutablePointer<curl_slist>?
        for header in headers { list = curl.append(list, header) ?? list }
        defer { curl.freeList(list) }
        curl.reset(handle)
        set(CURLOPT_PROTOCOLS, Int(CURLPROTO_HTTP | CURLPROTO_HTTPS))
        set(CURLOPT_CONNECTTIMEOUT, patience)
        set(CURLOPT_LOW_SPEED_LIMIT, Self.leastSpeed)
        set(CURLOPT_LOW_SPEED_TIME, patience)
        if let timeout { set(CURLOPT_TIMEOUT, timeout) }
        set(CURLOPT_BUFFERSIZE, Self.chunkSize)
        if method == .head { set(CURLOPT_NOBODY, 1) }
        _ = url.withCString { curl_set_pointer(curl.set, handle, CURLOPT_URL, $0) }
        _ = "senc".withCString { curl_set_pointer(curl.set, handle, CURLOPT_USERAGENT, $0) }
        _ = curl_set_pointer(curl.set, handle, CURLOPT_HTTPHEADER, list)
        let context = Unmanaged.passUnretained(receiver).toOpaque()
        _ = curl_set_pointer(curl.set, handle, CURLOPT_HEADERDATA, context)
        _ = curl_set_pointer(curl.set, handle, CURLOPT_WRITEDATA, context)
        _ = curl_set_callback(curl.set, handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, it in
            Receiver.of(it)?.receiveHead(bytes, size * count) ?? 0
        }
        _ = curl_set_callback(curl.set, handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, it in
            Receiver.of(it)?.receiveBody(bytes, size * count) ?? 0
        }
        let code = withExtendedLifetime(receiver) { curl.perform(handle) }
        if let error = receiver.error { throw error }
        guard receiver.headSize <= Self.maximumHeadSize else {
            throw HubError.badAnswer(
                url: url, problem: "its head is over the limit of \(Self.maximumHeadSize) bytes")
        }
        guard code == CURLE_OK else { throw error(code, url) }
        var response = receiver.response
        var redirection: UnsafePointer<CChar>?
        if curl_get_string(curl.get, handle, CURLINFO_REDIRECT_URL, &redirection) == CURLE_OK {
            response.redirection = redirection.map { String(cString: $0) }
        }
        return response
    }

    private func set(_ option: CURLoption, _ value: Int) {
        _ = curl_set_long(curl.set, handle, option, value)
    }

    private func error(_ code: CURLcode, _ url: String) -> HubError {
        let reason = curl.explain(code).map { String(cString: $0) } ?? "error \(code.rawValue)"
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY: return .unresolved(url: url, isProxy: true)
        case CURLE_COULDNT_RESOLVE_HOST: return .unresolved(url: url, isProxy: false)
        case CURLE_COULDNT_CONNECT: return .unreachable(url: url, reason: reason)
        case CURLE_PARTIAL_FILE, CURLE_OPERATION_TIMEDOUT, CURLE_SSL_CONNECT_ERROR,
            CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return .disconnected(url: url, reason: reason)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING:
            return .badAnswer(url: url, problem: Message(verbatim: reason))
        default: return .impossible(url: url, reason: reason)
        }
    }
}

/// One answer on its way in, as libcurl's callbacks hand it over.
private final class Receiver {
    private(set) var response = HTTPResponse()
    private(set) var headSize = 0
    /// What the consumer threw.
    private(set) var error: (any Error)?
    private let consume: HTTPConnection.Consumer

    init(_ consume: @escaping HTTPConnection.Consumer) {
        self.consume = consume
    }

    static func of(_ context: UnsafeMutableRawPointer?) -> Receiver? {
        context.map { Unmanaged<Receiver>.fromOpaque($0).takeUnretainedValue() }
    }

    /// - Returns: how many bytes were taken; libcurl gives up if that is not all.
    func receiveHead(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        headSize += count
        guard headSize <= HTTPConnection.maximumHeadSize else { return 0 }
        let line = UnsafeRawBufferPointer(start: bytes, count: count)
        response.append(line: String(decoding: line, as: UTF8.self))
        return count
    }

    func receiveBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        do {
            try consume(response, UnsafeRawBufferPointer(start: bytes, count: count))
            return count
        } catch {
            self.error = error
            return 0
        }
    }
}
