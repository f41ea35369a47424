import SencFiles

/// A file of word vectors: word2vec's text or binary form, or GloVe's text, which has no header.
///
/// A binary file's vectors are read where they lie in the mapped file; those of a text are parsed
/// when it is opened. Equal words stay as they are: whoever looks words up takes the first.
///
/// ```swift
/// let file = try WordVectorFile(path: "glove.6B.300d.txt")
/// print(file.word(0), file.vector(0))
/// ```
public struct WordVectorFile: Sendable {
    public enum Format: String, Sendable {
        case word2vecText = "word2vec text"
        case word2vecBinary = "word2vec binary"
        case glove = "GloVe text"
    }

    public static let maximumDimension = 1 << 16
    public static let maximumCount = 1 << 29
    /// Bytes that all words may have together.
    public static let maximumWordBytes = Int(Int32.max)

    public let format: Format
    /// Components of a vector.
    public let dimension: Int
    /// Bytes of all words together.
    public let wordByteCount: Int
    private let file: MappedFile
    /// Where the words lie in the file.
    private let words: [Range<Int>]
    /// [count, dimension]; empty for a binary file, where a vector follows its word and a space.
    private let components: [Float]

    /// - Throws: `WeightsError` if the file cannot be read or is none of the three; a fault names
    ///   the word that is wrong.
    public init(path: String) throws(WeightsError) {
        do {
            file = try MappedFile(parsing: path, as: MappedFile.theWeights)
        } catch {
            throw .file(error)
        }
        do {
            var parser = try WordVectorParser(file.bytes)
            try parser.parse()
            format = parser.format
            dimension = parser.dimension
            words = parser.words
            components = parser.components
            wordByteCount = parser.wordByteCount
        } catch {
            throw .wordVectors(error, path: path)
        }
    }

    /// Whether a file looks like one of word vectors rather than of named tensors: by its name if
    /// that ends in `.txt` or `.vec`, else by its first line.
    public static func seemsToBe(path: String) -> Bool {
        guard let file = try? MappedFile(path: path) else { return false }
        if path.hasSuffix(".txt") || path.hasSuffix(".vec") { return true }
        do {
            _ = try WordVectorParser(file.bytes)
            return true
        } catch {
            return error != .empty && error != .noVectors
        }
    }

    public var path: String { file.path }

    /// How many words there are, equal ones included.
    public var count: Int { words.count }

    /// The word at a place. Ill-formed UTF-8 in it is replaced by U+FFFD.
    /// - Precondition: `index` is less than `count`; so for all that follows.
    public func word(_ index: Int) -> String {
        withBytes(ofWord: index) { String(decoding: $0, as: UTF8.self) }
    }

    /// Calls `body` with a word's bytes, valid for the call.
    public func withBytes<Result>(
        ofWord index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        withExtendedLifetime(file) { body(bytes(ofWord: index)) }
    }

    /// A word's bytes, valid as long as the value.
    package func bytes(ofWord index: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeRawBufferPointer(rebasing: file.bytes[words[index]]).assumingMemoryBound(
            to: UInt8.self)
    }

    /// The vector of the word at a place [dimension].
    public func vector(_ index: Int) -> [Float] {
        [Float](unsafeUninitializedCapacity: dimension) { buffer, count in
            copyVector(index, to: buffer)
            count = dimension
        }
    }

    /// The vectors of all words [count, dimension], one after the other.
    package var vectors: [Float] {
        format == .word2vecBinary ? (0..<count).flatMap { vector($0) } : components
    }

    /// Writes the vector of the word at a place to `target` [dimension].
    package func copyVector(_ index: Int, to target: UnsafeMutableBufferPointer<Float>) {
        precondition(target.count >= dimension)
        if format == .word2vecBinary {
            let start = words[index].upperBound + 1
            UnsafeMutableRawBufferPointer(target).copyMemory(
                from: UnsafeRawBufferPointer(
                    rebasing: file.bytes[start..<(start + dimension * WordVectorParser.floatSize)]))
        } else {
            _ = target.update(from: components[(index * dimension)..<((index + 1) * dimension)])
        }
    }
}
