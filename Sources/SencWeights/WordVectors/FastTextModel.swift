import SencFiles

/// Where the parts of a binary model of fastText lie in its bytes.
///
/// Source: `FastText::saveModel`, `Dictionary::save` and `DenseMatrix::save` in
/// <https://github.com/facebookresearch/fastText>. Everything is little-endian; the input matrix
/// has a row for each word and then one for each bucket, into which n-grams are hashed.
struct FastTextModel: Sendable {
    private static let magic: Int32 = 793_712_314
    private static let versions: ClosedRange<Int32> = 11...12
    /// The `model` of the header that says that the model was trained on labels.
    private static let supervised = 3
    /// A dictionary's entry has at least an empty word's zero, a count and a type.
    private static let leastEntryBytes = 10
    private static let maximumBuckets = 1 << 30
    /// The longest n-grams in scalars; fastText's own default is 6.
    private static let maximumNGramLength = 64

    let dimension: Int
    /// What errors call its parts.
    private enum Part {
        static let header: Message = "header"
        static let dictionary: Message = "dictionary"
        static let inputMatrix: Message = "input matrix"
        static let outputMatrix: Message = "output matrix"
    }

    let words: [Range<Int>]
    let wordByteCount: Int
    let labelCount: Int
    let ngrams: FastTextNGrams
    /// Where the input matrix [words + buckets, dimension] begins, aligned to nothing.
    let matrixStart: Int

    static func isPresent(in bytes: UnsafeRawBufferPointer) -> Bool {
        withUnsafeBytes(of: magic.littleEndian) { bytes.starts(with: $0) }
    }

    /// - Precondition: `isPresent(in: bytes)`.
    init(_ bytes: UnsafeRawBufferPointer) throws(FastTextFault) {
        var reader = ByteReader(bytes)
        func integer<Value: FixedWidthInteger & BitwiseCopyable>(
            _ type: Value.Type, _ part: Message
        ) throws(FastTextFault) -> Int {
            guard let value = reader.integer(type) else { throw .truncated(part: part) }
            return Int(value)
        }
        func checked(
            _ name: String, _ value: Int, _ allowed: ClosedRange<Int>
        ) throws(FastTextFault) -> Int {
            guard allowed ~= value else {
                throw .outOfRange(name: name, value: value, allowed: allowed)
            }
            return value
        }
        _ = reader.integer(Int32.self)
        let version = Int32(try integer(Int32.self, Part.header))
        guard Self.versions ~= version else { throw .unsupportedVersion(version) }
        // dim ws epoch minCount neg wordNgrams loss model bucket minn maxn lrUpdateRate, then t.
        var arguments: [Int] = []
        for _ in 0..<12 { arguments.append(try integer(Int32.self, Part.header)) }
        _ = try integer(Int64.self, Part.header)
        dimension = try checked("dim", arguments[0], 1...WordVectorFile.maximumDimension)
        let buckets = try checked("bucket", arguments[8], 0...Self.maximumBuckets)
        let lengths = 0...Self.maximumNGramLength
        let shortest = try checked("minn", arguments[9], lengths)
        var longest = try checked("maxn", arguments[10], lengths)
        // Models of labels had no n-grams of characters then, whatever their header says.
        if version == 11, arguments[7] == Self.supervised { longest = 0 }

        let entries = try integer(Int32.self, Part.dictionary)
        let wordCount = try integer(Int32.self, Part.dictionary)
        labelCount = try integer(Int32.self, Part.dictionary)
        _ = try integer(Int64.self, Part.dictionary)
        let pruned = try integer(Int64.self, Part.dictionary)
        guard wordCount >= 0, labelCount >= 0, entries == wordCount + labelCount else {
            throw .wrongSize(entries: entries, words: wordCount, labels: labelCount)
        }
        _ = try checked("words", wordCount, 1...WordVectorFile.maximumCount)
        guard entries <= reader.remaining / Self.leastEntryBytes else {
            throw .tooManyCounted(entries: entries, bytes: bytes.count)
        }
        var words: [Range<Int>] = []
        words.reserveCapacity(wordCount)
        var byteCount = 0
        for entry in 0..<entries {
            guard let word = reader.terminatedText() else {
                throw .truncated(part: Part.dictionary)
            }
            _ = try integer(Int64.self, Part.dictionary)
            let type = UInt8(try integer(UInt8.self, Part.dictionary))
            guard type == (entry < wordCount ? 0 : 1) else {
                throw .wrongType(entry: entry + 1, type: type)
            }
            guard entry < wordCount else { continue }
            words.append(word)
            byteCount += word.count
        }
        self.words = words
        wordByteCount = try checked("words' bytes", byteCount, 0...WordVectorFile.maximumWordBytes)

        let isQuantized = try integer(UInt8.self, Part.inputMatrix) != 0
        guard !isQuantized else { throw .quantized }
        guard pruned < 0 else { throw .pruned(count: pruned) }
        matrixStart = try Self.matrix(
            Part.inputMatrix, [wordCount + buckets, dimension], &reader
        ).lowerBound
        let isOutputQuantized = try integer(UInt8.self, Part.outputMatrix) != 0
        guard !isOutputQuantized else { throw .quantized }
        _ = try Self.matrix(Part.outputMatrix, nil, &reader)
        guard reader.remaining == 0 else { throw .unusedData(bytes: reader.remaining) }
        ngrams = FastTextNGrams(buckets: buckets, shortest: shortest, longest: longest)
    }

    /// Reads a matrix's shape, and passes over its components.
    /// - Parameter expected: `nil` for any shape that the bytes have room for.
    /// - Returns: where the components lie.
    private static func matrix(
        _ part: Message, _ expected: [Int]?, _ reader: inout ByteReader
    ) throws(FastTextFault) -> Range<Int> {
        guard let rows = reader.integer(Int64.self), let columns = reader.integer(Int64.self)
        else { throw .truncated(part: part) }
        let shape = [Int(rows), Int(columns)]
        if let expected, shape != expected {
            throw .wrongShape(part: part, shape: shape, expected: expected)
        }
        let count = rows.multipliedReportingOverflow(by: columns)
        let size = count.partialValue.multipliedReportingOverflow(
            by: Int64(WordVectorParser.floatSize))
        guard rows >= 0, columns >= 0, !count.overflow, !size.overflow,
            let range = reader.take(size.partialValue)
        else { throw .truncated(part: part) }
        return range
    }
}

extension ByteReader {
    /// The bytes up to a zero, which is read too.
    fileprivate mutating func terminatedText() -> Range<Int>? {
        guard let zero = bytes[position..<end].firstIndex(of: 0),
            let range = take(zero - position), take(1) != nil
        else { return nil }
        return range
    }
}
