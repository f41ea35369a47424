package import SencFiles
package import SencTokenizers
internal import SencWeights

/// What vectors were made by, to be kept with them: those of two encoders may be compared if there
/// is no `difference` between their stamps.
///
/// Hashes are of contents (XXH64), so a model that was moved, copied or cut into shards has the
/// same stamp. Precision and threads are not part of it: approximations are of the same vectors.
package struct ModelStamp: Sendable, Equatable {
    /// What errors call the model; not compared.
    package let model: String
    /// Of all tensors, or of the file that is the whole model.
    package let weights: String
    /// Of the tokenizer's files.
    package let tokenizer: String
    /// Of what the configuration says of the encoder, pooling and the modules after it.
    package let configuration: String
    /// What was put before each text.
    package let prompt: String
    /// What the model calls that, if it is one of its prompts; not compared.
    package let promptName: String?
    /// The role that it stands for in the model, if it is one's alone; not compared.
    package let role: TextRole?
    package let dimension: Int
    /// Whether vectors are scaled to length 1.
    package let isNormalized: Bool
    /// Whether that was done, once more or for the first time, to what was kept of them.
    package let isNormalizedLast: Bool
    /// Which end of long texts was cut off.
    package let truncationSide: TruncationSide

    /// Whether the model's name, of whose path the last component alone is kept, leads to a model.
    package var namesModel: Bool { (try? ModelSearch.locate(model)) != nil }

    /// The model's name, if that leads to a model on the search path or in the Hugging Face cache,
    /// not to whatever a path leads to: a stamp is as hostile as the file that it is in.
    package var modelAtHand: String? { ModelSearch.isAtHand(model) ? model : nil }

    /// The same of a model that is called otherwise.
    package func named(_ model: String) -> ModelStamp {
        ModelStamp(
            model: model, weights: weights, tokenizer: tokenizer, configuration: configuration,
            prompt: prompt, promptName: promptName, role: role, dimension: dimension,
            isNormalized: isNormalized, isNormalizedLast: isNormalizedLast,
            truncationSide: truncationSide)
    }

    /// What differs between the models; `nil` if it is one.
    package func modelDifference(from other: ModelStamp) -> Message? {
        if weights != other.weights { return "their weights differ" }
        if tokenizer != other.tokenizer { return "their tokenizers differ" }
        if configuration != other.configuration { return "their configurations differ" }
        return nil
    }

    /// What differs; `nil` if vectors may be compared.
    package func difference(from other: ModelStamp) -> Message? {
        if let difference = modelDifference(from: other) { return difference }
        if prompt != other.prompt {
            return "their prompts are \(prompt.quoted()) and \(other.prompt.quoted())"
        }
        if dimension != other.dimension {
            return "their vectors have dimension \(dimension) and \(other.dimension)"
        }
        if isNormalized != other.isNormalized { return "one of them is not normalized" }
        if isNormalizedLast != other.isNormalizedLast {
            return "one of them is normalized before truncation, and not after it"
        }
        if truncationSide != other.truncationSide {
            return truncationSide == .left
                ? "long texts are cut at the left and at the right"
                : "long texts are cut at the right and at the left"
        }
        return nil
    }

    /// Holds vectors of this stamp, which are used with those that were stored, against theirs.
    /// - Parameter path: where the others are stored.
    package func check(against stored: ModelStamp, path: String) throws(ModelStampError) {
        try checkModel(against: stored, path: path)
        guard let difference = stored.difference(from: self) else { return }
        throw .otherOptions(
            stored: stored.model, given: model, difference: difference, path: path)
    }

    /// Holds the model of this stamp against that of vectors that were stored.
    /// - Parameter path: where they are stored.
    package func checkModel(
        against stored: ModelStamp, path: String
    ) throws(ModelStampError) {
        guard let difference = stored.modelDifference(from: self) else { return }
        throw .otherModel(
            stored: stored.model, given: model, difference: difference, path: path)
    }
}

/// Vectors of two kinds that cannot be compared.
package enum ModelStampError: Diagnostic, Equatable {
    case otherModel(stored: String, given: String, difference: Message, path: String)
    /// Of one model, with other options.
    case otherOptions(stored: String, given: String, difference: Message, path: String)
    /// Both stored, so that neither has to be the wrong one.
    case twoModels(String, String, difference: Message, path: String, otherPath: String)

    package var message: Message {
        switch self {
        case .otherModel(let stored, let given, let difference, let path):
            """
            made with the model \(stored.quoted()), which \(given.quoted()) does not match: \
            \(difference); give that one with --model, or make it anew with this one (\(path))
            """
        case .otherOptions(let stored, let given, let difference, let path):
            """
            made with the model \(stored.quoted()), which \(given.quoted()) does not match: \
            \(difference) (\(path))
            """
        case .twoModels(let one, let other, let difference, let path, let otherPath):
            """
            made with the model \(one.quoted()), and \(otherPath) with \(other.quoted()): \
            \(difference); only vectors of one model can be compared (\(path))
            """
        }
    }

    package var status: ExitStatus { .badData }
}

// MARK: - As JSON

