package import SencFiles

/// A file of word vectors: word2vec's text or binary form, GloVe's text, which has no header, or
/// fastText's binary model; any of them compressed with gzip or not.
///
/// A binary file's vectors are read where they lie in the mapped file; those of a text are parsed
/// when it is opened. A compressed file is inflated to memory. Equal words stay as they are:
/// whoever looks words up takes the first.
///
/// ```swift
/// let file = try WordVectorFile(path: "glove.6B.300d.txt")
/// print(file.word(0), file.vector(0))
/// ```
public struct WordVectorFile: Sendable {
    /// The forms of such files, told by their first bytes.
    public enum Format: String, Sendable {
        /// A first line with the number of words and the dimension, then a word and its components
        /// a line; fastText's `.vec`, too.
        case word2vecText = "word2vec text"
        /// The same first line, then each word with its components as 32-bit floats.
        case word2vecBinary = "word2vec binary"
        /// A word and its components a line, without a first line.
        case glove = "GloVe text"
        /// fastText's `.bin`, with the n-grams that make vectors of words that it lacks.
        case fastText = "fastText binary"
    }

    /// The most components that a vector may have: 65,536.
    public static let maximumDimension = WordVectorFault.maximumDimension
    /// The most words that a file may have: 2²⁹.
    public static let maximumCount = WordVectorFault.maximumCount
    /// Bytes that all words may have together.
    public static let maximumWordBytes = Int(Int32.max)
    /// So much of a compressed file tells what it is.
    private static let startBytes = 1 << 21

    /// Which of the forms the file has.
    public let format: Format
    /// Components of a vector.
    public let dimension: Int
    /// Bytes of all words together.
    public let wordByteCount: Int
    /// Whether the file is compressed.
    package let isCompressed: Bool
    let file: MappedFile
    /// Where the words lie in the file.
    private let words: [Range<Int>]
    /// [count, dimension]; empty for a binary file.
    private let components: [Float]
    /// What a fastText model has beside its words.
    package let subwords: Subwords?

    /// Opens a file; of a text all is parsed, of a binary file where the words are.
    /// - Throws: `WeightsError` if the file cannot be read or is none of those; a fault names
    ///   the word that is wrong.
    public init(path: String) throws(WeightsError) {
        let onDisk: MappedFile
        do {
            onDisk = try MappedFile(parsing: path, as: MappedFile.theWeights)
        } catch {
            throw .file(error)
        }
        do {
            isCompressed = onDisk.isGzip
            file = isCompressed ? try Self.inflate(onDisk) : onDisk
            if FastTextModel.isPresent(in: file.bytes) {
                let model = try Self.fastText(file.bytes)
                format = .fastText
                dimension = model.dimension
                words = model.words
                components = []
                wordByteCount = model.wordByteCount
                subwords = Subwords(model, file)
                return
            }
            var parser = try WordVectorParser(file.bytes)
            try parser.parse()
            format = parser.format
            dimension = parser.dimension
            words = parser.words
            components = parser.components
            wordByteCount = parser.wordByteCount
            subwords = nil
        } catch {
            throw .wordVectors(error, path: path)
        }
    }

    private static func fastText(
        _ bytes: UnsafeRawBufferPointer
    ) throws(WordVectorFault) -> FastTextModel {
        do { return try FastTextModel(bytes) } catch { throw .fastText(error) }
    }

    /// Inflates a file whose start is one of word vectors.
    private static func inflate(_ file: MappedFile) throws(WordVectorFault) -> MappedFile {
        do {
            guard beginsAsOne(try file.inflated(start: startBytes)) else {
                throw WordVectorFault.noVectors
            }
            return try file.inflated()
        } catch let fault as GzipFault {
            throw .compressed(fault)
        } catch {
            throw .noVectors
        }
    }

    /// Whether a file looks like one of word vectors rather than of named tensors: by its name if
    /// that ends in `.txt` or `.vec`, else by its first bytes; if it is compressed, by those of
    /// its content.
    public static func seemsToBe(path: String) -> Bool {
        guard let file = try? MappedFile(path: path) else { return false }
        let names = [".txt", ".vec", ".txt.gz", ".vec.gz"]
        return names.contains(where: path.hasSuffix) || seemsToBe(file)
    }

    /// Whether a file's content begins as word vectors do, or as what went wrong with some.
    package static func seemsToBe(_ file: MappedFile) -> Bool {
        guard file.isGzip else { return beginsAsOne(file) }
        return (try? file.inflated(start: startBytes)).map(beginsAsOne) ?? false
    }

    private static func beginsAsOne(_ file: MappedFile) -> Bool {
        defer { withExtendedLifetime(file) {} }
        if FastTextModel.isPresent(in: file.bytes) { return true }
        do {
            _ = try WordVectorParser(file.bytes)
            return true
        } catch {
            return error != .empty && error != .noVectors
        }
    }

    /// The file that was opened.
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
    /// - Throws: `WordVectorFault.notFinite`, which other forms are checked for when opened.
    package var vectors: [Float] {
        get throws(WeightsError) {
            guard components.isEmpty else { return components }
            let result = [Float](unsafeUninitializedCapacity: count * dimension) {
                buffer, initialized in
                for index in 0..<count {
                    let row = index * dimension..<(index + 1) * dimension
                    copyVector(index, to: UnsafeMutableBufferPointer(rebasing: buffer[row]))
                }
                initialized = count * dimension
            }
            if subwords != nil, let place = result.firstIndex(where: { !$0.isFinite }) {
                throw .wordVectors(.notFinite(word: place / dimension + 1), path: path)
            }
            return result
        }
    }

    /// Writes the vector of the word at a place to `target` [dimension].
    package func copyVector(_ index: Int, to target: UnsafeMutableBufferPointer<Float>) {
        precondition(target.count >= dimension)
        if let subwords {
            subwords.copyVector(of: bytes(ofWord: index), at: index, to: target)
        } else if format == .word2vecBinary {
            let start = words[index].upperBound + 1
            UnsafeMutableRawBufferPointer(target).copyMemory(
                from: UnsafeRawBufferPointer(
                    rebasing: file.bytes[start..<(start + dimension * WordVectorParser.floatSize)]))
        } else {
            _ = target.update(from: components[(index * dimension)..<((index + 1) * dimension)])
        }
    }
}
