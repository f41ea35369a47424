import SencFiles

/// The object that describes one stage, or one part of a stage.
struct Component {
    let type: String
    let field: String
    let fields: Fields

    init(type: String, field: String, fields: Fields) {
        self.type = type
        self.field = field
        self.fields = fields
    }

    /// - Throws: if the object has no type.
    init(_ fields: Fields, field: String) throws(TokenizerError) {
        guard let type = try fields.string("type") else {
            throw .missingField(path: fields.path, field: fields.prefix + "type")
        }
        self.init(type: type, field: field, fields: fields)
    }

    var unsupported: TokenizerError {
        .unsupportedComponent(path: fields.path, field: field, type: type)
    }

    /// The most parts, all levels together, so that a small file cannot ask for endless work.
    static let maximumParts = 64

    /// The parts that a Sequence lists under a name, those of Sequences in it in their place;
    /// this component alone if it is none.
    func parts(_ list: String) throws(TokenizerError) -> [Component] {
        guard type == "Sequence" else { return [self] }
        guard let elements = try fields.array(list) else {
            throw .missingField(path: fields.path, field: fields.prefix + list)
        }
        var result: [Component] = []
        for (index, element) in elements.enumerated() {
            let name = "\(fields.prefix)\(list)[\(index)]"
            let part = try Component(
                Fields(element, path: fields.path, name: name), field: name)
            result += try part.parts(list)
            guard result.count <= Self.maximumParts else {
                throw fields.wrong(list, "an array of at most \(Self.maximumParts)")
            }
        }
        return result
    }

    func required(_ field: String) throws(TokenizerError) -> String {
        guard let value = try fields.string(field) else {
            throw .missingField(path: fields.path, field: fields.prefix + field)
        }
        return value
    }

    /// A string of one character.
    func scalar(_ field: String) throws(TokenizerError) -> UInt32 {
        let scalars = try required(field).unicodeScalars
        guard scalars.count == 1, let scalar = scalars.first else {
            throw fields.wrong(field, "one character")
        }
        return scalar.value
    }

    /// A pattern given as `{"String": …}` or `{"Regex": …}`.
    func pattern(_ field: String) throws(TokenizerError) -> TextPattern {
        guard let pattern = try fields.object(field) else {
            throw .missingField(path: fields.path, field: fields.prefix + field)
        }
        if let literal = try pattern.string("String") { return .literal(Array(literal.utf8)) }
        guard let expression = try pattern.string("Regex") else {
            throw fields.wrong(field, "a String or a Regex")
        }
        return try Self.expression(
            expression, path: fields.path, field: fields.prefix + field)
    }

    static func expression(
        _ expression: String, path: String, field: String
    ) throws(TokenizerError) -> TextPattern {
        do throws(RegularExpression.Fault) {
            return .expression(try RegularExpression(Array(expression.utf8)))
        } catch {
            throw .invalidPattern(path: path, field: field, reason: error.reason)
        }
    }
}
