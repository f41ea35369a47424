import Foundation
import SencHub
import Synchronization

/// A server on loopback that speaks the hub's protocol, and another that plays the network of
/// storage that the hub sends to for large files. Both note what they are asked.
package final class HubServer: Sendable {
    package struct Request: Sendable {
        package var method: String
        /// As it was sent: with its percent signs.
        package var path: String
        package var headers: [String: String]

        package func header(_ name: String) -> String? { headers[name] }

        /// The first byte that is asked for.
        package var start: Int {
            let digits = header("range")?.split(separator: "=").last?.split(separator: "-").first
            return digits.flatMap { Int($0) } ?? 0
        }
    }

    package struct Response: Sendable {
        package var status: Int
        package var headers: [(String, String)]
        package var body: [UInt8]
        /// The connection is closed after that many bytes of the body.
        package var cut: Int?
        /// The body is sent in pieces of that many bytes, that many microseconds apart.
        package var pieces: Int?
        package var pause: UInt32

        package init(
            _ status: Int, _ headers: [(String, String)] = [], body: [UInt8] = [], cut: Int? = nil,
            pieces: Int? = nil, pause: UInt32 = 1000
        ) {
            self.status = status
            self.headers = headers
            self.body = body
            self.cut = cut
            self.pieces = pieces
            self.pause = pause
        }
    }

    /// Answers in place of the usual one; `nil` for that one.
    package typealias Answer = @Sendable (Request) -> Response?

    package static let commit = String(repeating: "0123456789", count: 4)

    private let listener: Int32
    private let port: UInt16
    private let log = Mutex<[Request]>([])
    private let answer: @Sendable (Request) -> Response

    /// The server's address.
    package var endpoint: String { "http://127.0.0.1:\(port)" }

    /// What was asked so far.
    package var requests: [Request] { log.withLock { $0 } }

    /// What was asked for of bodies: paths and first bytes.
    package var downloads: [Request] {
        requests.filter { $0.method == "GET" && !$0.path.hasPrefix("/api/") }
    }

    /// - Parameter answer: answers each request, on a thread of its connection's.
    package init(answering answer: @escaping @Sendable (Request) -> Response) {
        self.answer = answer
        listener = socket(AF_INET, Self.streamType, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isReady = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        precondition(isReady, "cannot listen on loopback")
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0, let self else { return }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// A hub with the files of one model, `org/tiny`. Those over a size are large files: the hub
    /// sends elsewhere for them.
    package convenience init(
        _ files: [String: [UInt8]], largeFrom: Int = 1 << 10, storage: HubServer? = nil,
        instead: @escaping Answer = { _ in nil }
    ) {
        let storage = storage ?? Self.storage(files)
        self.init { request in
            instead(request) ?? Self.usual(request, files, largeFrom: largeFrom, storage: storage)
        }
    }

    /// Storage for large files, by their SHA-256. It answers to whoever asks.
    package static func storage(
        _ files: [String: [UInt8]], instead: @escaping Answer = { _ in nil }
    ) -> HubServer {
        let blobs = Dictionary(
            files.values.map { (sha256($0), $0) }, uniquingKeysWith: { first, _ in first })
        return HubServer { request in
            if let response = instead(request) { return response }
            guard let bytes = blobs[String(request.path.dropFirst())] else { return Response(404) }
            return content(bytes, request)
        }
    }

    /// A whole file or the part that is asked for.
    package static func content(
        _ bytes: [UInt8], _ request: Request, _ headers: [(String, String)] = []
    ) -> Response {
        let start = request.start
        guard request.header("range") != nil else { return Response(200, headers, body: bytes) }
        guard start < bytes.count else { return Response(416) }
        let range = "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"
        return Response(206, headers + [("Content-Range", range)], body: Array(bytes[start...]))
    }

    package static func sha256(_ bytes: [UInt8]) -> String {
        digits(of: bytes) { try RunningHash(.sha256) }
    }

    /// The hash that git gives a file.
    package static func gitHash(_ bytes: [UInt8]) -> String {
        digits(of: bytes) { try RunningHash.git(size: bytes.count) }
    }

    private static func usual(
        _ request: Request, _ files: [String: [UInt8]], largeFrom: Int, storage: HubServer
    ) -> Response {
        if request.path == "/api/models/org/tiny/revision/main" {
            let names = files.keys.sorted().map { #"{"rfilename":"\#($0)"}"# }
            let list = #"{"sha":"\#(commit)","siblings":[\#(names.joined(separator: ","))]}"#
            return Response(200, [("Content-Type", "application/json")], body: Array(list.utf8))
        }
        if request.path.hasPrefix("/api/models/org/tiny/") {
            return Response(404, [("X-Error-Code", "RevisionNotFound")])
        }
        let root = "/org/tiny/resolve/\(commit)/"
        guard request.path.hasPrefix(root) else {
            return Response(401, [("X-Error-Code", "RepoNotFound")])
        }
        guard let bytes = files[String(request.path.dropFirst(root.count))] else {
            return Response(404, [("X-Error-Code", "EntryNotFound")])
        }
        guard bytes.count >= largeFrom else {
            return content(
                bytes, request,
                [("ETag", "\"\(gitHash(bytes))\""), ("X-Repo-Commit", commit)])
        }
        let hash = sha256(bytes)
        return Response(
            302,
            [
                ("Location", storage.endpoint + "/" + hash),
                ("X-Linked-Size", String(bytes.count)), ("X-Linked-Etag", "\"\(hash)\""),
                ("X-Repo-Commit", commit), ("ETag", "\"another\""),
            ], body: Array("elsewhere".utf8))
    }

    private static func digits(
        of bytes: [UInt8], _ makeHash: () throws -> RunningHash
    ) -> String {
        do {
            let hash = try makeHash()
            try hash.update(bytes)
            return try hash.digits()
        } catch {
            preconditionFailure("\(error)")
        }
    }

    #if os(Linux)
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    #else
    private static let streamType = SOCK_STREAM
    #endif

    // MARK: HTTP

    /// Answers the requests of one connection until the client closes it.
    private func serve(_ connection: Int32) {
        defer { close(connection) }
        #if !os(Linux)
        var isOn: Int32 = 1
        setsockopt(
            connection, SOL_SOCKET, SO_NOSIGPIPE, &isOn, socklen_t(MemoryLayout<Int32>.size))
        #endif
        var unread: [UInt8] = []
        while let request = Self.read(connection, &unread) {
            log.withLock { $0.append(request) }
            let response = answer(request)
            guard Self.send(response, to: request, connection) else { return }
        }
    }

    private static func read(_ connection: Int32, _ unread: inout [UInt8]) -> Request? {
        let end = Array("\r\n\r\n".utf8)
        var buffer = [UInt8](repeating: 0, count: 1 << 12)
        while true {
            let text = String(decoding: unread, as: UTF8.self)
            if unread.count >= 4, text.hasSuffix("\r\n\r\n"), unread.suffix(4) == end[...] {
                unread = []
                let lines = text.split(separator: "\r\n")
                let words = lines.first?.split(separator: " ") ?? []
                guard words.count == 3 else { return nil }
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    guard parts.count == 2 else { continue }
                    headers[parts[0].lowercased()] = String(parts[1].drop { $0 == " " })
                }
                return Request(
                    method: String(words[0]), path: String(words[1]), headers: headers)
            }
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            unread += buffer[..<count]
        }
    }

    /// - Returns: whether the connection stays open.
    private static func send(
        _ response: Response, to request: Request, _ connection: Int32
    ) -> Bool {
        var head = "HTTP/1.1 \(response.status) Status\r\n"
        let names = Set(response.headers.map { $0.0.lowercased() })
        if !names.contains("content-length"), !names.contains("transfer-encoding") {
            head += "Content-Length: \(response.body.count)\r\n"
        }
        for (name, value) in response.headers { head += "\(name): \(value)\r\n" }
        guard send(Array((head + "\r\n").utf8)[...], connection) else { return false }
        if request.method == "HEAD" { return response.cut == nil }
        var rest = response.body.prefix(response.cut ?? response.body.count)
        while !rest.isEmpty {
            let count = min(response.pieces ?? rest.count, rest.count)
            guard send(rest.prefix(count), connection) else { return false }
            rest = rest.dropFirst(count)
            if response.pieces != nil { usleep(response.pause) }
        }
        return response.cut == nil
    }

    private static func send(_ bytes: ArraySlice<UInt8>, _ connection: Int32) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            #if os(Linux)
            let flags = Int32(MSG_NOSIGNAL)
            #else
            let flags: Int32 = 0
            #endif
            let count = rest.withUnsafeBytes {
                systemSend(connection, $0.baseAddress, $0.count, flags)
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

private func systemSend(
    _ connection: Int32, _ bytes: UnsafeRawPointer?, _ count: Int, _ flags: Int32
) -> Int {
    send(connection, bytes, count, flags)
}
