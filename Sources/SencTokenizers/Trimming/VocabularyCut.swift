package import SencFiles

/// New ids for the tokens of a vocabulary that are kept: those of the vocabulary in their order, then
/// the added ones that it lacks, which is where readers of a `tokenizer.json` expect them.
package struct VocabularyCut: Sendable {
    private let tokenizer: Tokenizer
    /// The old id of each new one. Where ids have holes, an added token may have had that of another;
    /// now it has one of its own.
    package let oldIDs: [Int32]
    /// The new id of each old one; -1 of those that are left out.
    private let newIDs: [Int32]
    private let isBare: Bool
    /// Those of added tokens that the vocabulary lacks.
    private let addedIDs: [[UInt8]: Int32]

    package init(_ selection: VocabularySelection) {
        (tokenizer, isBare) = (selection.tokenizer, selection.isBare)
        let vocabulary = tokenizer.model.vocabulary
        let kept = (0..<Int32(truncatingIfNeeded: selection.isKept.count)).filter {
            selection.isKept[Int($0)]
        }
        var oldIDs = kept.filter { vocabulary.token(of: $0) != nil }
        var addedIDs: [[UInt8]: Int32] = [:]
        let added = tokenizer.addedTokens.tokens.filter {
            vocabulary.id(of: $0.content) == nil && (!selection.isBare || selection.contains($0.id))
        }
        for token in added.sorted(by: { $0.id < $1.id }) {
            addedIDs[token.content] = Int32(truncatingIfNeeded: oldIDs.count)
            oldIDs.append(token.id)
        }
        var newIDs = [Int32](repeating: -1, count: selection.isKept.count)
        for (new, old) in oldIDs.enumerated().reversed() {
            newIDs[Int(old)] = Int32(truncatingIfNeeded: new)
        }
        (self.oldIDs, self.newIDs, self.addedIDs) = (oldIDs, newIDs, addedIDs)
    }

    /// The new id of an added token, or one of the vocabulary.
    private func newID(ofToken token: String) -> Int32? {
        addedIDs[Array(token.utf8)]
            ?? tokenizer.id(of: token).flatMap { newID(of: Int($0)) }
    }

    /// The new id of a token; `nil` if it is left out.
    package func newID(of id: Int) -> Int32? {
        newIDs.indices.contains(id) && newIDs[id] >= 0 ? newIDs[id] : nil
    }

    // MARK: - tokenizer.json

    /// A `tokenizer.json` with the tokens that are kept, and the merges that make no others.
    /// - Parameter source: that of the whole vocabulary.
    package func document(_ source: JSON) -> [UInt8] {
        JSONWriter.line { writer in
            rewrite(source, in: &writer) { key, value, writer in
                switch key {
                case "model": model(value, &writer)
                case "added_tokens":
                    let tokens = (value.elements ?? []).filter {
                        !isBare || newID(ofAdded: $0) != nil
                    }
                    writer.array(tokens) { addedToken($1, &$0) }
                case "post_processor" where isBare: writer.null()
                case "post_processor": processor(value, &writer)
                case "padding" where value["pad_id"]?.int.flatMap(newID(of:)) == nil: writer.null()
                case "padding": renumber("pad_id", of: value, in: &writer)
                default: writer.value(value)
                }
            }
        }
    }

    private func newID(ofAdded token: JSON) -> Int32? {
        token["content"]?.string.flatMap(newID(ofToken:))
    }

    private func addedToken(_ source: JSON, _ writer: inout JSONWriter) {
        let new = newID(ofAdded: source)
        rewrite(source, in: &writer) { key, value, writer in
            if key == "id", let new { writer.value(new) } else { writer.value(value) }
        }
    }

    private func model(_ source: JSON, _ writer: inout JSONWriter) {
        rewrite(source, in: &writer) { key, value, writer in
            switch (key, value.kind) {
            case ("vocab", .object):
                writer.object { tokens in
                    value.forEachIntegerMember { token, id in
                        guard let id, let new = newID(of: id) else { return }
                        tokens.member(String(decoding: token, as: UTF8.self), new)
                    }
                }
            case ("vocab", .array):
                writer.array { pieces in
                    var id = 0
                    value.forEachElement { piece in
                        if newID(of: id) != nil { pieces.append(piece) }
                        id += 1
                    }
                }
            case ("merges", .array): merges(value, &writer)
            case ("unk_id", .number): writer.value(newNumber(value))
            default: writer.value(value)
            }
        }
    }

    private func merges(_ source: JSON, _ writer: inout JSONWriter) {
        guard case .bytePair(let model) = tokenizer.model else { return writer.value(source) }
        let prefix = model.options.continuingPrefix.count
        func isKept(_ token: some Collection<UInt8>) -> Bool {
            model.vocabulary.id(of: Array(token)).flatMap { newID(of: Int($0)) } != nil
        }
        writer.array { list in
            source.forEachElement { merge in
                let parts: [ArraySlice<UInt8>]
                if let text = merge.utf8 {
                    parts = text.split(
                        separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
                } else {
                    parts = merge.elements?.compactMap(\.utf8) ?? []
                }
                if parts.count == 2, isKept(parts[0]), isKept(parts[1]),
                    isKept(parts[0] + parts[1].dropFirst(prefix))
                {
                    list.append(merge)
                }
            }
        }
    }

    private func processor(_ source: JSON, _ writer: inout JSONWriter) {
        rewrite(source, in: &writer) { key, value, writer in
            switch key {
            case "processors": writer.array(value.elements ?? []) { processor($1, &$0) }
            case "sep", "cls":
                // A token and its id.
                writer.array(value.elements ?? []) { $0.value(newNumber($1)) }
            case "special_tokens":
                rewrite(value, in: &writer) { _, token, writer in
                    rewrite(token, in: &writer) { key, value, writer in
                        guard key == "ids" else { return writer.value(value) }
                        writer.array(value.elements ?? []) { $0.value(newNumber($1)) }
                    }
                }
            default: writer.value(value)
            }
        }
    }

    // MARK: - Other files

    /// A `vocab.txt`; `nil` if the tokens are not WordPiece's, or one cannot stand on a line.
    package var list: [UInt8]? {
        guard case .wordPiece(let model) = tokenizer.model else { return nil }
        var lines: [UInt8] = []
        for id in oldIDs {
            guard let token = model.vocabulary.token(of: id) else { break }
            let ends = [UInt8(ascii: "\n"), UInt8(ascii: "\r")]
            if token.contains(where: ends.contains) { return nil }
            lines += token
            lines.append(UInt8(ascii: "\n"))
        }
        return lines
    }

    /// An `added_tokens.json`, which maps tokens to ids.
    package func addedTokens(_ source: JSON) -> [UInt8] {
        JSONWriter.file { file in
            for (token, id) in source.members ?? [] {
                if let new = newID(ofToken: token) {
                    file.member(token, new)
                } else {
                    file.member(token, id)
                }
            }
        }
    }

    /// A `tokenizer_config.json`, in which ids may be names of added tokens.
    package func configuration(_ source: JSON) -> [UInt8] {
        JSONWriter.file { file in
            for (key, value) in source.members ?? [] {
                guard key == "added_tokens_decoder" else {
                    file.member(key, value)
                    continue
                }
                file.object(key, .lines(4)) { tokens in
                    for (id, token) in value.members ?? [] {
                        let new = newID(ofAdded: token)
                        tokens.member(new.map { "\($0)" } ?? id, token)
                    }
                }
            }
        }
    }

    /// A model's `config.json`: how many tokens there are, and the ids of those with a role.
    ///
    /// The id of a role for which there is no token becomes null; one that the whole table lacks
    /// stays, for some classes of transformers want a number.
    /// - Parameter rows: of the table, before and now.
    package func renumber(
        _ key: String, _ value: JSON, rows: (before: Int, now: Int), in object: inout JSONObject
    ) {
        func number(_ value: JSON) -> NewNumber {
            value.int.map { $0 >= rows.before } == true ? .other(value) : newNumber(value)
        }
        if key == "vocab_size" {
            object.member(key, rows.now)
        } else if Self.isRole(key), value.kind == .number || value.kind == .array {
            object.member(key) { writer in
                guard let ids = value.elements else { return writer.value(number(value)) }
                writer.array(ids) { $0.value(number($1)) }
            }
        } else {
            object.member(key, value)
        }
    }

    /// The ids that a model's `config.json` gives tokens with a role.
    package static func roleIDs(_ configuration: JSON?) -> [Int32] {
        (configuration?.members ?? []).filter { isRole($0.key) }.flatMap { _, value in
            (value.elements ?? [value]).compactMap { $0.int.flatMap { Int32(exactly: $0) } }
        }
    }

    private static func isRole(_ key: String) -> Bool {
        key.utf8.count > 9 && key.utf8.suffix(9).elementsEqual("_token_id".utf8)
    }

    // MARK: - JSON

    /// An id as it is now; what is not an id as it was.
    private func newNumber(_ value: JSON) -> NewNumber {
        guard value.kind == .number else { return .other(value) }
        guard let id = value.int, id >= 0 else { return .other(value) }
        return newID(of: id).map { .id($0) } ?? .none
    }

    private enum NewNumber: JSONValue {
        case id(Int32)
        case other(JSON)
        case none

        func write(to writer: inout JSONWriter) {
            switch self {
            case .id(let id): writer.value(id)
            case .other(let value): writer.value(value)
            case .none: writer.null()
            }
        }
    }

    private func renumber(_ name: String, of source: JSON, in writer: inout JSONWriter) {
        rewrite(source, in: &writer) { key, value, writer in
            if key == name { writer.value(newNumber(value)) } else { writer.value(value) }
        }
    }

    /// Writes an object whose members may be others; what is not an object as it is.
    private func rewrite(
        _ source: JSON, in writer: inout JSONWriter,
        _ body: (_ key: String, _ value: JSON, _ writer: inout JSONWriter) -> Void
    ) {
        guard let members = source.members else { return writer.value(source) }
        writer.object { object in
            for (key, value) in members { object.member(key) { body(key, value, &$0) } }
        }
    }
}
