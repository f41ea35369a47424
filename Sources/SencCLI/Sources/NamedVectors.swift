import Senc
import SencFiles
import SencInput
import SencMath
import SencVectors
import SencWeights

/// A table of vectors whose rows have names: words, items, users, records by their ids.
struct NamedVectors {
    let matrix: Matrix
    /// One for each row.
    let names: [String]
    /// Of each row: its file, and its place there.
    let places: RowPlaces
    /// Makes the vector of a name that has no row, for models that can; `nil` where that cannot
    /// be made of it either.
    var unseen: (String) throws -> [Float]? = { _ in nil }

    /// Whether a name is that of a file of word vectors, wherever it stands.
    static func isName(_ path: String) -> Bool {
        if [".vec", ".vec.gz"].contains(where: path.hasSuffix) { return true }
        guard [".bin", ".bin.gz"].contains(where: path.hasSuffix) else { return false }
        return Path.kind(of: path) == .file && WordVectorFile.seemsToBe(path: path)
    }

    /// The words of a file of word vectors.
    init(words path: String) throws { try self.init(WordVectorFile(path: path)) }

    init(_ file: WordVectorFile) throws {
        matrix = Matrix(rows: file.count, columns: file.dimension, elements: try file.vectors)
        names = (0..<file.count).map(file.word)
        places = RowPlaces(path: file.path, count: file.count)
        guard let subwords = file.subwords, subwords.leastScalars != nil else { return }
        unseen = { word in
            var word = word
            return word.withUTF8 { bytes in
                let vector = [Float](unsafeUninitializedCapacity: subwords.dimension) {
                    subwords.copyVector(of: bytes, to: $0)
                    $1 = subwords.dimension
                }
                return vector.contains { $0 != 0 } ? vector : nil
            }
        }
    }

    /// The words of several files, one after the other; `nil` if they are others.
    init?(wordsOf paths: [String]) throws {
        guard paths.contains(where: Self.isName) else { return nil }
        guard paths.allSatisfy(Self.isName) else {
            throw UsageError("give files of word vectors or of other vectors, not both")
        }
        let parts = try paths.map { try NamedVectors(words: $0) }
        matrix = try VectorFile.joined(parts.map(\.matrix), paths)
        names = parts.flatMap(\.names)
        var places = RowPlaces()
        for (part, path) in zip(parts, paths) { places.append(path, count: part.matrix.rows) }
        self.places = places
    }

    /// The table at a path: a file of word vectors, a `.npy` or `.npz` file with ids or texts, a
    /// directory with one of these, or a model that looks tokens up.
    /// - Parameter ids: a file with the names of the rows, one a line.
    init(at path: String, ids: String?, threads: Int?) throws {
        if Path.kind(of: path) == .directory, let table = try Self.table(in: path) {
            try self.init(rowsOf: table, ids: ids)
        } else if VectorFile.isName(path), !Self.isName(path) {
            try self.init(rowsOf: path, ids: ids)
        } else if let ids {
            throw UsageError("--ids is for vectors without names, .npy or .npz (\(ids))")
        } else if Path.kind(of: path) == .file, WordVectorFile.seemsToBe(path: path) {
            try self.init(words: path)
        } else {
            try self.init(tokensOf: SentenceEncoder(model: path, threads: threads), path)
        }
    }

    /// The vectors of a directory that have ids beside them; `nil` if there are none.
    private static func table(in directory: String) throws -> String? {
        let tables = try Directory.names(in: FileName(directory)).map(\.string).filter {
            $0.hasSuffix(".npy") && Path.kind(of: directory + "/" + $0 + ".ids") == .file
        }.sorted()
        guard tables.count < 2 else {
            let names = tables.map { $0.quoted() }.joined(separator: ", ")
            throw UsageError("give one of the tables of the directory: \(names) (\(directory))")
        }
        return tables.first.map { directory + "/" + $0 }
    }

    private init(rowsOf path: String, ids: String?) throws {
        let (vectors, places) = try VectorFile.vectors([path])
        self.places = places
        let texts = { try TextSource([(path: $0, format: .text)]) }
        if let ids {
            names = try VectorTexts([ids], open: texts).texts
            guard names.count == vectors.count else {
                throw JobError.idsOfVectors(ids: names.count, vectors: vectors.count, path: ids)
            }
        } else if let known = try VectorFile.ids(of: places)
            ?? VectorTexts(of: places, open: texts)?.texts
        {
            names = known
        } else {
            throw UsageError(
                """
                nothing names the rows: give their ids, one a line, with --ids FILE (\(path))
                """)
        }
        matrix = Matrix(
            rows: vectors.count, columns: vectors.dimension,
            elements: (0..<vectors.count).flatMap { vectors[$0] })
    }

    /// The tokens of a model without a transformer, which gives texts vectors, too.
    private init(tokensOf encoder: SentenceEncoder, _ path: String) throws {
        if let words = encoder.wordVectors {
            try self.init(words)
            return
        }
        guard let table = encoder.tokenTable else {
            throw UsageError(
                """
                a model of sentences has no table of vectors: encode texts with --id-field, and \
                give the .npy file (\(path))
                """)
        }
        self.init(
            matrix: table,
            names: (0..<table.rows).map { encoder.tokenizer.token(for: Int32($0)) ?? "" },
            places: RowPlaces(path: path, count: table.rows))
        unseen = { text in
            let vector = try encoder.encode(text).vector
            return vector.contains { $0 != 0 } ? vector : nil
        }
    }

    private init(matrix: Matrix, names: [String], places: RowPlaces) {
        (self.matrix, self.names, self.places) = (matrix, names, places)
    }
}
