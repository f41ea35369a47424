import CUTF8Proc

/// What the tokenizer asks about a Unicode scalar, answered as the reference answers it.
///
/// Scalars are plain `UInt32`: they come from decoding bytes and are compared, not displayed.
enum Scalars {
    /// Unicode's property White_Space, which no version has changed since 6.3.
    static func isWhitespace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F,
            0x205F, 0x3000:
            true
        default: false
        }
    }

    /// The categories Cc, Cf, Co.
    static func isControl(_ scalar: UInt32) -> Bool {
        switch category(scalar) {
        case UTF8PROC_CATEGORY_CC, UTF8PROC_CATEGORY_CF, UTF8PROC_CATEGORY_CO,
            UTF8PROC_CATEGORY_CS:
            true
        default: false
        }
    }

    /// The category Mn.
    static func isNonspacingMark(_ scalar: UInt32) -> Bool {
        category(scalar) == UTF8PROC_CATEGORY_MN
    }

    /// The categories M*.
    static func isMark(_ scalar: UInt32) -> Bool {
        if scalar < 0x300 || isCommonIdeograph(scalar) { return false }
        if ReferenceExceptions.combining.containsRange(around: scalar) { return true }
        if ReferenceExceptions.noncombining.containsRange(around: scalar) { return false }
        switch utf8proc_category(Int32(bitPattern: scalar)) {
        case UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ME: return true
        default: return false
        }
    }

    /// The categories P*, and the ASCII symbols that BERT takes for punctuation.
    static func isPunctuation(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 {
            switch scalar {
            case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
            default: return false
            }
        }
        return isCommonIdeograph(scalar) ? false : isPunctuation(category: category(scalar))
    }

    /// A character of the CJK blocks that BERT puts spaces around.
    static func isChinese(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF,
            0x2A700...0x2B73F, 0x2B740...0x2B81F, 0x2B920...0x2CEAF, 0x2F800...0x2FA1F:
            true
        default: false
        }
    }

    /// The ideographs of which every question but `isChinese` has the answer no.
    static func isCommonIdeograph(_ scalar: UInt32) -> Bool {
        0x4E00...0x9FFF ~= scalar
    }

    /// What `\w` matches in the reference's regular expressions (UTS #18, annex C).
    static func isWord(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 {
            switch scalar {
            case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: return true
            default: return false
            }
        }
        if ReferenceExceptions.words.containsRange(around: scalar) { return true }
        if ReferenceExceptions.nonwords.containsRange(around: scalar) { return false }
        switch utf8proc_category(Int32(bitPattern: scalar)) {
        case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT,
            UTF8PROC_CATEGORY_LM, UTF8PROC_CATEGORY_LO, UTF8PROC_CATEGORY_MN,
            UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ME, UTF8PROC_CATEGORY_ND,
            UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_PC:
            return true
        default: return false
        }
    }

    /// The categories L*.
    static func isLetter(_ scalar: UInt32) -> Bool {
        if isCommonIdeograph(scalar) || 0xAC00...0xD7A3 ~= scalar { return true }
        if ReferenceExceptions.letters.containsRange(around: scalar) { return true }
        if ReferenceExceptions.nonletters.containsRange(around: scalar) { return false }
        switch utf8proc_category(Int32(bitPattern: scalar)) {
        case UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LL, UTF8PROC_CATEGORY_LT,
            UTF8PROC_CATEGORY_LM, UTF8PROC_CATEGORY_LO:
            return true
        default: return false
        }
    }

    /// The categories N*.
    static func isNumber(_ scalar: UInt32) -> Bool {
        if ReferenceExceptions.numbers.containsRange(around: scalar) { return true }
        if ReferenceExceptions.nonnumbers.containsRange(around: scalar) { return false }
        switch utf8proc_category(Int32(bitPattern: scalar)) {
        case UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NL, UTF8PROC_CATEGORY_NO: return true
        default: return false
        }
    }

    /// The categories N*, as the reference's splitter of digits sees them.
    static func isNumeric(_ scalar: UInt32) -> Bool {
        if ReferenceExceptions.numerics.containsRange(around: scalar) { return true }
        if ReferenceExceptions.nonnumerics.containsRange(around: scalar) { return false }
        return isNumber(scalar)
    }

    /// The category, with everything the reference does not know taken for a letter.
    private static func category(_ scalar: UInt32) -> utf8proc_category_t {
        if ReferenceExceptions.plain.containsRange(around: scalar) { return UTF8PROC_CATEGORY_LO }
        if ReferenceExceptions.marks.contains(scalar) { return UTF8PROC_CATEGORY_MN }
        if ReferenceExceptions.punctuations.contains(scalar) { return UTF8PROC_CATEGORY_PO }
        return utf8proc_category(Int32(bitPattern: scalar))
    }

    private static func isPunctuation(category: utf8proc_category_t) -> Bool {
        switch category {
        case UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_PD, UTF8PROC_CATEGORY_PS,
            UTF8PROC_CATEGORY_PE, UTF8PROC_CATEGORY_PI, UTF8PROC_CATEGORY_PF,
            UTF8PROC_CATEGORY_PO:
            true
        default: false
        }
    }
}

