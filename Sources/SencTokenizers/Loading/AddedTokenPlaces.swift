import SencFiles

/// The tokens that a directory's files add to a vocabulary, read where transformers reads them.
///
/// `tokenizer_config.json` has tokens with a role (`cls_token`), others under a name of their own
/// (`image_token`, or the members of an `extra_special_tokens` that is an object), and a list
/// (`extra_special_tokens`, once `additional_special_tokens`). Either it lists all other tokens in
/// `added_tokens_decoder`, and no other file counts; or `special_tokens_map.json`, where it has the
/// same keys, counts before it, and `added_tokens.json` maps tokens to ids. Of the ids only the
/// order matters: a token gets the vocabulary's id, or the next free one.
struct AddedTokenPlaces {
    typealias Role = TokenizerConfiguration.Role

    private(set) var roles: [Role: AddedToken] = [:]
    /// Those of the roles whose token is given as a name alone.
    private(set) var rolesOfNames: Set<Role> = []
    /// Those of `added_tokens_decoder` or `added_tokens.json`, by the files' ids.
    private(set) var listed: [(id: Int, token: AddedToken)] = []
    /// Whether they are all, and a `tokenizer.json`'s own do not count beside them.
    private(set) var isComplete = false
    /// The list of further special tokens; `nil` if no file has one.
    private(set) var extra: [AddedToken]?
    /// That which a class's own list, such as that of a SentencePiece model, replaces.
    private(set) var additional: [AddedToken]?
    /// What is wrong with that list where it counts.
    private(set) var additionalFault: TokenizerError?
    /// Tokens by their names, other than roles: those that were made objects, then those that were
    /// written as such.
    private var found: [(name: String, token: AddedToken)] = []
    private var declared: [(name: String, token: AddedToken)] = []

    init() {}

    /// - Parameter configuration: `tokenizer_config.json`, if there is one.
    init(directory: String, configuration: Fields?) throws(TokenizerError) {
        if let configuration { try read(configuration) }
        guard !isComplete else { return }
        if let path = directory.existingFile("special_tokens_map.json") {
            try readMap(Fields(.tokenizerFile(path), path: path))
        }
        if let path = directory.existingFile("added_tokens.json") {
            try readAdded(Fields(.tokenizerFile(path), path: path))
        }
    }

    /// Special tokens with a name other than a role's, in the order in which they are added.
    var named: [AddedToken] {
        var result = found
        for entry in declared { Self.set(entry.token, entry.name, in: &result) }
        return result.map(\.token)
    }

    // MARK: - tokenizer_config.json

    private mutating func read(_ fields: Fields) throws(TokenizerError) {
        for role in Role.allCases {
            guard let token = try Self.token(role.rawValue, of: fields) else { continue }
            set(token, role, of: fields)
        }
        for (name, value) in fields.json.members ?? [] where Self.isName(name) {
            if value.string != nil {
                declared.append((name, try Self.token(name, of: fields) ?? Self.special("")))
            } else if Self.isTyped(value), let token = try Self.token(name, of: fields) {
                found.append((name, token))
            }
        }
        var lists: [JSON?] = []
        for key in ["extra_special_tokens", "additional_special_tokens"] {
            lists.append(fields.json[key])
        }
        let extraIsEmpty = lists[0]?.elements?.isEmpty ?? (lists[0]?.isNull ?? true)
        if extraIsEmpty, lists[1] != nil {
            try readExtra("additional_special_tokens", of: fields)
        } else if lists[0] != nil {
            try readExtra("extra_special_tokens", of: fields)
            if extra == nil, lists[1] != nil { readAdditional(fields) }
        }
        guard let decoder = try fields.object("added_tokens_decoder") else { return }
        isComplete = true
        for (key, value) in decoder.json.members ?? [] {
            guard let id = Int(key), id >= 0, id <= Int(Int32.max) else {
                throw decoder.wrong(key, "named by an id")
            }
            let token = try Fields(value, path: fields.path, name: decoder.prefix + key)
            set(try AddedToken(token, id: 0), id: id)
        }
    }

    private mutating func readExtra(_ key: String, of fields: Fields) throws(TokenizerError) {
        guard let value = fields[key], value.kind == .object else {
            extra = try Self.list(key, of: fields)
            return
        }
        try readNames(Fields(value, path: fields.path, name: fields.prefix + key))
    }

    private mutating func readNames(_ fields: Fields) throws(TokenizerError) {
        for (name, _) in fields.json.members ?? [] {
            guard let token = try Self.token(name, of: fields) else {
                throw fields.wrong(name, "a string or an AddedToken")
            }
            Self.set(token, name, in: &declared)
        }
    }

    // MARK: - The older files

