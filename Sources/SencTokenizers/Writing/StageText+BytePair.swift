import SencFiles

/// Byte-pair encoding, and the steps that byte-level vocabularies have before it.
extension JSONWriter {
    /// - Throws: `StageText.Unwritable`, as the others do.
    mutating func bytePair(_ model: BytePair) throws {
        let (vocabulary, options) = (model.vocabulary, model.options)
        var unknown: String?
        if let id = model.unknownID {
            guard let token = vocabulary.token(of: id) else { throw StageText.Unwritable() }
            unknown = try StageText.string(token)
        }
        func text(_ bytes: [UInt8]) throws -> String? {
            bytes.isEmpty ? nil : try StageText.string(bytes)
        }
        try component("BPE") { object in
            object.member("dropout") { $0.null() }
            object.member("unk_token", unknown)
            object.member("continuing_subword_prefix", try text(options.continuingPrefix))
            object.member("end_of_word_suffix", try text(options.endSuffix))
            object.member("fuse_unk", options.fusesUnknown)
            object.member("byte_fallback", options.byteFallback)
            object.member("ignore_merges", options.ignoresMerges)
            try object.vocabulary(vocabulary)
            try object.array("merges", model.merges.pairs) { writer, pair in
                guard let left = vocabulary.token(of: pair.left),
                    let right = vocabulary.token(of: pair.right),
                    !left.contains(UInt8(ascii: " ")), !right.contains(UInt8(ascii: " "))
                else { throw StageText.Unwritable() }
                writer.value(try StageText.string(left) + " " + StageText.string(right))
            }
        }
    }

    mutating func preTokenization(_ component: PreTokenizationComponent) throws {
        switch component {
        case .byteLevel(let addsPrefixSpace, let splits):
            byteLevel(addsPrefixSpace: addsPrefixSpace, splits: splits)
        case .step(.words(let pattern)):
            guard let known = WordPattern.known.first(where: { $0.value == pattern }) else {
                throw StageText.Unwritable()
            }
            self.component("Split") {
                $0.object("pattern") { $0.member("Regex", known.key) }
                $0.member("behavior", "Isolated")
                $0.member("invert", false)
            }
        case .step(let step): try preTokenization(step)
        }
    }

    mutating func byteLevel(addsPrefixSpace: Bool, splits: Bool) {
        component("ByteLevel") {
            $0.member("add_prefix_space", addsPrefixSpace)
            $0.member("trim_offsets", true)
            $0.member("use_regex", splits)
        }
    }
}

extension JSONObject {
    /// The object that maps tokens to ids.
    mutating func vocabulary(_ vocabulary: TokenTable) throws {
        try object("vocab") { tokens in
            for id in 0..<Int32(truncatingIfNeeded: vocabulary.idLimit) {
                guard let token = vocabulary.token(of: id) else { continue }
                tokens.member(try StageText.string(token), id)
            }
        }
    }
}

/// What a `tokenizer.json` has one component for.
enum PreTokenizationComponent {
    /// Up to three steps.
    case byteLevel(addsPrefixSpace: Bool, splits: Bool)
    case step(PreTokenizationStep)

    static func components(of steps: [PreTokenizationStep]) -> [PreTokenizationComponent] {
        var result: [PreTokenizationComponent] = []
        var rest = steps[...]
        while let first = rest.popFirst() {
            var following = [first] + rest
            let addsPrefixSpace = if case .prefixSpace = following.first { true } else { false }
            if addsPrefixSpace { following.removeFirst() }
            let splits =
                if case .words(let pattern) = following.first { pattern == .gpt2 } else { false }
            if splits { following.removeFirst() }
            if case .byteLevel = following.first {
                result.append(.byteLevel(addsPrefixSpace: addsPrefixSpace, splits: splits))
                rest = following.dropFirst()
            } else {
                result.append(.step(first))
            }
        }
        return result
    }
}
