import SencFiles

extension Tokenizer {
    /// BERT's tokenizer over a `vocab.txt`, or MPNet's, as `tokenizer_config.json` sets it up.
    init(
        vocabularyText path: String, configuration: TokenizerConfiguration
    ) throws(TokenizerError) {
        var configuration = configuration
        let classes = TokenizerConfiguration.bertClasses
        let name = configuration.baseClass(implied: classes)
        if let name, !classes.contains(name) {
            throw .unsupportedComponent(
                path: configuration.classPath, field: "tokenizer_class", type: name)
        }
        let isMPNet = name == "MPNetTokenizer"
        if isMPNet {
            configuration.names = .mpnet
            configuration.making = .stripping
        }
        let model = try WordPiece(
            vocabulary: TokenTable.vocabulary(text: path),
            unknownToken: configuration.name(of: .unknown),
            maximumScalarsPerWord: WordPiece.defaultMaximumScalarsPerWord, path: path)
        var added = AddedTokenList(vocabulary: model.vocabulary)
        try added.add(
            configuration,
            roles: isMPNet ? TokenizerConfiguration.Role.allCases : TokenizerConfiguration.Role.bert
        )
        let special = { (role: TokenizerConfiguration.Role) in
            added.id(for: Array(configuration.name(of: role).utf8))
        }
        let (first, last) = (special(.classification), special(.separator))
        var postProcessor = PostProcessor.bert(classification: first, separator: last)
        if isMPNet {
            postProcessor = .roberta(classification: first, separator: last)
            postProcessor.trimmings = [OffsetTrimming(addsPrefixSpace: false)]
        }
        self.init(
            added: added, normalizer: .bert(BertNormalizer(configuration.normalization)),
            preTokenizer: .bert, model: .wordPiece(model),
            postProcessor: postProcessor,
            decoder: .wordPiece(WordPieceDecoder(prefix: Array("##".utf8), cleansUp: true)),
            configuration: configuration)
    }
}

extension TokenTable {
    /// The largest file read: three times the largest vocabulary known.
    static let maximumTextBytes = 1 << 24

    /// The vocabulary of a text file: a token a line, its id the line's number from 0.
    ///
    /// As in the reference, white space at a line's end is not a part of the token, an empty line
    /// is the empty token, and of equal lines the last counts.
    static func vocabulary(text path: String) throws(TokenizerError) -> TokenTable {
        let file = try MappedFile.tokenizerFile(path)
        let text = file.bytes.bindMemory(to: UInt8.self)
        guard text.count <= maximumTextBytes else {
            throw .tooLarge(path: path, bytes: text.count, limit: maximumTextBytes)
        }
        if let offset = UTF8Validation.firstInvalidOffset(in: text) {
            let line = text[..<offset].count { $0 == UInt8(ascii: "\n") } + 1
            throw .invalidUTF8(path: path, line: line)
        }
        // Empty lines are all one token, so only the others need room.
        var tokens = 2
        for index in text.indices.dropFirst()
        where text[index] == UInt8(ascii: "\n") && text[index - 1] != UInt8(ascii: "\n") {
            tokens += 1
        }
        var builder = TokenTableBuilder(
            capacity: tokens, byteCapacity: text.count,
            continuingPrefix: Array("##".utf8))
        var start = 0
        var id: Int32 = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
            _ = builder.insert(text.slice(start..<trimmedEnd(of: text, start..<end)), id: id)
            start = end + 1
            id += 1
        }
        return builder.finish(idCount: Int(id)).table
    }

    /// Where the range ends without the white space at its end.
    private static func trimmedEnd(
        of text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, Scalars.isWhitespace(text.scalar(before: end)) {
            end -= 1
            while end > range.lowerBound, text[end] & 0xC0 == 0x80 { end -= 1 }
        }
        return end
    }
}
