import ArgumentParser
import SencFiles
import SencTraining

/// The forms that vectors of words are written in.
enum WordForm: String, ExpressibleByArgument, CaseIterable {
    case word2vec
    case word2vecBinary = "word2vec-binary"
    case fastText = "fasttext"
    /// A directory.
    case `static`

    /// What a name stands for; `nil` if it does not say.
    init?(path: String, hasNGrams: Bool) {
        let name = Path.lastComponent(of: path)
        if name.hasSuffix(".bin") {
            self = hasNGrams ? .fastText : .word2vecBinary
        } else if name.hasSuffix(".vec") || name.hasSuffix(".txt") {
            self = .word2vec
        } else if path.hasSuffix("/") || !name.utf8.contains(UInt8(ascii: "."))
            || Path.kind(of: path) == .directory
        {
            self = .static
        } else {
            return nil
        }
    }

    fileprivate var file: WordVectorFormat {
        switch self {
        case .word2vec, .static: .word2vec
        case .word2vecBinary: .word2vecBinary
        case .fastText: .fastText
        }
    }
}

/// What vectors of words are written to, opened before they are learned.
enum WordOutput {
    case file(OutputFile, WordForm)
    case directory(OutputDirectory, path: String)

    init(_ path: String, _ form: WordForm) throws {
        self =
            form == .static
            ? .directory(try OutputDirectory(path: path), path: path)
            : .file(try OutputFile(path: path), form)
    }

    /// - Parameter tokenizer: by which the texts were cut, if it was not by words.
    func write(_ vectors: WordVectors, _ tokenizer: StaticTokenizer?) throws {
        switch self {
        case .file(let file, let form):
            try vectors.write(to: file, as: form.file)
            try file.commit()
        case .directory(let directory, let path):
            try vectors.writeStaticModel(
                to: directory, path, tokenizer: tokenizer)
        }
    }
}
