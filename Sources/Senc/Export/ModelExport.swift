internal import SencFiles
package import SencMath
internal import SencTokenizers
internal import SencWeights

/// A model as it is written for sentence-transformers: `modules.json` and its modules' files, the
/// first module's beside it.
struct ModelExport {
    /// Written last: without it no reader takes the directory for a model.
    private static let weightsName = WeightFile.fileName
    private static let modulesName = "modules.json"
    private let settings: ModelSettings
    /// What the model is called.
    private let name: String
    private let type: ExportType
    /// What stands in place of tensors of the model's files, by their names there.
    private let learned: [String: StoredMatrix]
    /// Files that stand beside the model; `README.md` among them replaces the one that is made.
    private let companions: [(name: String, bytes: [UInt8])]
    /// The tokens that are kept; `nil` for all.
    private let cut: VocabularyCut?

    /// - Parameter model: the model as it was asked for.
    init(
        _ settings: ModelSettings, askedForAs model: String, _ type: ExportType,
        learned: [String: StoredMatrix] = [:],
        companions: [(name: String, bytes: [UInt8])] = [], cut: VocabularyCut? = nil
    ) {
        (self.settings, self.type) = (settings, type)
        (self.learned, self.companions, self.cut) = (learned, companions, cut)
        // A path like `.` says nothing of what it is.
        let path = [".", ".."].contains(Path.lastComponent(of: model)) ? Path.resolved(model) : nil
        name = Path.kind(of: model) == nil ? model : Path.lastComponent(of: path ?? model)
    }

    /// - Parameter last: looks at the directory, whose path it takes, before it appears, and returns
    ///   more files of it; what it throws leaves nothing.
    /// - Returns: the size of all files in bytes.
    func write(
        to path: String, _ checkpoint: () throws -> Void,
        last: (String) throws -> [(name: String, bytes: [UInt8])] = { _ in [] }
    ) throws -> Int {
        let input = try input()
        let modules = try ExportedModules(settings)
        let target = try OutputDirectory(path: path)
        func make(_ files: [(name: String, bytes: [UInt8])]) throws {
            for (name, bytes) in files { try target.write(name) { try $0.write(bytes) } }
        }
        func copy(_ files: [(name: String, path: String)]) throws {
            for (name, path) in files { try target.copy(path, to: name, checkpoint) }
        }
        try make([(Self.modulesName, modules.list(first: input.module))])
        try make(input.files + modules.files)
        try copy(input.copies + modules.copies + terms())
        for (name, tensors) in try modules.weights(learned: learned) {
            try target.write(name, tensors, as: type, checkpoint: checkpoint)
        }
        if !companions.contains(where: { $0.name == ModelCard.fileName }) {
            try make([(ModelCard.fileName, card(dimension: modules.dimension))])
        }
        try make(companions)
        try target.write(
            Self.weightsName, input.tensors, as: type, checkpoint: checkpoint)
        try input.check()
        try make(last(target.partialPath))
        try checkpoint()
        try target.commit(last: Self.weightsName)
        return target.byteCount
    }

    /// The first module.
    private struct Input {
        /// Its class.
        let module: String
        let tensors: [ExportedTensor]
        var files: [(name: String, bytes: [UInt8])]
        var copies: [(name: String, path: String)]
        /// Throws if something of the model was left.
        var check: () throws -> Void = {}
    }

    private func input() throws -> Input {
        switch settings.input {
        case .transformer(let configuration):
            let tokenizer = try settings.transformerTokenizer()
            try settings.check(tokenizer)
            let files = try ExportedTokenizer(settings, cut)
            let encoder = try ExportedEncoder(
                configuration, of: settings, type, learned: learned, cut: cut,
                paddingID: tokenizer.specialTokenIDs.padding)
            return Input(
                module: "Transformer", tensors: encoder.tensors,
                files: files.files + [
                    ("config.json", encoder.configuration),
                    ("sentence_bert_config.json", try settingsFile(encoder)),
                ], copies: files.copies + encoder.code, check: encoder.checkAdapter)
        case .table(let model):
            try settings.check(model.tokenizer)
            let table = try ExportedTable(
                model, of: settings, type, learned: learned[model.matrixName], cut: cut)
            return Input(
                module: table.module, tensors: [table.tensor], files: table.files,
                copies: table.copies)
        }
    }