extension ModelStamp {
    /// - Returns: `nil` if a member is missing or of another type. What the prompt is called and
    ///   stands for is not in every stamp, and the last two are not in stamps of the first version,
    ///   which made no other vectors than those they stand for.
    package init?(_ json: JSON) {
        guard let model = json["model"]?.string, let weights = json["weights"]?.string,
            let tokenizer = json["tokenizer"]?.string,
            let configuration = json["configuration"]?.string, let prompt = json["prompt"]?.string,
            let dimension = json["dimension"]?.int, let isNormalized = json["normalized"]?.bool
        else { return nil }
        self.init(
            model: model, weights: weights, tokenizer: tokenizer, configuration: configuration,
            prompt: prompt, promptName: json["promptName"]?.string,
            role: json["role"]?.string.flatMap(TextRole.init), dimension: dimension,
            isNormalized: isNormalized,
            isNormalizedLast: json["normalizedLast"]?.bool ?? false,
            truncationSide: json["truncationSide"]?.string.flatMap(TruncationSide.init) ?? .right)
    }
}

extension ModelStamp: JSONValue {
    package func write(to writer: inout JSONWriter) {
        writer.object {
            $0.member("model", model)
            $0.member("weights", weights)
            $0.member("tokenizer", tokenizer)
            $0.member("configuration", configuration)
            $0.member("prompt", prompt)
            $0.member("promptName", ifPresent: promptName)
            $0.member("role", ifPresent: role?.rawValue)
            $0.member("dimension", dimension)
            $0.member("normalized", isNormalized)
            if isNormalizedLast { $0.member("normalizedLast", true) }
            if truncationSide != .right { $0.member("truncationSide", truncationSide.rawValue) }
        }
    }
}

// MARK: - Of an encoder

extension SentenceEncoder {
    /// What the vectors of texts depend on. Reads all of the model's files.
    /// - Throws: `EncodingError` if the options do not fit the model; `FileError` or
    ///   `WeightsError` if a file can no longer be read.
    package func stamp(options: EncodingOptions = EncodingOptions()) throws -> ModelStamp {
        let rules = try textTokenizer.rules(for: options)
        let dimension = try outputDimension(options)
        let directory = settings.moduleDirectory
        var (weights, tokenizer, configuration) = (XXHash64(), XXHash64(), XXHash64())
        configuration.update(settings.pooling.modes.map(\.rawValue).joined(separator: " "))
        configuration.update("\(settings.pooling.includesPrompt)")
        if Path.kind(of: directory) == .file {
            try weights.update(file: directory)
        } else {
            try weights.update(tensorsOf: self.weights)
            if let adapter = settings.adapter {
                try weights.update(tensorsOf: adapter.weightsPath)
                try configuration.update(files: [AdapterConfiguration.fileName], in: adapter.path)
            }
            try configuration.update(
                files: ["config.json"],
                in: settings.adapter?.baseInputDirectory ?? settings.inputDirectory)
            tokenizer.update("\(settings.lowercasesText)")
            try tokenizer.update(
                files: Tokenizer.fileNames + StaticConfiguration.wordFileNames,
                in: settings.tokenizerDirectory)
        }
        for module in settings.modules {
            switch module {
            case .dense(let path), .layerNorm(let path):
                let module = Path.join(directory, path)
                try weights.update(tensorsOf: module)
                try configuration.update(files: ["config.json"], in: module)
            case .normalize: configuration.update("normalize")
            case .pooling: break
            }
        }
        return ModelStamp(
            model: name,
            weights: weights.digits, tokenizer: tokenizer.digits,
            configuration: configuration.digits, prompt: rules.prompt,
            promptName: promptName(options), role: role(ofPrompt: rules.prompt),
            dimension: dimension,
            isNormalized: normalizes(options), isNormalizedLast: scalesResults(options),
            truncationSide: rules.truncationSide)
    }
}

extension XXHash64 {
    private static let windowBytes = 1 << 20

    /// Adds a text and where it ends.
    fileprivate mutating func update(_ text: String) {
        withUnsafeBytes(of: text.utf8.count.littleEndian) { update($0) }
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    fileprivate mutating func update(file path: String) throws {
        let file = try MappedFile(path: path)
        withUnsafeBytes(of: file.bytes.count.littleEndian) { update($0) }
        update(file, 0..<file.bytes.count)
    }

    /// Adds a part of a file, of which little is in memory at once.
    private mutating func update(_ file: MappedFile, _ range: Range<Int>) {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.windowBytes) {
            let window = start..<min(start + Self.windowBytes, range.upperBound)
            update(UnsafeRawBufferPointer(rebasing: file.bytes[window]))
            file.release(window)
        }
    }

    /// Adds those files of a directory that are there.
    fileprivate mutating func update(files names: [String], in directory: String) throws {
        for name in names where Path.exists(Path.join(directory, name)) {
            update(name)
            let path = Path.join(directory, name)
            // Some of them are not read otherwise, which would have told.
            let bytes = try MappedFile(path: path).bytes.count
            guard bytes <= JSON.maximumBytes else {
                throw FileError.tooLarge(path: path, bytes: bytes, limit: JSON.maximumBytes)
            }
            try update(file: path)
        }
    }

    /// Adds the tensors of a weight file, or of several with their index.
    fileprivate mutating func update(tensorsOf path: String) throws {
        for tensor in try WeightFile(path: path).tensors.sorted(by: { $0.name < $1.name }) {
            update("\(tensor.name) \(tensor.elementType) \(tensor.shape)")
            update(tensor.file, tensor.range)
        }
    }

    /// The digest in hexadecimal.
    fileprivate var digits: String {
        let text = String(digest, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
