import SencFiles

/// Finds the words and vectors in the bytes of a word-vector file.
///
/// The text forms are read as gensim reads them: one word and its components a line, spaces
/// between; but from the right, since words of some GloVe files have spaces in them. The binary
/// form is word2vec's: after the header each word, a space, and its components as little-endian
/// 32-bit floats, perhaps a line feed before the next word.
struct WordVectorParser {
    static let floatSize = 4
    /// The first line is no longer than this, however wide the vectors.
    private static let maximumFirstLine = 1 << 21

    private(set) var format = WordVectorFile.Format.glove
    private(set) var dimension = 0
    private(set) var words: [Range<Int>] = []
    private(set) var components: [Float] = []
    private(set) var wordByteCount = 0

    private let bytes: UnsafeRawBufferPointer
    /// The words that a header counts.
    private var declaredCount: Int?
    private var position = 0

    /// Reads the header, or what the first line tells where there is none.
    init(_ bytes: UnsafeRawBufferPointer) throws(WordVectorFault) {
        self.bytes = bytes
        guard !bytes.isEmpty else { throw .empty }
        let first = line(from: 0, limit: Self.maximumFirstLine)
        let fields = bytes[first].split { Self.isBlank($0) }
        guard fields.count >= 2, bytes[first].allSatisfy({ $0 >= 0x20 || Self.isBlank($0) })
        else { throw .noVectors }
        if fields.count == 2, let count = Self.natural(fields[0]),
            let columns = Self.natural(fields[1])
        {
            guard 1...WordVectorFile.maximumDimension ~= columns else {
                throw .dimensionOutOfRange(String(columns))
            }
            guard 1...WordVectorFile.maximumCount ~= count else {
                throw .countOutOfRange(String(count))
            }
            declaredCount = count
            dimension = columns
            position = min(first.upperBound + 1, bytes.count)
            format = isText(from: position) ? .word2vecText : .word2vecBinary
            // A text needs a digit and a space for a component, and more for a word.
            let least = format == .word2vecText ? 2 * columns : 1 + Self.floatSize * columns
            guard count <= (bytes.count - position + 1) / least else {
                throw .tooManyCounted(words: count, dimension: columns, bytes: bytes.count)
            }
        } else {
            dimension = fields.count - 1
            guard Self.number(fields[fields.count - 1]) != nil else { throw .noVectors }
            guard dimension <= WordVectorFile.maximumDimension else {
                throw .dimensionOutOfRange(String(dimension))
            }
        }
    }

    mutating func parse() throws(WordVectorFault) {
        if format == .word2vecBinary { try parseBinary() } else { try parseText() }
    }

    private mutating func append(word: Range<Int>) throws(WordVectorFault) {
        wordByteCount += word.count
        guard wordByteCount <= WordVectorFile.maximumWordBytes else {
            throw .tooManyWordBytes(limit: WordVectorFile.maximumWordBytes)
        }
        words.append(word)
    }

    // MARK: - Binary

    private mutating func parseBinary() throws(WordVectorFault) {
        let count = declaredCount ?? 0
        words.reserveCapacity(count)
        for word in 1...max(count, 1) {
            while position < bytes.count, bytes[position] == 0x0A { position += 1 }
            guard let space = bytes[position...].firstIndex(of: 0x20) else {
                throw .endsAtWord(word, of: count)
            }
            let end = space + 1 + dimension * Self.floatSize
            guard end <= bytes.count else { throw .endsAtWord(word, of: count) }
            guard areFinite(from: space + 1) else { throw .notFinite(word: word) }
            try append(word: position..<space)
            position = end
        }
        guard isAtEnd else { throw .moreThanCounted(words: count) }
    }

    /// Whether none of the floats of one vector has the exponent of infinities.
    private func areFinite(from start: Int) -> Bool {
        let exponent: UInt32 = 0x7F80_0000
        var isFinite = true
        for index in 0..<dimension {
            let bits = UInt32(
                littleEndian: bytes.loadUnaligned(
                    fromByteOffset: start &+ index &* Self.floatSize, as: UInt32.self))
            isFinite = isFinite && bits & exponent != exponent
        }
        return isFinite
    }

    // MARK: - Text

    /// Whether what follows a header is a line of text: after its word, nothing but what numbers
    /// are written with.
    private func isText(from start: Int) -> Bool {
        let line = bytes[line(from: start, limit: Self.maximumFirstLine)]
        let numbers = line.drop { !Self.isBlank($0) }
        return !numbers.isEmpty && numbers.allSatisfy { 0x20..<0x7F ~= $0 || Self.isBlank($0) }
    }

