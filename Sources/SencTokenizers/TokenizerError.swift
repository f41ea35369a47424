public import SencFiles

/// Why a directory gives no tokenizer.
public enum TokenizerError: Diagnostic, Equatable {
    /// A file is there but cannot be read.
    case file(FileError)
    /// The directory has none of the files of a tokenizer, or is none.
    case noTokenizer(directory: String)
    /// A file of more bytes than its kind may have.
    case tooLarge(path: String, bytes: Int, limit: Int)
    /// Not acceptable as JSON.
    case malformedJSON(path: String, reason: Message)
    /// A list of words has a line, counted from 1, that is not UTF-8.
    case invalidUTF8(path: String, line: Int)
    /// A field that has no default is not there.
    case missingField(path: String, field: String)
    /// A field holds another kind of value, or a number out of range.
    case wrongField(path: String, field: String, expected: Message)
    /// A kind of component this version does not know.
    case unsupportedComponent(path: String, field: String, type: String)
    /// There is not a single token.
    case emptyVocabulary(path: String)
    /// The vocabulary has the token twice.
    case duplicateToken(path: String, token: String)
    /// Two tokens have the same id.
    case duplicateID(path: String, id: Int)
    /// Negative, or so far above the number of tokens that it cannot be meant.
    case idOutOfRange(path: String, token: String, limit: Int)
    /// The model's token for unknown words is not in its vocabulary.
    case unknownTokenAbsent(path: String, token: String)
    /// An added token's id is not the one the vocabulary gives it.
    case addedTokenMismatch(path: String, token: String, id: Int, expected: Int)
    /// The post-processor names a token, or an id, that does not exist.
    case templateTokenAbsent(path: String, token: String)
    /// The post-processor's templates do not go together, or one is too long.
    case invalidTemplate(path: String, reason: Message)
    /// A regular expression that cannot be compiled, or takes too long to match.
    case invalidPattern(path: String, field: String, reason: Message)
    /// A merge names a token, or makes one, that is not in the vocabulary.
    case mergeTokenAbsent(path: String, token: String)
    /// A line of `merges.txt`, or a string in its place, that is not two tokens; from 1.
    case malformedMerge(path: String, number: Int)
    /// Not a SentencePiece model, or one of a kind that is not supported.
    case invalidSentencePiece(path: String, reason: Message)
    /// A value of a GGUF file is missing, or not one that a tokenizer has.
    case invalidValue(path: String, key: String, problem: Message)
    /// A part that has no form in a `tokenizer.json`, where the tokenizer is to be written as one.
    case notWritable(path: String, part: String)

    /// Stands for the name of a field where all of a file is meant.
    static let wholeFile = "the file"

    public var message: Message {
        switch self {
        case .file(let error): error.message
        case .noTokenizer(let directory):
            "no tokenizer.json and no vocabulary there (\(directory))"
        case .tooLarge(let path, let bytes, let limit):
            "\(bytes) bytes are over the limit of \(limit) (\(path))"
        case .malformedJSON(let path, let reason): "\(reason) (\(path))"
        case .invalidUTF8(let path, let line): "invalid UTF-8 in line \(line) (\(path))"
        case .missingField(let path, let field): "\(field) is missing (\(path))"
        case .wrongField(let path, let field, let expected):
            field == Self.wholeFile
                ? "the file is not \(expected) (\(path))"
                : "\(field) is not \(expected) (\(path))"
        case .unsupportedComponent(let path, let field, let type):
            "\(field) of type \(type.quoted()) is not supported (\(path))"
        case .emptyVocabulary(let path): "the vocabulary is empty (\(path))"
        case .duplicateToken(let path, let token):
            "token \(token.quoted()) is in the vocabulary twice (\(path))"
        case .duplicateID(let path, let id): "two tokens have the id \(id) (\(path))"
        case .idOutOfRange(let path, let token, let limit):
            "the id of token \(token.quoted()) is not a number from 0 to \(limit) (\(path))"
        case .unknownTokenAbsent(let path, let token):
            "the unknown token \(token.quoted()) is not in the vocabulary (\(path))"
        case .addedTokenMismatch(let path, let token, let id, let expected):
            """
            added token \(token.quoted()) has id \(id) where the vocabulary has \(expected) \
            (\(path))
            """
        case .templateTokenAbsent(let path, let token):
            "the post-processor uses \(token.quoted()), which is not a token (\(path))"
        case .invalidTemplate(let path, let reason):
            "the post-processor's template \(reason) (\(path))"
        case .invalidPattern(let path, let field, let reason):
            "\(field) \(reason) (\(path))"
        case .mergeTokenAbsent(let path, let token):
            "a merge uses \(token.quoted()), which is not a token (\(path))"
        case .malformedMerge(let path, let number):
            "merge \(number) is not two tokens (\(path))"
        case .invalidSentencePiece(let path, let reason):
            "the SentencePiece model \(reason) (\(path))"
        case .invalidValue(let path, let key, let problem):
            "\(key.quoted()) \(problem) (\(path))"
        case .notWritable(let path, let part):
            """
            the tokenizer cannot be written as one tokenizer.json, which has no form for its \
            \(part); transformers can save it as such (\(path))
            """
        }
    }

    public var status: ExitStatus {
        switch self {
        case .file(let error): error.status
        case .noTokenizer: .noInput
        default: .badData
        }
    }
}
