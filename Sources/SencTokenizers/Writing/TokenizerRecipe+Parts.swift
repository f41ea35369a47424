import SencFiles

/// The parts of a recipe's `tokenizer.json`.
extension TokenizerRecipe {
    /// What SentencePiece writes for a space.
    private static let space = "\u{2581}"

    func write(_ token: String, _ id: Int, to writer: inout JSONWriter) {
        writer.object {
            $0.member("id", id)
            $0.member("content", token)
            $0.member("single_word", false)
            // RoBERTa's mask takes the space before it.
            $0.member("lstrip", family != .wordPiece && token == name(of: .mask))
            $0.member("rstrip", false)
            $0.member("normalized", false)
            $0.member("special", true)
        }
    }

    func writeNormalizer(to writer: inout JSONWriter) {
        if family == .wordPiece {
            return writer.component("BertNormalizer") {
                $0.member("clean_text", true)
                $0.member("handle_chinese_chars", true)
                $0.member("strip_accents", stripsAccents)
                $0.member("lowercase", lowercases)
            }
        }
        var steps: [String] = []
        if family == .unigram { steps.append("Nmt") }
        let isExact = family == .bytePair && splitting == .byteLevel
        if stripsAccents == true {
            steps += isExact ? ["NFD", "StripAccents", "NFC"] : ["NFKD", "StripAccents", "NFKC"]
        } else if !isExact {
            steps.append("NFKC")
        }
        if lowercases { steps.append("Lowercase") }
        if steps.isEmpty { return writer.null() }
        writer.component("Sequence") {
            $0.member("normalizers") {
                $0.array { normalizers in
                    for step in steps { normalizers.append { $0.component(step) } }
                    guard splitting == .metaspace else { return }
                    normalizers.append {
                        $0.component("Replace") {
                            $0.object("pattern") { $0.member("Regex", " {2,}") }
                            $0.member("content", " ")
                        }
                    }
                }
            }
        }
    }

    func writePreTokenizer(to writer: inout JSONWriter) {
        switch splitting {
        case .bert: writer.component("BertPreTokenizer")
        case .whitespace: writer.component("Whitespace")
        case .byteLevel: writer.byteLevel(addsPrefixSpace: false, splits: true)
        case .metaspace: writeMetaspace(to: &writer)
        }
    }

    private func writeMetaspace(to writer: inout JSONWriter) {
        writer.component("Metaspace") {
            $0.member("replacement", Self.space)
            $0.member("prepend_scheme", "always")
            $0.member("split", true)
        }
    }

    func writePostProcessor(to writer: inout JSONWriter) {
        let isBERT = family == .wordPiece
        let first = name(of: isBERT ? .classification : .beginning)
        let last = name(of: isBERT ? .separator : .end)
        func id(_ token: String) -> Int { specialTokens.firstIndex(of: token) ?? 0 }
        if splitting == .byteLevel {
            return writer.component("RobertaProcessing") {
                $0.array("sep", [0, 1]) { $1 == 0 ? $0.value(last) : $0.value(id(last)) }
                $0.array("cls", [0, 1]) { $1 == 0 ? $0.value(first) : $0.value(id(first)) }
                $0.member("trim_offsets", true)
                $0.member("add_prefix_space", false)
            }
        }
        let second = isBERT ? 1 : 0
        let single = [(first, 0), ("A", 0), (last, 0)]
        let pair = single + (isBERT ? [] : [(last, 0)]) + [("B", second), (last, second)]
        writer.component("TemplateProcessing") {
            for (name, pieces) in [("single", single), ("pair", pair)] {
                $0.array(name, pieces) { writer, piece in
                    let (token, type) = piece
                    writer.object {
                        $0.object(token == "A" || token == "B" ? "Sequence" : "SpecialToken") {
                            $0.member("id", token)
                            $0.member("type_id", type)
                        }
                    }
                }
            }
            $0.object("special_tokens") {
                for token in [first, last] {
                    $0.object(token) {
                        $0.member("id", token)
                        $0.array("ids", [id(token)]) { $0.value($1) }
                        $0.array("tokens", [token]) { $0.value($1) }
                    }
                }
            }
        }
    }

    func writeDecoder(to writer: inout JSONWriter) {
        if splitting == .byteLevel {
            writer.byteLevel(addsPrefixSpace: true, splits: true)
        } else if splitting == .metaspace {
            writeMetaspace(to: &writer)
        } else if !continuingPrefix.isEmpty {
            writer.component("WordPiece") {
                $0.member("prefix", continuingPrefix)
                $0.member("cleanup", true)
            }
        } else if !endSuffix.isEmpty {
            writer.component("BPEDecoder") { $0.member("suffix", endSuffix) }
        } else {
            writer.null()
        }
    }

    func write(_ model: Model, to writer: inout JSONWriter) {
        switch model {
        case .wordPiece(let tokens):
            writer.component("WordPiece") {
                $0.member("unk_token", name(of: .unknown))
                $0.member("continuing_subword_prefix", continuingPrefix)
                $0.member("max_input_chars_per_word", 100)
                write(tokens, to: &$0)
            }
        case .unigram(let pieces):
            writer.component("Unigram") {
                $0.member("unk_id", specialTokens.firstIndex(of: name(of: .unknown)) ?? 0)
                $0.array("vocab", pieces, .lines(4)) { writer, piece in
                    writer.array {
                        $0.append(piece.piece)
                        $0.append(piece.score)
                    }
                }
                $0.member("byte_fallback", false)
            }
        case .bytePair(let tokens, let merges):
            writer.component("BPE") {
                $0.member("dropout") { $0.null() }
                let unknown = name(of: .unknown)
                $0.member("unk_token", splitting == .byteLevel ? nil : unknown)
                $0.member("continuing_subword_prefix", text(continuingPrefix))
                $0.member("end_of_word_suffix", text(endSuffix))
                $0.member("fuse_unk", false)
                $0.member("byte_fallback", false)
                $0.member("ignore_merges", false)
                write(tokens, to: &$0)
                $0.array("merges", merges, .lines(4)) { writer, merge in
                    writer.array {
                        $0.append(tokens[merge.left])
                        $0.append(tokens[merge.right])
                    }
                }
            }
        }
    }

    private func text(_ text: String) -> String? { text.isEmpty ? nil : text }

    private func write(_ tokens: [String], to object: inout JSONObject) {
        object.object("vocab", .lines(4)) {
            for (id, token) in tokens.enumerated() { $0.member(token, id) }
        }
    }
}
