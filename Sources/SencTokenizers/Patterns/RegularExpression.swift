import COniguruma
import SencFiles
private import Synchronization

/// Held while Oniguruma compiles or is told of a property: its tables of properties and names are
/// one for the process, and it does not guard them. Searches only read what was compiled.
private let compiling = Mutex(())

/// An expression as the reference compiles it: Oniguruma's, over UTF-8, with Ruby's syntax.
final class RegularExpression: @unchecked Sendable {
    /// The longest pattern compiled; the longest in use has some 400 bytes.
    static let maximumPatternBytes = 1 << 14
    /// How often one search may try again, besides once for each byte and some: what an expression
    /// takes that explodes.
    static let maximumRetries = 1 << 20
    static let retriesPerByte = 16
    /// How many states to come back to one match may stack.
    static let maximumStack: UInt32 = 1 << 22
    /// Positions are of 32 bits in Oniguruma.
    private static let maximumTextBytes = Int(Int32.max) - 1

    /// Why a pattern is none.
    struct Fault: Error { var reason: Message }

    private let expression: OnigRegex

    init(_ pattern: [UInt8]) throws(Fault) {
        guard pattern.count <= Self.maximumPatternBytes else {
            throw Fault(reason: "has over \(Self.maximumPatternBytes) bytes")
        }
        var message = [CChar](repeating: 0, count: Int(ONIG_MAX_ERROR_MESSAGE_LEN) + 1)
        let written = ReferenceProperties.use(in: pattern)
        let compiled = compiling.withLock { _ in
            senc_onig_compile(written, written.count, &message)
        }
        guard let expression = compiled else {
            let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
            throw Fault(reason: "is malformed: \(String(decoding: text, as: UTF8.self))")
        }
        self.expression = expression
        // Texts that expressions which explode are known to explode on.
        for probe in Self.probes {
            let isBounded = probe.withUnsafeBufferPointer { forEachMatch(in: $0) { _ in } }
            guard isBounded else { throw Fault(reason: "takes too long to match") }
        }
    }

    deinit { onig_free(expression) }

    private static let probes: [[UInt8]] = ["a", " ", "1", "a ", "-", "\n", "a1"].map {
        Array(String(repeating: $0, count: 2000).utf8) + Array("\u{1}".utf8)
    }

    /// Visits the matches in a text, from the left, not overlapping. An empty match right behind
    /// another is skipped.
    /// - Returns: whether the text was searched to its end; as in the reference, a search that
    ///   passes a limit is the last.
    @discardableResult
    func forEachMatch(
        in text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void
    ) -> Bool {
        guard let base = text.baseAddress, text.count <= Self.maximumTextBytes else {
            return text.isEmpty
        }
        guard let region = onig_region_new(), let limits = onig_new_match_param() else {
            return false
        }
        defer {
            onig_region_free(region, 1)
            onig_free_match_param(limits)
        }
        let retries = UInt(Self.maximumRetries + Self.retriesPerByte * text.count)
        onig_initialize_match_param(limits)
        onig_set_match_stack_limit_size_of_match_param(limits, Self.maximumStack)
        onig_set_retry_limit_in_match_of_match_param(limits, retries)
        onig_set_retry_limit_in_search_of_match_param(limits, retries)
        var position = 0
        var lastEnd = -1
        while position <= text.count {
            onig_region_clear(region)
            let status = senc_onig_search(
                expression, base, text.count, position, region, limits)
            if status == ONIG_MISMATCH { return true }
            guard status == ONIG_NORMAL, region.pointee.num_regs > 0 else { return false }
            let start = Int(region.pointee.beg[0])
            let end = Int(region.pointee.end[0])
            guard start >= position, end >= start, end <= text.count else { return false }
            if start == end, lastEnd == end {
                position += position < text.count ? text.scalar(at: position).length : 1
                continue
            }
            position = end
            lastEnd = end
            body(start..<end)
        }
        return true
    }
}

/// Letters and numbers as the reference's Oniguruma has them, whatever Unicode the installed one
/// knows.
private enum ReferenceProperties {
    /// The pattern with the properties of ours in place of L and N, where it uses those.
    static func use(in pattern: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = pattern[...]
        while let byte = rest.first {
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                rest = rest.dropFirst()
                continue
            }
            if let (_, name) = names.first(where: { rest.starts(with: $0.written) }), isDefined {
                result += name
                rest = rest.dropFirst(5)
            } else {
                result += rest.prefix(2)
                rest = rest.dropFirst(2)
            }
        }
        return result
    }

    private static let names: [(written: [UInt8], name: [UInt8])] = [
        (#"\p{L}"#, #"\p{SencLetter}"#), (#"\p{N}"#, #"\p{SencNumber}"#),
    ].map { (Array($0.0.utf8), Array($0.1.utf8)) }

    /// Whether Oniguruma knows the properties; the first question tells it of them.
    private static let isDefined: Bool = {
        define("SencLetter", Scalars.isLetter) && define("SencNumber", Scalars.isNumber)
    }()

    /// The ranges stay where they are for good, as Oniguruma keeps the pointer.
    private static func define(_ name: String, _ holds: (UInt32) -> Bool) -> Bool {
        var ranges: [OnigCodePoint] = []
        var start: UInt32?
        for scalar in UInt32(0)...0x11_0000 {
            let isIn = scalar < 0x11_0000 && holds(scalar)
            if isIn, start == nil { start = scalar }
            if !isIn, let first = start {
                ranges += [first, scalar - 1]
                start = nil
            }
        }
        ranges.insert(OnigCodePoint(ranges.count / 2), at: 0)
        let memory = UnsafeMutableBufferPointer<OnigCodePoint>.allocate(capacity: ranges.count)
        _ = memory.initialize(from: ranges)
        return compiling.withLock { _ in
            senc_onig_define(name, memory.baseAddress) == ONIG_NORMAL
        }
    }
}
