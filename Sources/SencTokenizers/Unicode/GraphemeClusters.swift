import CUTF8Proc

/// What a reader takes for one character (UAX #29, extended grapheme clusters).
enum GraphemeClusters {
    /// Where the cluster ends that starts at `start`.
    static func end(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var (scalar, length) = text.scalar(at: start)
        var position = min(start + length, text.count)
        var previous = boundClass(scalar)
        /// Whether the cluster is one regional indicator so far.
        var pairsFlag = previous == .regionalIndicator
        /// A pictograph and what extends it, up to here.
        var isPictograph = previous == .pictographic
        while position < text.count {
            (scalar, length) = text.scalar(at: position)
            let next = boundClass(scalar)
            guard joins(previous, next, isPictograph: isPictograph, pairsFlag: pairsFlag) else {
                break
            }
            if next == .regionalIndicator { pairsFlag = false }
            isPictograph =
                next == .pictographic || (isPictograph && (next == .extend || next == .joiner))
            previous = next
            position = min(position + length, text.count)
        }
        return position
    }

    private enum BoundClass {
        case other, carriageReturn, lineFeed, control, extend, prepend, joiner
        case leading, vowel, trailing, leadingVowel, leadingVowelTrailing
        case regionalIndicator, pictographic
    }

    private static func joins(
        _ first: BoundClass, _ second: BoundClass, isPictograph: Bool, pairsFlag: Bool
    ) -> Bool {
        switch (first, second) {
        case (.carriageReturn, .lineFeed): true
        case (.carriageReturn, _), (.lineFeed, _), (.control, _), (_, .carriageReturn),
            (_, .lineFeed), (_, .control):
            false
        case (.leading, .leading), (.leading, .vowel), (.leading, .leadingVowel),
            (.leading, .leadingVowelTrailing), (.leadingVowel, .vowel),
            (.leadingVowel, .trailing), (.vowel, .vowel), (.vowel, .trailing),
            (.leadingVowelTrailing, .trailing), (.trailing, .trailing):
            true
        case (_, .extend), (_, .joiner), (.prepend, _): true
        case (.joiner, .pictographic): isPictograph
        case (.regionalIndicator, .regionalIndicator): pairsFlag
        default: false
        }
    }

    private static func boundClass(_ scalar: UInt32) -> BoundClass {
        if scalar < 0x300 {
            switch scalar {
            case 0x0D: return .carriageReturn
            case 0x0A: return .lineFeed
            case 0..<0x20, 0x7F..<0xA0, 0xAD: return .control
            case 0xA9, 0xAE: return .pictographic
            default: return .other
            }
        }
        let property = utf8proc_get_property(Int32(bitPattern: scalar)).pointee
        switch utf8proc_boundclass_t(UInt32(property.boundclass)) {
        case UTF8PROC_BOUNDCLASS_CONTROL: return .control
        case UTF8PROC_BOUNDCLASS_PREPEND: return .prepend
        case UTF8PROC_BOUNDCLASS_L: return .leading
        case UTF8PROC_BOUNDCLASS_V: return .vowel
        case UTF8PROC_BOUNDCLASS_T: return .trailing
        case UTF8PROC_BOUNDCLASS_LV: return .leadingVowel
        case UTF8PROC_BOUNDCLASS_LVT: return .leadingVowelTrailing
        case UTF8PROC_BOUNDCLASS_REGIONAL_INDICATOR: return .regionalIndicator
        case UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC: return .pictographic
        case UTF8PROC_BOUNDCLASS_ZWJ: return .joiner
        case UTF8PROC_BOUNDCLASS_EXTEND, UTF8PROC_BOUNDCLASS_SPACINGMARK:
            let isException = ReferenceExceptions.nonjoining.containsRange(around: scalar)
            return isException ? .other : .extend
        default:
            let isException = ReferenceExceptions.joining.containsRange(around: scalar)
            return isException ? .extend : .other
        }
    }
}
