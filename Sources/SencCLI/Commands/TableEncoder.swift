import Senc
import SencFiles
import SencTraining

/// What encodes the columns of texts of a table, which the model's directory remembers: `encoder.json`
/// has the stamp of its vectors, and what the model was called where it was learned.
struct TableEncoder {
    static let fileName = "encoder.json"
    private static let format = "senc table encoder"
    private static let version = 1

    let encoder: SentenceEncoder
    let options: EncodingOptions
    let stamp: ModelStamp

    /// For a table that is learned.
    init(_ encoder: SentenceEncoder) throws {
        try self.init(encoder, PromptChoice())
    }

    private init(_ encoder: SentenceEncoder, _ prompt: PromptChoice) throws {
        self.encoder = encoder
        options = EncodingOptions().prompted(prompt, for: .comparison, of: encoder)
        stamp = try encoder.stamp(options: options)
    }

    /// The vectors of all texts of some columns, each of which is encoded once.
    func vectors(of rows: TableRows, columns: [String]) throws -> TextVectors {
        let texts = rows.texts(ofColumns: columns)
        return TextVectors(texts, try encoder.vectors(of: texts, options))
    }

    // MARK: - In a model's directory

    /// What a directory remembers.
    struct Known {
        let stamp: ModelStamp
        /// What the model was called.
        let name: String
        let path: String

        /// - Throws: `TableError.damaged`, `FileError`, `JSONFileError`
        init(model: String) throws {
            path = Path.join(model, TableEncoder.fileName)
            let json = try JSON(path: path, limit: JSON.maximumBytes)
            guard json["format"]?.string == TableEncoder.format,
                json["version"]?.int == TableEncoder.version
            else { throw TableError.damaged("version", path: path) }
            guard let stamp = json["model"].flatMap(ModelStamp.init),
                let name = json["name"]?.string
            else { throw TableError.damaged("model", path: path) }
            (self.stamp, self.name) = (stamp, name)
        }
    }

    /// For a model that was learned.
    /// - Throws: `TableEncoderError.other` for another encoder than that which it was learned with.
    init(_ encoder: SentenceEncoder, matching known: Known) throws {
        var prompt = PromptChoice()
        prompt.text = known.stamp.prompt
        try self.init(encoder, prompt)
        guard let difference = known.stamp.difference(from: stamp) else { return }
        throw TableEncoderError.other(
            name: known.name, given: stamp.model, difference: difference, path: known.path)
    }

    /// - Parameter name: what the encoder is called: one on the search path, or a path.
    func write(to directory: OutputDirectory, _ name: String) throws {
        try directory.write(Self.fileName) { file in
            try file.write(
                JSONWriter.file {
                    $0.member("format", Self.format)
                    $0.member("version", Self.version)
                    $0.member("name", name)
                    $0.member("model", stamp)
                })
        }
    }
}

/// Why texts cannot be encoded as a model of a table needs them.
enum TableEncoderError: Diagnostic, Equatable {
    /// They were encoded by another model.
    case other(name: String, given: String, difference: Message, path: String)

    var message: Message {
        switch self {
        case .other(let name, let given, let difference, let path):
            """
            the texts were encoded by \(name.quoted()), which \(given.quoted()) does not match: \
            \(difference); give that one with --model (\(path))
            """
        }
    }

    var status: SencFiles.ExitStatus { .badData }
}
