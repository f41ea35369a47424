internal import SencFiles
internal import SencMath
internal import SencTokenizers
internal import SencWeights

/// Token or word vectors as the modules of sentence-transformers for them load them.
struct ExportedTable {
    private static let configurationName = "config.json"
    private static let whitespaceTokenizer =
        "sentence_transformers.models.tokenizer.WhitespaceTokenizer"

    /// The class of the module.
    let module: String
    let tensor: ExportedTensor
    /// Files that are made.
    private(set) var files: [(name: String, bytes: [UInt8])] = []
    /// Files that are copied.
    private(set) var copies: [(name: String, path: String)] = []

    /// - Parameters:
    ///   - learned: the rows that stand in place of the file's.
    ///   - cut: the tokens that are kept, if not all are.
    init(
        _ model: StaticConfiguration, of settings: ModelSettings, _ type: ExportType,
        learned: StoredMatrix?, cut: VocabularyCut?
    ) throws {
        let rows = cut?.rows(of: model.idCount)
        if let file = model.words {
            try self.init(file, model.tokenizer, cut)
        } else if settings.pipeline.input == .wordEmbeddings {
            self.init(
                "WordEmbeddings", try EmbeddingTable(model, learned: learned), rows,
                as: "emb_layer.weight",
                copies: Self.present(
                    StaticConfiguration.wordFileNames + (cut == nil ? Tokenizer.fileNames : []),
                    in: settings.inputDirectory))
            if let cut { try add(cut, model.tokenizer, of: settings.inputDirectory) }
        } else {
            // Models of model2vec stay such, for they treat unknown tokens and long texts in their
            // own way. Their maps and weights of tokens become part of the table.
            let isModel2Vec = model.tokenization.cutsAtMedianLength
            let directory = settings.inputDirectory
            self.init(
                "StaticEmbedding", try EmbeddingTable(model, learned: learned), rows,
                as: isModel2Vec ? "embeddings" : "embedding.weight",
                copies: cut == nil ? Self.present(["tokenizer.json"], in: directory) : [])
            if let cut { files = [try CutTokenizer.document(cut, in: directory)] }
            let path = Path.join(directory, Self.configurationName)
            if isModel2Vec, let file = try ConfigurationFile.ifPresent(path) {
                let bytes = ExportedEncoder.configuration(
                    file.root, type, cut.map { ($0, (model.idCount, rows?.count ?? 0)) })
                files.append((Self.configurationName, bytes))
            }
        }
    }

    /// - Parameter rows: the ids that are kept, if not all are.
    private init(
        _ module: String, _ table: EmbeddingTable, _ rows: [Int]?, as name: String,
        copies: [(name: String, path: String)]
    ) {
        self.module = module
        tensor = ExportedTensor(
            name: name, rows: rows?.count ?? table.idCount, columns: table.dimension
        ) { table.copyVector(of: rows?[$0] ?? $0, to: $1) }
        self.copies = copies
    }

    /// Takes the tokens that are kept of a list of words, or of a tokenizer's files.
    private mutating func add(
        _ cut: VocabularyCut, _ tokenizer: Tokenizer, of directory: String
    ) throws {
        guard tokenizer.isWordList else {
            let own = try CutTokenizer(cut, in: directory)
            files += own.files
            copies += own.copies
            return
        }
        let name = StaticConfiguration.wordsName
        copies.removeAll { $0.name == name }
        let words = try JSON(path: Path.join(directory, name), limit: JSON.maximumBytes)
        let list = JSONWriter.line {
            $0.object(.spaced) { file in
                for (key, value) in words.members ?? [] {
                    guard key == "vocab", let all = value.elements else {
                        file.member(key, value)
                        continue
                    }
                    file.array(key, cut.oldIDs) { $0.value(all[Int($1)]) }
                }
            }
        }
        files.append((name, list))
    }

    /// A file of word vectors becomes `WordEmbeddings` with the tokenizer that senc looks words up
    /// by. Of equal words the first stays, which is the one that is found, and of words that are
    /// no UTF-8 none, for no text has them.
    private init(
        _ file: WordVectorFile, _ tokenizer: Tokenizer, _ cut: VocabularyCut?
    ) throws {
        guard file.subwords?.lengths == nil else { throw ExportError.subwords(path: file.path) }
        var kept: [Int] = []
        for index in 0..<file.count where cut == nil || cut?.newID(of: index) != nil {
            guard let word = Self.word(index, of: file),
                tokenizer.id(of: word) == Int32(clamping: index)
            else { continue }
            kept.append(index)
        }
        guard !kept.isEmpty else { throw ExportError.noWords(path: file.path) }
        module = "WordEmbeddings"
        tensor = ExportedTensor(
            name: "emb_layer.weight", rows: kept.count, columns: file.dimension
        ) { file.copyVector(kept[$0], to: $1) }
        files = [
            (StaticConfiguration.configurationName, Self.wordConfiguration),
            (StaticConfiguration.wordsName, Self.list(of: kept, in: file)),
        ]
    }

    private static var wordConfiguration: [UInt8] {
        JSONWriter.file {
            $0.member("tokenizer_class", whitespaceTokenizer)
            $0.member("update_embeddings", false)
            $0.member("max_seq_length", InputModule.unlimitedTokens)
        }
    }

    private static func word(_ index: Int, of file: WordVectorFile) -> String? {
        String(validating: Array(file.bytes(ofWord: index)), as: UTF8.self)
    }

    private static func list(of words: [Int], in file: WordVectorFile) -> [UInt8] {
        JSONWriter.line {
            $0.object(.spaced) {
                $0.array("vocab", words) { $0.value(word($1, of: file)) }
                $0.member("stop_words", [String]())
                $0.member("do_lower_case", false)
            }
        }
    }

    static func present(_ names: [String], in directory: String) -> [(name: String, path: String)] {
        names.map { ($0, Path.join(directory, $0)) }.filter { Path.exists($0.1) }
    }
}
