/// The tokens `<0x00>` to `<0xFF>` that spell, byte by byte, what no other tokens do.
struct ByteTokens: Sendable {
    /// The token of each byte; -1 for none.
    private let ids: [Int32]

    init(of vocabulary: TokenTable) {
        ids = (0..<256).map { byte in
            let hexadecimal = String(byte, radix: 16, uppercase: true)
            let name = "<0x" + (byte < 16 ? "0" : "") + hexadecimal + ">"
            return vocabulary.id(of: Array(name.utf8)) ?? -1
        }
    }

    /// Visits the tokens of some bytes.
    /// - Returns: `false`, and visits none, if a byte has no token.
    @inline(__always)
    func forEachToken(of bytes: UnsafeBufferPointer<UInt8>, _ body: (Int32) -> Void) -> Bool {
        for byte in bytes where ids[Int(byte)] < 0 { return false }
        for byte in bytes { body(ids[Int(byte)]) }
        return true
    }
}