    private mutating func readMap(_ fields: Fields) throws(TokenizerError) {
        for role in Role.allCases {
            if let token = try Self.token(role.rawValue, of: fields, isMap: true) {
                set(token, role, of: fields)
            }
        }
        for (name, value) in fields.json.members ?? []
        where Self.isName(name) && (value.string != nil || value.kind == .object) {
            guard let token = try Self.token(name, of: fields, isMap: true) else { continue }
            Self.set(token, name, in: &found)
        }
        if fields["additional_special_tokens"] != nil { readAdditional(fields) }
        let key = "extra_special_tokens"
        if let value = fields[key], value.kind == .object {
            extra = nil
            try readNames(Fields(value, path: fields.path, name: fields.prefix + key))
        } else if fields[key] != nil {
            var all = extra ?? []
            for token in try Self.list(key, of: fields, isMap: true)
            where !all.contains(where: { $0.content == token.content }) {
                all.append(token)
            }
            extra = all
        }
    }

    private mutating func readAdditional(_ fields: Fields) {
        do throws(TokenizerError) {
            additional = try Self.list("additional_special_tokens", of: fields)
            additionalFault = nil
        } catch {
            (additional, additionalFault) = (nil, error)
        }
    }

    private mutating func readAdded(_ fields: Fields) throws(TokenizerError) {
        let special = Set(roles.values.map(\.content) + (extra ?? []).map(\.content))
        for (name, value) in fields.json.members ?? [] {
            guard let id = value.int else { throw fields.wrong(name, "an id") }
            let content = Array(name.utf8)
            let isSpecial = special.contains(content)
            set(
                AddedToken(
                    content: content, id: 0, isSpecial: isSpecial, isNormalized: !isSpecial),
                id: id)
        }
    }

    // MARK: - Parts

    /// Takes those of a `tokenizer.json` that counts beside these.
    mutating func add(tokenizerJSON tokens: [AddedToken]) {
        for token in tokens { set(token, id: Int(token.id)) }
    }

    /// Takes a role's token from elsewhere than from a directory's files.
    mutating func set(_ role: Role, _ content: [UInt8]) {
        roles[role] = AddedToken(content: content, id: 0, isSpecial: true, isNormalized: false)
    }

    private mutating func set(_ token: AddedToken, _ role: Role, of fields: Fields) {
        roles[role] = token
        if fields[role.rawValue]?.string != nil {
            rolesOfNames.insert(role)
        } else {
            rolesOfNames.remove(role)
        }
    }

    /// Of two tokens with one id the later counts.
    private mutating func set(_ token: AddedToken, id: Int) {
        listed.removeAll { $0.id == id }
        let index = listed.firstIndex { $0.id > id } ?? listed.endIndex
        listed.insert((id, token), at: index)
    }

    private static func set(
        _ token: AddedToken, _ name: String, in list: inout [(name: String, token: AddedToken)]
    ) {
        if let index = list.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
            list[index].token = token
        } else {
            list.append((name, token))
        }
    }

    /// Whether a key names a token that has no role.
    private static func isName(_ key: String) -> Bool {
        key.utf8.count > suffix.count && key.utf8.suffix(suffix.count).elementsEqual(suffix)
            && Role(rawValue: key) == nil
    }

    private static let suffix = Array("_token".utf8)

    /// Whether an object says of itself that it is a token.
    private static func isTyped(_ value: JSON) -> Bool { value["__type"]?.string == "AddedToken" }

    private static func special(_ name: String) -> AddedToken {
        AddedToken(content: Array(name.utf8), id: 0, isSpecial: true, isNormalized: false)
    }

    /// The token under a key; `nil` if there is none.
    /// - Parameter isMap: whether the file is `special_tokens_map.json`, whose tokens are special
    ///   and need not say that they are tokens.
    private static func token(
        _ key: String, of fields: Fields, isMap: Bool = false
    ) throws(TokenizerError) -> AddedToken? {
        try fields[key].map { value throws(TokenizerError) in
            try token(value, key, of: fields, isMap: isMap)
        }
    }

    private static func token(
        _ value: JSON, _ key: String, of fields: Fields, isMap: Bool
    ) throws(TokenizerError) -> AddedToken {
        if let name = value.string { return special(name) }
        guard value.kind == .object, isMap || isTyped(value) else {
            throw fields.wrong(key, isMap ? "a string or an object" : "a string or an AddedToken")
        }
        let object = try Fields(value, path: fields.path, name: fields.prefix + key)
        var token = try AddedToken(object, id: 0)
        if isMap {
            token.isNormalized = try object.bool("normalized") ?? false
            token.isSpecial = true
        }
        return token
    }

    /// - Parameter isMap: whether plain objects are tokens, too.
    private static func list(
        _ key: String, of fields: Fields, isMap: Bool = false
    ) throws(TokenizerError) -> [AddedToken] {
        guard let elements = try fields.array(key) else { return [] }
        var result: [AddedToken] = []
        for (index, value) in elements.enumerated() {
            result.append(try token(value, "\(key)[\(index)]", of: fields, isMap: isMap))
        }
        return result
    }
}
