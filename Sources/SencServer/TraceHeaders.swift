import NIOHTTP1

/// W3C's headers of tracing (Trace Context, level 2).
enum TraceHeaders {
    /// What is well-formed among them, to be given back; a state without a parent says nothing.
    static func valid(in headers: HTTPHeaders) -> [(name: String, value: String)] {
        guard let parent = headers.first(name: "traceparent"), isParent(parent) else { return [] }
        let state = headers["tracestate"].joined(separator: ",")
        guard !state.isEmpty, state.utf8.count <= 1_024,
            state.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return [("traceparent", parent)] }
        return [("traceparent", parent), ("tracestate", state)]
    }

    /// Version, trace, span and flags, in lowercase hexadecimal digits: `00-<32>-<16>-<2>`.
    static func isParent(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.map(\.count) == [2, 32, 16, 2] else { return false }
        let isHexadecimal = parts.allSatisfy { part in
            part.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        }
        let zero = UInt8(ascii: "0")
        return isHexadecimal && String(parts[0]) != "ff"
            && !parts[1].allSatisfy { $0 == zero } && !parts[2].allSatisfy { $0 == zero }
    }
}