extension Scalars {
    /// The lower case of any scalar but U+0130, the only one with two scalars of lower case.
    static func lowercase(_ scalar: UInt32) -> UInt32 {
        if isCommonIdeograph(scalar) || ReferenceExceptions.caseless.containsRange(around: scalar) {
            return scalar
        }
        if scalar >= 0x1C89, let exception = ReferenceExceptions.lowercase(scalar) {
            return exception
        }
        return UInt32(bitPattern: utf8proc_tolower(Int32(bitPattern: scalar)))
    }

    /// Whether canonical decomposition leaves the scalar alone and never moves it.
    static func isInert(_ scalar: UInt32) -> Bool {
        isCommonIdeograph(scalar) || ReferenceExceptions.inert.containsRange(around: scalar)
    }

    /// The canonical combining class of a scalar that is not inert.
    static func combiningClass(_ scalar: UInt32) -> Int16 {
        isInert(scalar)
            ? 0 : utf8proc_get_property(Int32(bitPattern: scalar)).pointee.combining_class
    }

    /// Visits the scalars of the full canonical decomposition, or of the compatible one.
    @inline(__always)
    static func forEachDecomposed(
        _ scalar: UInt32, isCompatible: Bool = false, _ body: (_ index: Int, UInt32) -> Void
    ) {
        if isCompatible {
            if scalar < 0xA0 || ReferenceExceptions.compatible.containsRange(around: scalar) {
                return body(0, scalar)
            }
        } else if scalar < 0xC0 || isInert(scalar) {
            return body(0, scalar)
        }
        let options = isCompatible ? UTF8PROC_COMPAT.rawValue : 0
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 32) { buffer in
            var boundary: Int32 = 0
            let count = utf8proc_decompose_char(
                Int32(bitPattern: scalar), buffer.baseAddress, buffer.count,
                utf8proc_option_t(rawValue: UTF8PROC_DECOMPOSE.rawValue | options), &boundary)
            guard count > 0, count <= buffer.count else { return body(0, scalar) }
            for index in 0..<Int(count) { body(index, UInt32(bitPattern: buffer[index])) }
        }
    }

    /// The scalar that canonical composition makes of two.
    static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if second < 0x300 { return nil }
        if 0x1100..<0x1113 ~= first, 0x1161..<0x1176 ~= second {
            return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
        }
        if 0xAC00...0xD7A3 ~= first, 0x11A8..<0x11C3 ~= second {
            return (first - 0xAC00) % 28 == 0 ? first + second - 0x11A7 : nil
        }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 2) { buffer in
            buffer[0] = Int32(bitPattern: first)
            buffer[1] = Int32(bitPattern: second)
            let options = UTF8PROC_COMPOSE.rawValue | UTF8PROC_STABLE.rawValue
            let count = utf8proc_normalize_utf32(
                buffer.baseAddress, 2, utf8proc_option_t(rawValue: options))
            let result = UInt32(bitPattern: buffer[0])
            return count == 1 && !isInert(result) ? result : nil
        }
    }
}

extension ReferenceExceptions {
    static func lowercase(_ scalar: UInt32) -> UInt32? {
        var low = 0
        var high = lowered.count / 2
        while low < high {
            let middle = (low + high) / 2
            if lowered[2 * middle] < scalar { low = middle + 1 } else { high = middle }
        }
        return 2 * low < lowered.count && lowered[2 * low] == scalar ? lowered[2 * low + 1] : nil
    }
}

extension [UInt32] {
    /// Whether `scalar` lies in one of the ranges that the array lists as first, last, ascending.
    func containsRange(around scalar: UInt32) -> Bool {
        var low = 0
        var high = count / 2
        while low < high {
            let middle = (low + high) / 2
            if self[2 * middle + 1] < scalar { low = middle + 1 } else { high = middle }
        }
        return 2 * low < count && self[2 * low] <= scalar
    }
}
