import Foundation
package import SencServerSettings

/// What a server answered.
package struct RawResponse: Sendable, Equatable {
    package var status: Int
    package var headers: [String: String]
    package var body: [UInt8]

    package var text: String { String(decoding: body, as: UTF8.self) }
}

/// A socket, for what no client would send.
package final class RawClient {
    package enum Failure: Error {
        case notConnected
        case notSent
        /// The server closed, or said nothing for a minute.
        case nothing
    }

    #if os(Linux)
    private static let stream = Int32(SOCK_STREAM.rawValue)
    #else
    private static let stream = SOCK_STREAM
    #endif

    private let number: Int32
    private var received: [UInt8] = []

    package init(_ address: ServerSettings.Address) throws {
        switch address {
        case .host(_, let port):
            number = socket(AF_INET, Self.stream, 0)
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            name.sin_port = UInt16(port).bigEndian
            guard Self.connect(number, &name) else { throw Failure.notConnected }
        case .unixSocket(let path):
            number = socket(AF_UNIX, Self.stream, 0)
            var name = Self.name(path)
            guard Self.connect(number, &name) else { throw Failure.notConnected }
        }
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        #if !os(Linux)
        var yes: Int32 = 1
        setsockopt(number, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    deinit { Foundation.close(number) }

    private static func name(_ path: String) -> sockaddr_un {
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        return name
    }

    /// Makes a socket that nobody listens on, as a server leaves it that is killed.
    package static func leaveSocket(at path: String) throws {
        let number = socket(AF_UNIX, stream, 0)
        defer { Foundation.close(number) }
        var name = name(path)
        let isBound = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
        guard isBound else { throw Failure.notConnected }
    }

    private static func connect<Name>(_ number: Int32, _ name: inout Name) -> Bool {
        withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Foundation.connect(number, $0, socklen_t(MemoryLayout<Name>.size)) == 0
            }
        }
    }

    package func send(_ text: String) throws { try send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) throws {
        #if os(Linux)
        let flags = Int32(MSG_NOSIGNAL)
        #else
        let flags: Int32 = 0
        #endif
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Foundation.send(number, $0.baseAddress, $0.count, flags)
            }
            guard count > 0 else { throw Failure.notSent }
            sent += count
        }
    }

    /// Says that nothing more is sent.
    package func endSending() { shutdown(number, Int32(SHUT_WR)) }

    /// Has the socket close by a reset.
    package func resetWhenClosed() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(number, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// - Returns: whether the server has closed, rather than sent something.
    package func isEnded() -> Bool { received.isEmpty && !receive() }

    /// Waits until something has come.
    package func awaitBytes() throws {
        guard !received.isEmpty || receive() else { throw Failure.nothing }
    }

    /// All that comes until the server closes.
    package func rest() -> [UInt8] {
        while receive() {}
        return received
    }

    package func response(toHead isHead: Bool = false) throws -> RawResponse {
        let head = try line(until: Array("\r\n\r\n".utf8))
        let lines = head.components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]) else {
            throw Failure.nothing
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { throw Failure.nothing }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        var response = RawResponse(status: status, headers: headers, body: [])
        if isHead || status < 200 || status == 204 { return response }
        if headers["transfer-encoding"] == "chunked" {
            while true {
                guard let size = Int(try line(until: [13, 10]), radix: 16) else {
                    throw Failure.nothing
                }
                response.body += try bytes(size)
                _ = try bytes(2)
                if size == 0 { return response }
            }
        }
        if let size = headers["content-length"].flatMap({ Int($0) }) {
            response.body = try bytes(size)
        } else {
            response.body = rest()
        }
        return response
    }

    /// - Returns: whether something came.
    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = recv(number, &buffer, buffer.count, 0)
        if count > 0 { received += buffer[..<count] }
        return count > 0
    }

    private func bytes(_ count: Int) throws -> [UInt8] {
        while received.count < count { guard receive() else { throw Failure.nothing } }
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }

    private func line(until end: [UInt8]) throws -> String {
        while true {
            if let found = received.firstRange(of: end) {
                defer { received.removeFirst(found.upperBound) }
                return String(decoding: received[..<found.lowerBound], as: UTF8.self)
            }
            guard receive() else { throw Failure.nothing }
        }
    }
}
