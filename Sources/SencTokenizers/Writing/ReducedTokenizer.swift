import SencFiles

/// A tokenizer without what models that look token vectors up have no use for: what is put around
/// texts, and tokens that stand for no text, but for padding and what is unknown. The tokens that are left
/// have new ids, in the order of the old ones.
package struct ReducedTokenizer: Sendable {
    /// The text of its `tokenizer.json`.
    package let document: [UInt8]
    /// The old id of each new one.
    package let oldIDs: [Int32]
    /// The new id of what is unknown, which is no text's; `nil` if there is no such token.
    package let unknownID: Int32?

    /// - Parameters:
    ///   - idCount: ids that have a vector; tokens with others are left out, too.
    ///   - path: what the tokenizer was read of, for errors.
    /// - Throws: `TokenizerError.notWritable`
    package init(
        _ tokenizer: Tokenizer, idCount: Int, path: String
    ) throws(TokenizerError) {
        let whole = try tokenizer.document(from: nil, path: path)
        let source: JSON
        do throws(JSONError) {
            source = try JSON(parsing: whole)
        } catch {
            throw .malformedJSON(path: path, reason: error.message)
        }
        let selection = Selection(tokenizer, idCount: idCount)
        oldIDs = selection.oldIDs
        unknownID = selection.unknown.flatMap { selection.newIDs[$0] }
        document = selection.document(source)
    }
}

/// Which tokens are kept.
private struct Selection {
    let oldIDs: [Int32]
    /// The new id of each old one that is kept.
    let newIDs: [Int32: Int32]
    let unknown: Int32?

    init(_ tokenizer: Tokenizer, idCount: Int) {
        let roles = tokenizer.specialTokenIDs
        var unknown = roles.unknown
        if unknown == nil, case .unigram(let model) = tokenizer.model { unknown = model.unknownID }
        self.unknown = unknown
        let added = tokenizer.addedIDs
        let vocabulary = tokenizer.model.vocabulary
        // Merges may make any token of theirs, so that none of those is left out.
        let isMerged = if case .bytePair = tokenizer.model { true } else { false }
        func isKept(_ id: Int32) -> Bool {
            if id == roles.padding || id == unknown { return true }
            if added[id] == true { return false }
            guard !isMerged, let token = vocabulary.token(of: id) else { return true }
            return !Self.isUnused(token)
        }
        let ids = 0..<Int32(clamping: idCount)
        let own = ids.filter { vocabulary.token(of: $0) != nil && isKept($0) }
        // Readers of the file give added tokens that the vocabulary lacks the ids behind it.
        let others = ids.filter {
            vocabulary.token(of: $0) == nil && added[$0] != nil && isKept($0)
        }
        oldIDs = own + others
        var newIDs: [Int32: Int32] = [:]
        for (new, old) in oldIDs.enumerated() { newIDs[old] = Int32(clamping: new) }
        self.newIDs = newIDs
    }

    /// `[unused17]`, which vocabularies have for tokens to come.
    private static func isUnused(_ token: some Collection<UInt8>) -> Bool {
        let bytes = Array(token)
        let digits = bytes.dropFirst(unused.count).dropLast()
        return bytes.starts(with: unused) && bytes.last == UInt8(ascii: "]") && !digits.isEmpty
            && digits.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    private static let unused = Array("[unused".utf8)

    // MARK: - tokenizer.json

    /// - Parameter source: as `Tokenizer.document` writes it of the stages.
    func document(_ source: JSON) -> [UInt8] {
        JSONWriter.bytes { writer in
            writer.object { file in
                for (key, value) in source.members ?? [] {
                    switch key {
                    case "added_tokens":
                        file.member(key) { writer in
                            writer.array { list in
                                value.forEachElement { addedToken($0, &list) }
                            }
                        }
                    case "model": file.member(key) { model(value, &$0) }
                    case "post_processor": file.member(key) { $0.null() }
                    default: file.member(key, value)
                    }
                }
            }
        } + [UInt8(ascii: "\n")]
    }

    private func newID(_ value: JSON?) -> Int32? {
        value?.int.flatMap { Int32(exactly: $0) }.flatMap { newIDs[$0] }
    }

    private func addedToken(_ token: JSON, _ list: inout JSONArray) {
        guard let id = newID(token["id"]) else { return }
        list.append { writer in
            writer.object {
                for (key, value) in token.members ?? [] {
                    if key == "id" { $0.member(key, id) } else { $0.member(key, value) }
                }
            }
        }
    }

    private func model(_ source: JSON, _ writer: inout JSONWriter) {
        writer.object { model in
            for (key, value) in source.members ?? [] {
                switch (key, value.kind) {
                case ("vocab", .object):
                    model.object(key) { tokens in
                        value.forEachIntegerMember { token, id in
                            guard let id, let old = Int32(exactly: id), let new = newIDs[old]
                            else { return }
                            tokens.member(String(decoding: token, as: UTF8.self), new)
                        }
                    }
                case ("vocab", .array):
                    model.member(key) { writer in
                        writer.array { pieces in
                            var id: Int32 = 0
                            value.forEachElement { piece in
                                if newIDs[id] != nil { pieces.append(piece) }
                                id += 1
                            }
                        }
                    }
                case ("unk_id", _):
                    model.member(key) { writer in
                        if let id = newID(value) { writer.value(id) } else { writer.null() }
                    }
                default: model.member(key, value)
                }
            }
        }
    }
}
