import SencTokenizers

extension TokenizerError {
    /// The error with file names in place of paths, as tests know no temporary directory's name.
    func withoutDirectory(_ directory: String) -> TokenizerError {
        func name(_ path: String) -> String {
            path.hasPrefix(directory + "/") ? String(path.dropFirst(directory.count + 1)) : path
        }
        return switch self {
        case .file, .noTokenizer: self
        case .tooLarge(let path, let bytes, let limit):
            .tooLarge(path: name(path), bytes: bytes, limit: limit)
        case .malformedJSON(let path, let reason):
            .malformedJSON(path: name(path), reason: reason)
        case .invalidUTF8(let path, let line): .invalidUTF8(path: name(path), line: line)
        case .missingField(let path, let field): .missingField(path: name(path), field: field)
        case .wrongField(let path, let field, let expected):
            .wrongField(path: name(path), field: field, expected: expected)
        case .unsupportedComponent(let path, let field, let type):
            .unsupportedComponent(path: name(path), field: field, type: type)
        case .emptyVocabulary(let path): .emptyVocabulary(path: name(path))
        case .duplicateToken(let path, let token):
            .duplicateToken(path: name(path), token: token)
        case .duplicateID(let path, let id): .duplicateID(path: name(path), id: id)
        case .idOutOfRange(let path, let token, let limit):
            .idOutOfRange(path: name(path), token: token, limit: limit)
        case .unknownTokenAbsent(let path, let token):
            .unknownTokenAbsent(path: name(path), token: token)
        case .addedTokenMismatch(let path, let token, let id, let expected):
            .addedTokenMismatch(path: name(path), token: token, id: id, expected: expected)
        case .templateTokenAbsent(let path, let token):
            .templateTokenAbsent(path: name(path), token: token)
        case .invalidTemplate(let path, let reason):
            .invalidTemplate(path: name(path), reason: reason)
        case .invalidPattern(let path, let field, let reason):
            .invalidPattern(path: name(path), field: field, reason: reason)
        case .mergeTokenAbsent(let path, let token):
            .mergeTokenAbsent(path: name(path), token: token)
        case .malformedMerge(let path, let number):
            .malformedMerge(path: name(path), number: number)
        case .invalidSentencePiece(let path, let reason):
            .invalidSentencePiece(path: name(path), reason: reason)
        case .invalidValue(let path, let key, let problem):
            .invalidValue(path: name(path), key: key, problem: problem)
        case .notWritable(let path, let part): .notWritable(path: name(path), part: part)
        }
    }
}
