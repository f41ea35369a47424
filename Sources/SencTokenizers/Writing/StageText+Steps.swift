import SencFiles

/// Normalizers, pre-tokenizers and decoders. Steps by a regular expression are not written.
extension JSONText {
    /// - Returns: whether it was written, as the others do.
    mutating func append(normalizer: Normalizer) -> Bool {
        switch normalizer {
        case .none:
            append(raw: "null")
            return true
        case .bert(let normalizer):
            append(bert: normalizer.options)
            return true
        case .steps(let steps):
            return append(sequence: "normalizers", steps) { $0.append(normalization: $1) }
        }
    }

    mutating func append(preTokenizer: PreTokenizer) -> Bool {
        switch preTokenizer {
        case .none:
            append(raw: "null")
            return true
        case .bert:
            append(raw: "{\"type\":\"BertPreTokenizer\"}")
            return true
        case .steps(let steps):
            return append(sequence: "pretokenizers", steps) { $0.append(preTokenization: $1) }
        }
    }

    mutating func append(decoder: Decoder) -> Bool {
        switch decoder {
        case .none:
            append(raw: "null")
            return true
        case .wordPiece(let decoder): return append(wordPiece: decoder)
        case .steps(let steps):
            return append(sequence: "decoders", steps) { $0.append(decoding: $1) }
        }
    }

    private mutating func append<Step>(
        sequence name: String, _ steps: [Step], _ append: (inout JSONText, Step) -> Bool
    ) -> Bool {
        var isWritten = true
        self.append(raw: "{\"type\":\"Sequence\",\"\(name)\":")
        self.append(array: steps) { isWritten = append(&$0, $1) && isWritten }
        self.append(raw: "}")
        return isWritten
    }

    // MARK: Steps

    private mutating func append(bert options: BertNormalizer.Options) {
        let strips = options.stripsAccents.map { "\($0)" } ?? "null"
        append(
            raw: "{\"type\":\"BertNormalizer\",\"clean_text\":\(options.cleansText),"
                + "\"handle_chinese_chars\":\(options.spacesChinese),\"strip_accents\":\(strips),"
                + "\"lowercase\":\(options.lowercases)}")
    }

    private mutating func append(normalization step: NormalizationStep) -> Bool {
        switch step {
        case .bert(let normalizer): append(bert: normalizer.options)
        case .form(let form): append(type: "\(form)".uppercased())
        case .lowercase: append(type: "Lowercase")
        case .stripAccents: append(type: "StripAccents")
        case .nmt: append(type: "Nmt")
        case .byteLevel: append(type: "ByteLevel")
        case .strip(let left, let right):
            append(
                raw: "{\"type\":\"Strip\",\"strip_left\":\(left),\"strip_right\":\(right)}")
        case .prepend(let bytes):
            append(raw: "{\"type\":\"Prepend\",\"prepend\":")
            guard append(token: bytes) else { return false }
            append(raw: "}")
        case .replace(let pattern, let content):
            return append(replacing: pattern, by: content)
        case .precompiled(let map):
            append(raw: "{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"")
            append(raw: Base64.encode(map.blob))
            append(raw: "\"}")
        }
        return true
    }

    private mutating func append(preTokenization step: PreTokenizationStep) -> Bool {
        switch step {
        case .bert: append(type: "BertPreTokenizer")
        case .whitespace: append(type: "Whitespace")
        case .whitespaceSplit: append(type: "WhitespaceSplit")
        case .metaspace(let metaspace):
            return append(
                metaspace: metaspace.replacement, scheme: metaspace.prepends.rawValue,
                splits: metaspace.splits)
        case .prefixSpace, .byteLevel, .split, .words, .punctuation, .digits, .delimiter:
            return false
        }
        return true
    }

    private mutating func append(decoding step: DecodingStep) -> Bool {
        switch step {
        case .wordPiece(let decoder): return append(wordPiece: decoder)
        case .byteLevel: append(type: "ByteLevel")
        case .byteFallback: append(type: "ByteFallback")
        case .fuse: append(type: "Fuse")
        case .metaspace(let replacement, let prepends):
            return append(
                metaspace: replacement, scheme: prepends ? "always" : "never", splits: true)
        case .replace(let pattern, let content): return append(replacing: pattern, by: content)
        case .suffix, .strip: return false
        }
        return true
    }

    // MARK: Components

    private mutating func append(type: String) {
        append(raw: "{\"type\":\"\(type)\"}")
    }

    private mutating func append(
        metaspace replacement: [UInt8], scheme: String, splits: Bool
    ) -> Bool {
        append(raw: "{\"type\":\"Metaspace\",\"replacement\":")
        guard append(token: replacement) else { return false }
        append(raw: ",\"prepend_scheme\":\"\(scheme)\",\"split\":\(splits)}")
        return true
    }

    private mutating func append(
        replacing pattern: TextPattern, by content: [UInt8]
    ) -> Bool {
        guard case .literal(let bytes) = pattern else { return false }
        append(raw: "{\"type\":\"Replace\",\"pattern\":{\"String\":")
        guard append(token: bytes) else { return false }
        append(raw: "},\"content\":")
        guard append(token: content) else { return false }
        append(raw: "}")
        return true
    }

    private mutating func append(wordPiece decoder: WordPieceDecoder) -> Bool {
        append(raw: "{\"type\":\"WordPiece\",\"cleanup\":\(decoder.cleansUp),\"prefix\":")
        guard append(token: decoder.prefix) else { return false }
        append(raw: "}")
        return true
    }
}
