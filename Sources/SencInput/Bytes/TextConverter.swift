internal import CIconv

/// Makes UTF-8 of another encoding, a piece after the other.
///
/// In the place of what is ill-formed or stands for no character comes one byte 0xFF, which is no
/// UTF-8: so it is replaced and counted where records are decoded, as in a text that is UTF-8.
final class TextConverter {
    private static let replacement: UInt8 = 0xFF
    private static let failure = iconv_failure()

    private let converter: iconv_t
    private let unitBytes: Int
    private var isFlushed = false

    /// - Precondition: iconv knows the encoding.
    init(_ encoding: TextEncoding, path: String) throws(InputError) {
        converter = iconv_open("UTF-8", encoding.systemName)
        unitBytes = encoding.unitBytes
        guard iconv_is_open(converter) else {
            throw .noConverter(encoding: encoding.name, path: path)
        }
    }

    deinit {
        if iconv_is_open(converter) { iconv_close(converter) }
    }

    /// Converts as much as fits.
    /// - Parameters:
    ///   - input: the bytes that follow those taken so far.
    ///   - output: where results go, at least 16 bytes.
    ///   - isLast: whether nothing follows the input.
    /// - Returns: how many bytes were taken and written. What is left of the input begins a
    ///   character that is not whole.
    func convert(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, isLast: Bool
    ) -> (taken: Int, written: Int) {
        var source = UnsafeMutableRawPointer(mutating: input.baseAddress)?
            .assumingMemoryBound(to: CChar.self)
        var sourceLeft = input.count
        var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var targetLeft = output.count

        /// Leaves out some of the input.
        func replace(_ count: Int) {
            target?.pointee = CChar(bitPattern: Self.replacement)
            target = target.map { $0 + 1 }
            targetLeft -= 1
            source = source.map { $0 + count }
            sourceLeft -= count
        }

        while sourceLeft > 0 {
            let status = iconv(converter, &source, &sourceLeft, &target, &targetLeft)
            if status != Self.failure { break }
            switch iconv_last_stop() {
            case ICONV_ILL_FORMED where targetLeft > 0: replace(min(unitBytes, sourceLeft))
            case ICONV_UNFINISHED where isLast && targetLeft > 0: replace(sourceLeft)
            default: return (input.count - sourceLeft, output.count - targetLeft)
            }
        }
        if isLast, sourceLeft == 0, !isFlushed, targetLeft > 0 {
            // Some encodings keep a letter back that an accent may follow.
            isFlushed = iconv(converter, nil, nil, &target, &targetLeft) != Self.failure
        }
        return (input.count - sourceLeft, output.count - targetLeft)
    }
}
