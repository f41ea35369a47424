public import SencFiles
public import SencMath

/// Texts with the vectors that a model's reference implementation gives them, kept beside the
/// model: `{"tolerance": number, "texts": [string], "vectors": [[number]]}`.
public struct ReferenceVectors: Sendable {
    /// What such a file is called in a model's directory; beside a model that is one file, its name
    /// goes before this, with a point between.
    public static let fileName = "reference_vectors.json"

    let path: String
    /// The largest error of a component that passes.
    let tolerance: Float
    let texts: [String]
    let vectors: [[Float]]

    /// Where a model's vectors are kept: in its directory, or beside the file that it is.
    static func path(ofModel path: String) -> String {
        Path.kind(of: path) == .directory
            ? Path.join(path, fileName) : "\(path).\(fileName)"
    }

    /// Where a model's vectors are read: of a file without its own, those of its directory.
    static func existingPath(ofModel path: String) -> String {
        let own = self.path(ofModel: path)
        let shared = Path.join(Path.parent(of: path) ?? "", fileName)
        return !Path.exists(own) && Path.exists(shared) ? shared : own
    }

    init(path: String) throws {
        guard Path.exists(path) else {
            throw ModelError.noReferenceVectors(path: path)
        }
        let file = try ConfigurationFile(path: path, limit: JSON.maximumBytes)
        self.path = path
        tolerance = Float(try file.number("tolerance") ?? 1e-5)
        guard let texts = file.json("texts")?.elements?.map(\.string),
            let vectors = file.json("vectors")?.elements,
            texts.count == vectors.count, !texts.isEmpty
        else {
            throw file.invalid("vectors", "must hold one list of numbers for each of the texts")
        }
        self.texts = try texts.map { text in
            guard let text else { throw file.invalid("texts", "must hold strings") }
            return text
        }
        self.vectors = try vectors.map { vector in
            guard let numbers = vector.numbers else {
                throw file.invalid("vectors", "must hold lists of numbers")
            }
            return numbers.map(Float.init)
        }
    }
}

/// How far a model's vectors are from the reference's.
public struct Verification: Sendable, Equatable {
    /// The file with the reference's vectors.
    public let path: String
    /// How many texts were compared.
    public let textCount: Int
    /// The largest absolute difference of a component.
    public let largestError: Float
    /// The least cosine of a vector to the reference's.
    public let leastCosine: Float
    let precision: Precision
    let tolerance: Float

    /// Whether the vectors are near enough for the precision that they were computed in.
    /// - Throws: `VerificationError` if in float32 an error is over the file's tolerance, or in
    ///   another precision a cosine is under what that precision promises.
    public func check() throws(VerificationError) {
        switch precision {
        case .float32:
            guard largestError <= tolerance else {
                throw .error(largestError, tolerance: tolerance, path: path)
            }
        case .bfloat16, .int8:
            let bound: Float = precision == .int8 ? 0.995 : 0.999
            guard leastCosine >= bound else {
                throw .cosine(leastCosine, bound: bound, precision, path: path)
            }
        }
    }
}

/// A model's vectors are not the reference's.
public enum VerificationError: Diagnostic, Equatable {
    /// In float32, the largest error of a component is over the file's tolerance.
    case error(Float, tolerance: Float, path: String)
    /// In bfloat16 or int8, the least cosine is under 0.999 or 0.995.
    case cosine(Float, bound: Float, Precision, path: String)

    public var message: Message {
        switch self {
        case .error(let error, let tolerance, let path):
            """
            the vectors differ from the reference by \(error), over the tolerance of \(tolerance) \
            (\(path))
            """
        case .cosine(let cosine, let bound, let precision, let path):
            """
            a vector's cosine to the reference is \(cosine), under the \(bound) that \
            \(precision.rawValue) promises (\(path))
            """
        }
    }

    public var status: ExitStatus { .badData }
}

extension SentenceEncoder {
    /// Computes again the vectors that are kept beside the model.
    /// - Parameter path: the file that has them; `nil` for the one beside the model.
    /// - Returns: how far they are from the reference's, which `Verification.check()` judges.
    /// - Throws: `ModelError.noReferenceVectors` if there is no such file, `invalidConfiguration` if
    ///   it is not one or of another dimension.
    public func verify(against path: String? = nil) throws -> Verification {
        let reference = try ReferenceVectors(
            path: path ?? ReferenceVectors.existingPath(ofModel: settings.directory))
        let embeddings = try encode(reference.texts)
        var largestError: Float = 0
        var leastCosine: Float = 1
        for (embedding, expected) in zip(embeddings, reference.vectors) {
            guard embedding.dimension == expected.count else {
                throw ModelError.invalidConfiguration(
                    path: reference.path, key: "vectors",
                    problem:
                        """
                        have the dimension \(expected.count), the model's have \
                        \(embedding.dimension)
                        """)
            }
            for (a, b) in zip(embedding.vector, expected) {
                let difference = abs(a - b)
                largestError = difference.isNaN ? .infinity : max(largestError, difference)
            }
            leastCosine = min(leastCosine, cosineSimilarity(embedding.vector, expected))
        }
        return Verification(
            path: reference.path, textCount: reference.texts.count, largestError: largestError,
            leastCosine: leastCosine, precision: precision, tolerance: reference.tolerance)
    }

    /// Writes the vectors of some texts in several languages, for `verify` to compute again.
    /// - Parameter path: the file to write; `nil` for the one beside the model.
    /// - Returns: the file's path.
    /// - Throws: `FileError` if it cannot be written.
    public func writeReferenceVectors(to path: String? = nil) throws -> String {
        let isOurs = path == nil
        let path = path ?? ReferenceVectors.path(ofModel: settings.directory)
        let texts = ReferenceVectors.sampleTexts
        let embeddings = try encode(texts)
        let tolerance = try JSON(parsing: Array("1e-5".utf8))
        let json = JSONWriter.line {
            $0.object(.spaced) { object in
                object.member("tolerance", tolerance)
                object.array("texts", texts, .compact) { $0.value($1) }
                object.breakLine(1)
                object.member("vectors") {
                    $0.array(.compact) { vectors in
                        for embedding in embeddings {
                            vectors.breakLine(2)
                            vectors.append(embedding.vector)
                        }
                    }
                }
            }
        }
        let file = try OutputFile(path: path, isOurs: isOurs)
        try file.write(json)
        try file.commit()
        return path
    }
}

extension ReferenceVectors {
    /// Short and long, with and without letters.
    fileprivate static let sampleTexts = [
        "", "king", "A man is eating a piece of bread.", "La lluvia golpea la ventana.",
        "¿Qué tal, niño? — ¡Adiós!", "Der schnelle braune Fuchs springt über den faulen Hund.",
        "Быстрая лиса прыгает через ленивую собаку.", "我喜欢在下雨天喝茶看书。",
        "أحب شرب الشاي في يوم ممطر", "1 2 3 … 100% 🙂",
        String(repeating: "The sea and the rain. ", count: 100),
    ]
}
