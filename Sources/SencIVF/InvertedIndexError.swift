package import SencFiles
package import SencMath

/// Why an index of inverted lists cannot be made or searched as asked.
package enum InvertedIndexError: Diagnostic, Equatable {
    /// Fewer than one list, or more than there are vectors.
    case lists(Int, vectors: Int)
    /// There is nothing to make an index of. `source` is the file of the vectors, so also below.
    case noVectors(source: String)
    /// Vectors of bits, which these indexes do not take.
    case bits(source: String)
    /// More vectors than an index counts.
    case tooMany(Int, source: String)
    /// A setting that is below its least value.
    case setting(String, Int, atLeast: Int)
    /// Fewer than one list is to be searched.
    case probes(Int)
    /// The index compares vectors by something else.
    case similarity(SimilarityFunction, path: String)
    /// The index has a vector that is not among those to score with.
    case unknownVector(id: Int, vectors: Int, source: String)
    /// The output is a pipe or a device, where nothing can be written out of order.
    case notSeekable(path: String)

    package var message: Message {
        switch self {
        case .lists(let lists, let vectors):
            "the number of inverted lists is \(lists), and must be 1 to \(vectors)"
        case .noVectors(let source): "there are no vectors to make inverted lists of (\(source))"
        case .bits(let source):
            "vectors of bits have no inverted lists; give them as float32 or int8 (\(source))"
        case .tooMany(let count, let source):
            """
            the number of vectors is \(count), more than an index of inverted lists holds \
            (\(source))
            """
        case .setting(let name, let value, let least):
            "\(name) of an index is \(value), and must be at least \(least)"
        case .probes(let probes):
            "the number of inverted lists to search is \(probes), and must be at least 1"
        case .similarity(let similarity, let path):
            "this FAISS index is of vectors that are not compared by \(similarity.rawValue) (\(path))"
        case .unknownVector(let id, let vectors, let source):
            """
            the index is of other vectors: it has number \(id), and of those to score again with \
            there are \(vectors) (\(source))
            """
        case .notSeekable(let path):
            "an index of inverted lists cannot be written to a pipe or device (\(path))"
        }
    }

    package var status: ExitStatus {
        switch self {
        case .lists, .probes, .setting, .similarity, .notSeekable: .usage
        case .noVectors, .bits, .tooMany, .unknownVector: .badData
        }
    }
}
