import SencFiles

/// Normalizers, pre-tokenizers and decoders. Steps by a regular expression are not written.
extension JSONWriter {
    /// - Throws: `StageText.Unwritable`, as the others do.
    mutating func normalizer(_ normalizer: Normalizer) throws {
        switch normalizer {
        case .none: null()
        case .bert(let normalizer): bert(normalizer.options)
        case .steps(let steps):
            try sequence("normalizers", steps) { try $0.normalization($1) }
        }
    }

    mutating func preTokenizer(_ preTokenizer: PreTokenizer) throws {
        switch preTokenizer {
        case .none: null()
        case .bert: component("BertPreTokenizer")
        case .steps(let steps):
            let components = PreTokenizationComponent.components(of: steps)
            try sequence("pretokenizers", components) { try $0.preTokenization($1) }
        }
    }

    mutating func decoder(_ decoder: Decoder) throws {
        switch decoder {
        case .none: null()
        case .wordPiece(let decoder): try wordPiece(decoder)
        case .steps(let steps): try sequence("decoders", steps) { try $0.decoding($1) }
        }
    }

    private mutating func sequence<Step>(
        _ name: String, _ steps: [Step], _ write: (inout JSONWriter, Step) throws -> Void
    ) throws {
        try component("Sequence") { try $0.array(name, steps, nil, write) }
    }

    // MARK: Steps

    private mutating func bert(_ options: BertNormalizer.Options) {
        component("BertNormalizer") {
            $0.member("clean_text", options.cleansText)
            $0.member("handle_chinese_chars", options.spacesChinese)
            $0.member("strip_accents", options.stripsAccents)
            $0.member("lowercase", options.lowercases)
        }
    }

    private mutating func normalization(_ step: NormalizationStep) throws {
        switch step {
        case .bert(let normalizer): bert(normalizer.options)
        case .form(let form): component("\(form)".uppercased())
        case .lowercase: component("Lowercase")
        case .stripAccents: component("StripAccents")
        case .nmt: component("Nmt")
        case .byteLevel: component("ByteLevel")
        case .strip(let left, let right):
            component("Strip") {
                $0.member("strip_left", left)
                $0.member("strip_right", right)
            }
        case .prepend(let bytes):
            try component("Prepend") { $0.member("prepend", try StageText.string(bytes)) }
        case .replace(let pattern, let content): try replace(pattern, by: content)
        case .precompiled(let map):
            component("Precompiled") {
                $0.member("precompiled_charsmap", Base64.encode(map.blob))
            }
        }
    }

    mutating func preTokenization(_ step: PreTokenizationStep) throws {
        switch step {
        case .bert: component("BertPreTokenizer")
        case .whitespace: component("Whitespace")
        case .whitespaceSplit: component("WhitespaceSplit")
        case .metaspace(let step):
            try metaspace(step.replacement, scheme: step.prepends.rawValue, splits: step.splits)
        case .prefixSpace, .byteLevel, .split, .words, .punctuation, .digits, .delimiter:
            throw StageText.Unwritable()
        }
    }

    private mutating func decoding(_ step: DecodingStep) throws {
        switch step {
        case .wordPiece(let decoder): try wordPiece(decoder)
        // None of these counts when decoding, but the reference wants them.
        case .byteLevel: byteLevel(addsPrefixSpace: true, splits: true)
        case .byteFallback: component("ByteFallback")
        case .fuse: component("Fuse")
        case .metaspace(let replacement, let prepends):
            try metaspace(replacement, scheme: prepends ? "always" : "never", splits: true)
        case .replace(let pattern, let content): try replace(pattern, by: content)
        case .suffix, .strip: throw StageText.Unwritable()
        }
    }

    // MARK: Components

    private mutating func metaspace(
        _ replacement: [UInt8], scheme: String, splits: Bool
    ) throws {
        try component("Metaspace") {
            $0.member("replacement", try StageText.string(replacement))
            $0.member("prepend_scheme", scheme)
            $0.member("split", splits)
        }
    }

    private mutating func replace(_ pattern: TextPattern, by content: [UInt8]) throws {
        guard case .literal(let bytes) = pattern else { throw StageText.Unwritable() }
        try component("Replace") {
            try $0.object("pattern") { $0.member("String", try StageText.string(bytes)) }
            $0.member("content", try StageText.string(content))
        }
    }

    private mutating func wordPiece(_ decoder: WordPieceDecoder) throws {
        try component("WordPiece") {
            $0.member("cleanup", decoder.cleansUp)
            $0.member("prefix", try StageText.string(decoder.prefix))
        }
    }
}
