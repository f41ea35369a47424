import SencFiles

/// Tokens of a request's texts, special ones included, and how many texts were cut.
struct TokenUsage {
    var texts = 0
    var tokens = 0
    var truncated = 0
}

/// JSON around an array whose elements are written one after the other.
struct BodyFrame: Sendable {
    let opening: [UInt8]
    let closing: @Sendable (TokenUsage) -> [UInt8]

    /// The array alone.
    static let array = BodyFrame(opening: [UInt8(ascii: "[")]) { _ in [UInt8(ascii: "]")] }

    private init(opening: [UInt8], closing: @escaping @Sendable (TokenUsage) -> [UInt8]) {
        (self.opening, self.closing) = (opening, closing)
    }

    /// An object with the array as one of its members.
    /// - Parameters:
    ///   - key: the array's.
    ///   - before: writes the members before it.
    ///   - after: writes those behind it, at least one.
    init(
        key: String, before: (inout JSONObject) -> Void,
        after: @escaping @Sendable (inout JSONObject, TokenUsage) -> Void
    ) {
        let opening = JSONWriter.bytes { writer in
            writer.object { object in
                before(&object)
                object.array(key, EmptyCollection<Int>()) { $0.value($1) }
            }
        }
        // Without the brackets at the end, which `closing` has.
        self.init(opening: opening.dropLast(2)) { usage in
            let rest = JSONWriter.bytes { $0.object { after(&$0, usage) } }
            return Array("],".utf8) + rest.dropFirst()
        }
    }

    private init(
        opening: ArraySlice<UInt8>, closing: @escaping @Sendable (TokenUsage) -> [UInt8]
    ) {
        self.init(opening: Array(opening), closing: closing)
    }
}
