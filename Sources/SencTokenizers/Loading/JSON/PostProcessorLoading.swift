import SencFiles

extension PostProcessor {
    /// The most pieces a template may have, so that a small file cannot ask for endless output.
    static let maximumPieces = 256

    init(
        _ component: Component?, vocabulary: TokenTable, added: [AddedToken]
    ) throws(TokenizerError) {
        guard let component else {
            self = .none
            return
        }
        let ids = Set(added.map(\.id))
        let isToken = { (id: Int32) in ids.contains(id) || vocabulary.token(of: id) != nil }
        self = .none
        var hasTemplate = false
        for part in try component.parts("processors") {
            let isTemplate = part.type != "ByteLevel"
            guard !hasTemplate || !isTemplate else {
                throw .invalidTemplate(path: part.fields.path, reason: "is a second one")
            }
            hasTemplate = hasTemplate || isTemplate
            let other = try PostProcessor(part, isToken: isToken)
            trimmings += other.trimmings
            if isTemplate {
                single = other.single
                pair = other.pair
            }
        }
    }

    /// What one part does.
    private init(_ component: Component, isToken: (Int32) -> Bool) throws(TokenizerError) {
        switch component.type {
        case "ByteLevel":
            self = .none
            trimmings = try Self.trimmings(of: component.fields)
        case "RobertaProcessing":
            self = .roberta(
                classification: try Self.token("cls", of: component.fields, isToken: isToken),
                separator: try Self.token("sep", of: component.fields, isToken: isToken))
            trimmings = try Self.trimmings(of: component.fields)
        case "BertProcessing":
            self = .bert(
                classification: try Self.token("cls", of: component.fields, isToken: isToken),
                separator: try Self.token("sep", of: component.fields, isToken: isToken))
        case "TemplateProcessing":
            let special = try Self.specialTokens(of: component.fields, isToken: isToken)
            self.init(
                single: try Self.pieces("single", of: component.fields, special: special),
                pair: try Self.pieces("pair", of: component.fields, special: special))
            if !pair.isEmpty {
                let sequences = Set(pair.compactMap(\.sequence))
                guard sequences == [0, 1] else {
                    throw .invalidTemplate(
                        path: component.fields.path, reason: "for pairs does not use both texts")
                }
            }
            guard !single.contains(where: { $0.sequence == 1 }) else {
                throw .invalidTemplate(
                    path: component.fields.path, reason: "for one text uses a second")
            }
        default: throw component.unsupported
        }
    }

    private static func trimmings(of fields: Fields) throws(TokenizerError) -> [OffsetTrimming] {
        guard try fields.bool("trim_offsets") ?? true else { return [] }
        return [OffsetTrimming(addsPrefixSpace: try fields.bool("add_prefix_space") ?? true)]
    }

    /// A token given as `["[SEP]", 102]`.
    private static func token(
        _ field: String, of fields: Fields, isToken: (Int32) -> Bool
    ) throws(TokenizerError) -> Int32 {
        guard let elements = try fields.array(field) else {
            throw .missingField(path: fields.path, field: fields.prefix + field)
        }
        guard elements.count == 2, let name = elements[0].string, let int = elements[1].int,
            let id = Int32(exactly: int)
        else { throw fields.wrong(field, "a token and its id") }
        guard isToken(id) else { throw .templateTokenAbsent(path: fields.path, token: name) }
        return id
    }

    /// The ids that each name in a template stands for.
    private static func specialTokens(
        of fields: Fields, isToken: (Int32) -> Bool
    ) throws(TokenizerError) -> [String: [Int32]] {
        var result: [String: [Int32]] = [:]
        guard let table = try fields.object("special_tokens") else { return [:] }
        for (name, value) in table.json.members ?? [] {
            let token = try Fields(value, path: table.path, name: table.prefix + name)
            var ids: [Int32] = []
            for element in try token.array("ids") ?? [] {
                guard let int = element.int, let id = Int32(exactly: int) else {
                    throw token.wrong("ids", "an array of ids")
                }
                guard isToken(id) else {
                    throw .templateTokenAbsent(path: table.path, token: name)
                }
                ids.append(id)
            }
            guard ids.count <= maximumPieces else {
                throw .invalidTemplate(
                    path: table.path, reason: "has over \(maximumPieces) ids in one token")
            }
            result[name] = ids
        }
        return result
    }

    private static func pieces(
        _ field: String, of fields: Fields, special: [String: [Int32]]
    ) throws(TokenizerError) -> [Piece] {
        guard let elements = try fields.array(field) else {
            throw .missingField(path: fields.path, field: fields.prefix + field)
        }
        var result: [Piece] = []
        for (index, element) in elements.enumerated() {
            let piece = try Fields(
                element, path: fields.path, name: "\(fields.prefix)\(field)[\(index)]")
            if let token = try piece.object("SpecialToken") {
                let name = try token.string("id") ?? ""
                guard let ids = special[name] else {
                    throw .templateTokenAbsent(path: fields.path, token: name)
                }
                let typeID = try token.count("type_id") ?? 0
                result += ids.map { .token(id: $0, typeID: typeID) }
            } else if let sequence = try piece.object("Sequence") {
                let typeID = try sequence.count("type_id") ?? 0
                switch try sequence.string("id") {
                case "A"?: result.append(.sequence(0, typeID: typeID))
                case "B"?: result.append(.sequence(1, typeID: typeID))
                default: throw sequence.wrong("id", "A or B")
                }
            } else {
                throw fields.wrong("\(field)[\(index)]", "a SpecialToken or a Sequence")
            }
            guard result.count <= maximumPieces else {
                throw .invalidTemplate(
                    path: fields.path, reason: "has over \(maximumPieces) pieces")
            }
        }
        return result
    }
}

extension PostProcessor.Piece {
    /// The text whose tokens these are.
    fileprivate var sequence: Int? {
        if case .sequence(let index, _) = self { index } else { nil }
    }
}
