package import SencFiles
internal import SencWeights

/// A tokenizer whose tokens the words are, for a directory of static embeddings.
package struct StaticTokenizer: Sendable {
    /// The text of its `tokenizer.json`.
    package let document: [UInt8]
    /// The token of each id; `nil` of ids that are no token's.
    package let tokens: [String?]

    package init(document: [UInt8], tokens: [String?]) {
        (self.document, self.tokens) = (document, tokens)
    }
}

extension WordVectors {
    private static let module = "0_StaticEmbedding"
    private static let modules = "modules.json"

    /// Writes the vectors as a directory of static embeddings, which sentence-transformers
    /// (`StaticEmbedding`) and model2vec read: a text's vector is the mean of its words'. It appears
    /// whole or not at all.
    ///
    /// The directory's tokenizer finds words as they were found in the texts, as nearly as its form
    /// allows; words that were not learned count as zeros.
    /// - Parameter directory: of nothing, or of an empty directory.
    /// - Throws: `FileError` if it cannot be written, or has something in it.
    public func writeStaticModel(to directory: String) throws {
        try writeStaticModel(to: OutputDirectory(path: directory), directory)
    }

    /// - Parameters:
    ///   - name: what the model is called.
    ///   - tokenizer: the one by which texts were cut into words; by default what `options` say.
    package func writeStaticModel(
        to directory: OutputDirectory, _ name: String, tokenizer: StaticTokenizer? = nil
    ) throws {
        func write(_ name: String, _ bytes: [UInt8]) throws {
            try directory.write(name) { try $0.write(bytes) }
        }
        let list = JSONWriter.line {
            $0.array(["StaticEmbedding"], .lines(2)) { writer, module in
                writer.object(.lines(4)) {
                    $0.member("idx", 0)
                    $0.member("name", "0")
                    $0.member("path", Self.module)
                    $0.member("type", "sentence_transformers.models.\(module)")
                }
            }
        }
        let settings = JSONWriter.file {
            $0.object("prompts") { _ in }
            $0.member("default_prompt_name") { $0.null() }
            $0.member("similarity_fn_name", "cosine")
        }
        try write("config_sentence_transformers.json", settings)
        try write("README.md", card(name))
        try write("\(Self.module)/tokenizer.json", tokenizer?.document ?? tokenizerDocument)
        try directory.write("\(Self.module)/model.safetensors") { file in
            try writeTable(to: file, rows: tokenizer.map { rows($0) })
        }
        // Without it no reader takes the directory for a model.
        try write(Self.modules, list)
        try directory.commit(last: Self.modules)
    }

    /// The word of each of a tokenizer's ids.
    private func rows(_ tokenizer: StaticTokenizer) -> [Int?] {
        tokenizer.tokens.map { $0.flatMap(vocabulary.index(of:)) }
    }

    /// - Parameter rows: the word of each row, `nil` for none; by default none, for what is unknown,
    ///   and then the words.
    private func writeTable(to file: OutputFile, rows: [Int?]? = nil) throws {
        let rows = rows ?? [nil] + (0..<vectors.rows).map { $0 }
        var writer = try SafetensorsWriter(
            [.init(name: "embedding.weight", shape: [rows.count, vectors.columns])], as: .float32,
            to: file, path: "model.safetensors")
        let none = [Float](repeating: 0, count: vectors.columns)
        for word in rows {
            let row = word.map { vectors[$0] } ?? none[...]
            try row.withUnsafeBufferPointer { row throws(WeightsError) in try writer.append(row) }
        }
        writer.finish()
    }

    private func card(_ name: String) -> [UInt8] {
        let lines = [
            "---", "library_name: sentence-transformers", "pipeline_tag: sentence-similarity",
            "tags:", "- sentence-transformers", "- sentence-similarity", "- feature-extraction",
            "- static-embeddings", "---", "", "# \(Path.lastComponent(of: name).onOneLine())", "",
            "Vectors of \(vectors.rows) words, of \(vectors.columns) dimensions, learned by senc from "
                + "\(vocabulary.seenCount) words of text. A text's vector is the mean of its words'.",
            "",
        ]
        return Array(lines.joined(separator: "\n").utf8)
    }

    // MARK: - The tokenizer

    /// `tokenizer.json`: words as `WordScanner` finds them.
    private var tokenizerDocument: [UInt8] {
        var unknown = "[UNK]"
        while vocabulary.index(of: unknown) != nil { unknown = "[\(unknown)]" }
        return JSONWriter.file { file in
            file.member("version", "1.0")
            file.member("truncation") { $0.null() }
            file.member("padding") { $0.null() }
            file.member("added_tokens", [String]())
            file.member("normalizer") { writer in
                guard options.lowercases else { return writer.null() }
                writer.object { $0.member("type", "Lowercase") }
            }
            file.object("pre_tokenizer") { options.rule.writePreTokenizer(to: &$0) }
            file.member("post_processor") { $0.null() }
            file.member("decoder") { $0.null() }
            file.object("model", .lines(4)) { model in
                model.member("type", "WordLevel")
                model.object("vocab", .lines(6)) { list in
                    list.member(unknown, 0)
                    for word in 0..<vocabulary.count { list.member(vocabulary[word], word + 1) }
                }
                model.member("unk_token", unknown)
            }
        }
    }
}

extension WordScanner.Rule {
    /// A step of `tokenizer.json` that cuts texts where a scanner does.
    fileprivate func writePreTokenizer(to step: inout JSONObject) {
        guard self == .unicode else { return step.member("type", "WhitespaceSplit") }
        step.member("type", "Split")
        step.object("pattern") { $0.member("Regex", Self.wordPattern) }
        step.member("behavior", "Removed")
        // What the pattern matches is kept.
        step.member("invert", true)
    }

    /// A word, as a regular expression.
    private static var wordPattern: String {
        let alone = #"\p{Ideographic}\x{3041}-\x{309F}"#
        let letter = #"[\p{L}\p{M}\p{Nl}\p{Pc}&&[^\#(alone)]]"#
        let digit = #"[\p{Nd}\p{No}]"#
        return "[\(alone)]|(?:\(letter)+(?:['.·’](?=\(letter)))?|\(digit)+(?:[.,](?=\(digit)))?)+"
    }
}
