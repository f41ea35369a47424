import NIOHTTP1
import SencServing

extension RequestHead {
    /// - Parameter request: as it was decoded. HEAD becomes GET.
    init(_ request: HTTPRequestHead) {
        var target = Substring(request.uri)
        var authority: Substring?
        // Requests to proxies have a whole URL.
        if !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") {
            let rest = target[scheme.upperBound...]
            let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
            authority = rest[..<end]
            target = rest[end...]
        }
        let query = target.firstIndex(of: "?")
        let path = Self.decoded(target[..<(query ?? target.endIndex)], plusIsSpace: false)
        self.init(
            method: request.method == .HEAD ? "GET" : request.method.rawValue,
            path: path.hasPrefix("/") ? path : "/" + path,
            id: Self.id(request.headers.first(name: "x-request-id")))
        headers = request.headers.map { ($0.name, $0.value) }
        if let authority {
            headers.removeAll { $0.name.lowercased() == "host" }
            headers.append(("host", String(authority)))
        }
        if let query { self.query = Self.parameters(target[target.index(after: query)...]) }
    }

    private static func parameters(_ text: Substring) -> [(name: String, value: String)] {
        text.split(separator: "&").map { pair in
            let sign = pair.firstIndex(of: "=") ?? pair.endIndex
            return (
                decoded(pair[..<sign], plusIsSpace: true),
                decoded(pair[sign...].dropFirst(), plusIsSpace: true)
            )
        }
    }

    /// Percent signs without two digits stand for themselves.
    private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return String(text)
        }
        var (result, index): ([UInt8], Int) = ([], 0)
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = digit(bytes[index + 1]), let low = digit(bytes[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
                continue
            }
            result.append(
                plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            index += 1
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// The client's own name for the request, or one that no other has.
    private static func id(_ given: String?) -> String {
        if let given, (1...128).contains(given.utf8.count),
            given.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        {
            return given
        }
        let digits = (0..<2).map { _ in
            let digits = String(UInt64.random(in: .min ... .max), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return digits.joined()
    }
}
