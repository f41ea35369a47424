/// Changes bytes at random, the same way for the same seed.
struct Mutator {
    private var random: SplitMix64

    /// What a text format is most easily broken with.
    private static let tokens = [
        "{", "}", "[", "]", "\"", ",", ":", "-", "0", "9", "1e9", ".5", "null", "true", "\\u0000",
        "\\ud800", "\0", "\u{FEFF}", "18446744073709551615", "9223372036854775807", "F4", "BOOL",
        "__metadata__", "../", "\n",
    ].map { Array($0.utf8) }

    init(seed: UInt64) {
        random = SplitMix64(state: seed)
    }

    /// One to four changes, in the first or last 4,096 bytes, where headers and directories are.
    mutating func mutate(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
            change(&bytes)
        }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let reach = min(bytes.count, 4096)
        var position = Int.random(in: 0..<reach, using: &random)
        if Int.random(in: 0..<4, using: &random) == 0 { position += bytes.count - reach }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1: bytes[position] = .random(in: 0...255, using: &random)
        case 2: bytes[position] = UInt8(ascii: "0") + .random(in: 0..<10, using: &random)
        case 3: bytes.remove(at: position)
        case 4: replace(&bytes, at: position, count: 0)
        case 5: replace(&bytes, at: position, count: 8)
        case 6: bytes[position % 8] = .random(in: 0...255, using: &random)
        default: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
        }
    }

    private mutating func replace(_ bytes: inout [UInt8], at position: Int, count: Int) {
        let token = Self.tokens.randomElement(using: &random) ?? []
        let range = position..<min(position + count, bytes.count)
        bytes.replaceSubrange(range.prefix(token.count), with: token)
    }
}

/// A small generator with good statistics: Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators" (2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
