/// BERT's normalization: clean, space out Chinese characters, strip accents, lower the case.
///
/// The reference makes one pass over the text for each step. Every step but the reordering of
/// combining marks looks at one scalar alone, so one pass does them all; marks wait in
/// `PendingMarks` until the next base character.
struct BertNormalizer: Sendable {
    struct Options: Sendable, Equatable {
        /// Control characters go and every white space becomes a space.
        var cleansText = true
        var spacesChinese = true
        /// `nil` is as `lowercases`.
        var stripsAccents: Bool?
        var lowercases = true
    }

    let options: Options
    private let stripsAccents: Bool
    /// The whole result for each scalar below `tableCount`, where that is simple.
    private let table: [Entry]

    private static let tableCount: UInt32 = 0x600

    /// One scalar's result: another scalar, or one of two marks above all scalars.
    private typealias Entry = UInt32
    private static let removed: Entry = 0x8000_0000
    private static let complicated: Entry = 0x4000_0000

    init(_ options: Options) {
        self.options = options
        stripsAccents = options.stripsAccents ?? options.lowercases
        var table = [Entry](repeating: Self.complicated, count: Int(Self.tableCount))
        for scalar in 0..<Self.tableCount {
            table[Int(scalar)] = Self.entry(
                for: scalar, options, stripsAccents: stripsAccents)
        }
        self.table = table
    }

    func normalize(
        _ text: UnsafeBufferPointer<UInt8>, in range: Range<Int>,
        into result: inout NormalizedText
    ) {
        var marks = PendingMarks(tracksOrigins: result.tracksOrigins)
        table.withUnsafeBufferPointer { table in
            var position = range.lowerBound
            while position < range.upperBound {
                let (scalar, length) = text.scalar(at: position)
                let origin = position..<(position + length)
                position += length
                let entry = scalar < Self.tableCount ? table[Int(scalar)] : Self.complicated
                switch entry {
                case Self.removed: break
                case Self.complicated:
                    normalize(scalar, from: origin, marks: &marks, into: &result)
                default:
                    if stripsAccents { settle(&marks, newBase: origin, into: &result) }
                    result.append(scalar: entry, from: origin)
                }
            }
        }
        settle(&marks, newBase: 0..<0, into: &result)
    }

    /// All steps for one scalar.
    private func normalize(
        _ scalar: UInt32, from origin: Range<Int>, marks: inout PendingMarks,
        into result: inout NormalizedText
    ) {
        var scalar = scalar
        if options.cleansText, !Scalars.isCommonIdeograph(scalar) {
            guard let cleaned = Self.cleaned(scalar) else { return }
            scalar = cleaned
        }
        let isSpaced = options.spacesChinese && Scalars.isChinese(scalar)
        if isSpaced {
            settle(&marks, newBase: origin, into: &result)
            result.append(UInt8(ascii: " "), from: origin)
        }
        if stripsAccents {
            Scalars.forEachDecomposed(scalar) { index, part in
                let combiningClass = Scalars.combiningClass(part)
                if combiningClass != 0 {
                    // Those that will go anyway wait only to give others their places.
                    if !marks.tracksOrigins, Scalars.isNonspacingMark(part) { return }
                    marks.append(part, combiningClass, isExpansion: index > 0, from: origin)
                } else {
                    settle(&marks, newBase: origin, into: &result)
                    if Scalars.isCommonIdeograph(part) || !Scalars.isNonspacingMark(part) {
                        appendCased(part, from: origin, into: &result)
                    }
                }
            }
        } else {
            appendCased(scalar, from: origin, into: &result)
        }
        if isSpaced {
            settle(&marks, newBase: origin, into: &result)
            result.append(UInt8(ascii: " "), from: origin)
        }
    }

    @inline(__always)
    private func appendCased(
        _ scalar: UInt32, from origin: Range<Int>, into result: inout NormalizedText
    ) {
        guard options.lowercases else { return result.append(scalar: scalar, from: origin) }
        if scalar == 0x130 {
            result.append(UInt8(ascii: "i"), from: origin)
            result.append(scalar: 0x307, from: origin)
        } else {
            result.append(scalar: Scalars.lowercase(scalar), from: origin)
        }
    }

    /// Writes the marks that waited, without the nonspacing ones, as a new base ends their run.
    @inline(__always)
    private func settle(
        _ marks: inout PendingMarks, newBase: Range<Int>, into result: inout NormalizedText
    ) {
        if !marks.isEmpty {
            marks.drain { scalar, origin in
                if !Scalars.isNonspacingMark(scalar) {
                    appendCased(scalar, from: origin, into: &result)
                }
            }
        }
        marks.base = newBase
    }

    /// `nil` for a scalar that cleaning removes.
    private static func cleaned(_ scalar: UInt32) -> UInt32? {
        switch scalar {
        case 0x09, 0x0A, 0x0D: 0x20
        case 0xFFFD: nil
        default:
            Scalars.isControl(scalar) ? nil : Scalars.isWhitespace(scalar) ? 0x20 : scalar
        }
    }

    private static func entry(
        for scalar: UInt32, _ options: Options, stripsAccents: Bool
    ) -> Entry {
        var result = scalar
        if options.cleansText {
            guard let cleaned = cleaned(scalar) else { return removed }
            result = cleaned
        }
        if stripsAccents, result >= 0x80 {
            if Scalars.combiningClass(result) != 0 || Scalars.isNonspacingMark(result) {
                return complicated
            }
            // A letter with accents that all go; anything else takes the long way.
            var base = result
            var isSimple = true
            Scalars.forEachDecomposed(result) { index, part in
                if index == 0 {
                    base = part
                } else if !Scalars.isNonspacingMark(part) {
                    isSimple = false
                }
            }
            guard isSimple else { return complicated }
            result = base
        }
        if options.lowercases {
            if result == 0x130 { return complicated }
            result = Scalars.lowercase(result)
        }
        return result
    }
}