    /// `sentence_bert_config.json`
    private func settingsFile(_ encoder: ExportedEncoder) throws -> [UInt8] {
        let arguments =
            settings.gguf == nil
            ? try SentenceBertConfiguration(directory: settings.inputDirectory).arguments : []
        return JSONWriter.file { file in
            file.member("max_seq_length", settings.maximumTokens)
            file.member("do_lower_case", settings.lowercasesText)
            for (key, value) in arguments { file.member(key, value) }
            if encoder.lacksPooler, !arguments.contains(where: { $0.key.hasPrefix("model_") }) {
                // Version 2 of sentence-transformers wants the second key where there is one.
                file.object("model_args") {
                    $0.member("add_pooling_layer", false)
                    $0.member("trust_remote_code", false)
                }
            }
        }
    }

    /// What stands beside any model: how its vectors score, and its terms.
    private func terms() throws -> [(name: String, path: String)] {
        let home = settings.home
        // A file of word vectors stands beside anything.
        if case .table(let model) = settings.input, model.words != nil { return [] }
        if settings.gguf?.isSelfContained == true { return [] }
        let licenses = settings.licenseFiles
        // A model that has learned scores otherwise.
        let hasScores = try learned.isEmpty && ScoreFile(directory: home) != nil
        return licenses + (hasScores ? ExportedTable.present([ScoreFile.fileName], in: home) : [])
    }

    private func card(dimension: Int) -> [UInt8] {
        let shown = name.onOneLine()
        var lines = ["---"]
        let languages = settings.statedLanguages.languages
        if !languages.isEmpty {
            lines.append("language:")
            // Quoted, for YAML takes no for false.
            lines += languages.map { "- \"\($0)\"" }
        }
        lines += [
            "library_name: sentence-transformers", "pipeline_tag: sentence-similarity", "tags:",
            "- sentence-transformers", "- sentence-similarity", "- feature-extraction", "---", "",
            "# \(shown)", "",
            "Turns texts into vectors of \(dimension) dimensions. Written by senc from \(shown), "
                + "the weights in \(type.rawValue)"
                + (cut.map { ", the vocabulary cut to \($0.oldIDs.count) tokens" } ?? "") + ".", "",
        ]
        return Array(lines.joined(separator: "\n").utf8)
    }
}

extension ModelSettings {
    /// Terms that go with the weights.
    private static let licenses = ["LICENSE", "LICENSE.md", "LICENSE.txt", "NOTICE"]

    /// The directory that the model is, or its file is in.
    fileprivate var home: String {
        Path.kind(of: directory) == .file ? Path.parent(of: directory) ?? "." : directory
    }

    /// The files beside the model that say on which terms it may be used.
    var licenseFiles: [(name: String, path: String)] {
        ExportedTable.present(Self.licenses, in: home).filter { Path.kind(of: $0.path) == .file }
    }

    /// Writes the model as a directory that sentence-transformers loads, with some tensors replaced.
    /// - Parameters:
    ///   - model: as it was asked for.
    ///   - learned: what stands in place of tensors, by their names in the model's files, those of
    ///     modules behind the first with the module's path before them: [rows, columns], or of a vector
    ///     [1, count].
    ///   - companions: files beside it, such as a card, `README.md`.
    ///   - last: is given the directory of the files before they appear, and returns more of them.
    /// - Throws: as `SentenceEncoder.export`, and what `checkpoint` does.
    package func export(
        to directory: String, askedForAs model: String, _ type: ExportType = .float32,
        learned: [String: StoredMatrix], companions: [(name: String, bytes: [UInt8])],
        checkpoint: () throws -> Void = {},
        last: (String) throws -> [(name: String, bytes: [UInt8])] = { _ in [] }
    ) throws {
        _ = try ModelExport(
            self, askedForAs: model, type, learned: learned, companions: companions
        ).write(to: directory, checkpoint, last: last)
    }
}

extension OutputDirectory {
    /// Pieces in which files are copied.
    private static let copiedBytes = 1 << 20

    /// Copies a file.
    /// - Parameter checkpoint: as for weights.
    fileprivate func copy(
        _ path: String, to name: String, _ checkpoint: () throws -> Void
    ) throws {
        let source = try MappedFile(parsing: path)
        try write(name) { file in
            try withExtendedLifetime(source) {
                var rest = source.bytes[...]
                while !rest.isEmpty {
                    try checkpoint()
                    try file.write(rest.prefix(Self.copiedBytes))
                    rest = rest.dropFirst(Self.copiedBytes)
                }
            }
        }
    }
}