    private mutating func parseText() throws(WordVectorFault) {
        let lines = declaredCount ?? bytes.count { $0 == 0x0A } + 1
        // Bounded by the file, in which a component has two bytes at least.
        components.reserveCapacity(min(lines, bytes.count / (2 * dimension) + 1) * dimension)
        while words.count < declaredCount ?? .max, !isAtEnd {
            let line = line(from: position, limit: bytes.count)
            try parseLine(line)
            position = min(line.upperBound + 1, bytes.count)
        }
        guard let declaredCount else { return }
        guard words.count == declaredCount else {
            throw .endsAtWord(words.count + 1, of: declaredCount)
        }
        guard isAtEnd else { throw .moreThanCounted(words: declaredCount) }
    }

    /// Whether nothing but white space follows.
    private var isAtEnd: Bool {
        bytes[position...].allSatisfy { Self.isBlank($0) || $0 == 0x0A }
    }

    /// Reads the word and the components of one line.
    private mutating func parseLine(_ line: Range<Int>) throws(WordVectorFault) {
        let word = words.count + 1
        var end = line.upperBound
        while end > line.lowerBound, Self.isBlank(bytes[end - 1]) { end -= 1 }
        // The blank before the first component is the dimension-th from the right.
        var separator = end
        var found = 0
        while found < dimension, separator > line.lowerBound {
            separator -= 1
            if Self.isBlank(bytes[separator]) { found += 1 }
        }
        guard found == dimension else {
            throw .wrongColumns(word: word, found: found, expected: dimension)
        }
        // A word may have blanks in it, but a number after one is a component too many.
        let text = bytes[line.lowerBound..<separator]
        if let blank = text.lastIndex(where: Self.isBlank),
            Self.number(text[(blank + 1)...]) != nil
        {
            throw .wrongColumns(
                word: word, found: bytes[line.lowerBound..<end].count(where: Self.isBlank),
                expected: dimension)
        }
        try append(word: line.lowerBound..<separator)
        var start = separator + 1
        for _ in 0..<dimension {
            var stop = start
            while stop < end, !Self.isBlank(bytes[stop]) { stop += 1 }
            guard let value = Self.number(bytes[start..<stop]) else {
                throw .notNumber(
                    word: word, String(decoding: bytes[start..<stop].prefix(100), as: UTF8.self))
            }
            guard value.isFinite else { throw .notFinite(word: word) }
            components.append(value)
            start = min(stop + 1, end)
        }
    }

    /// The line that begins at `start`, without its line feed; cut at `limit` bytes.
    private func line(from start: Int, limit: Int) -> Range<Int> {
        let end = min(bytes.count, start + min(limit, bytes.count))
        return start..<(bytes[start..<end].firstIndex(of: 0x0A) ?? end)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D
    }

    // MARK: - Numbers

    private static func natural(_ field: Slice<UnsafeRawBufferPointer>) -> Int? {
        field.allSatisfy { 0x30...0x39 ~= $0 } ? Int(String(decoding: field, as: UTF8.self)) : nil
    }

    /// Powers of ten that a `Double` holds exactly.
    private static let exactPowers: [Double] = (0...22).map { exponent in
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    /// A decimal number, rounded to `Double` and that to `Float`, as Python does it; `nil` if the
    /// field is none. `nan` and `inf` are numbers.
    private static func number(_ field: Slice<UnsafeRawBufferPointer>) -> Float? {
        let bytes = UnsafeRawBufferPointer(rebasing: field)
        var index = 0
        let isNegative = bytes.first == 0x2D
        if isNegative || bytes.first == 0x2B { index = 1 }
        var significand: UInt64 = 0
        var digits = 0
        var exponent = 0
        var hasPoint = false
        while index < bytes.count {
            let digit = bytes[index] &- 0x30
            if digit < 10 {
                // Past 19 digits the slow way is taken, so a wrap does no harm.
                significand = significand &* 10 &+ UInt64(digit)
                digits += 1
                if hasPoint { exponent -= 1 }
            } else if bytes[index] == 0x2E, !hasPoint {
                hasPoint = true
            } else {
                break
            }
            index += 1
        }
        let isPlain = index == bytes.count && digits > 0
        if isPlain, digits <= 19, significand <= 1 << 53, exponent >= -22 {
            let value = Double(significand) / exactPowers[-exponent]
            return Float(isNegative ? -value : value)
        }
        guard bytes.count <= 400, bytes.first.map({ $0 < 0x80 && !isBlank($0) }) == true else {
            return nil
        }
        let text = String(decoding: bytes, as: UTF8.self)
        // Swift reads hexadecimal and signalling forms too, which no such file is written with.
        guard !text.contains(where: { "xXpPsS_(".contains($0) }) else { return nil }
        return Double(text).map { Float($0) }
    }
}
