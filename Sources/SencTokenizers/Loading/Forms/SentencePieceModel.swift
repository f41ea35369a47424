import SencFiles

/// What a SentencePiece `.model` file says (sentencepiece_model.proto), as far as it matters for
/// tokenizing.
struct SentencePieceModel {
    /// The largest file read: five times the largest known.
    static let maximumBytes = 1 << 26

    enum PieceType: UInt64 {
        case normal = 1
        case unknown, control, userDefined, unused, byte
    }

    struct Piece {
        var token: ArraySlice<UInt8> = []
        var score: Float = 0
        var type = PieceType.normal
    }

    private(set) var pieces: [Piece] = []
    /// 1 is Unigram, 2 byte-pair encoding.
    private(set) var modelType: UInt64 = 1
    private(set) var byteFallback = false
    private(set) var unknownID = 0
    private(set) var unknownPiece = Array("<unk>".utf8)
    /// The compiled normalization rules; empty for none.
    private(set) var charsmap: ArraySlice<UInt8> = []
    private(set) var addsDummyPrefix = true
    private(set) var path: String

    init(path: String) throws(TokenizerError) {
        self.path = path
        let file = try MappedFile.tokenizerFile(path)
        guard file.bytes.count <= Self.maximumBytes else {
            throw .tooLarge(path: path, bytes: file.bytes.count, limit: Self.maximumBytes)
        }
        defer { withExtendedLifetime(file) {} }
        // Pieces are parts of one copy.
        let bytes = Array(file.bytes)
        do throws(ProtobufReader.Fault) {
            var message = ProtobufReader(file.bytes, in: bytes.indices)
            while let field = try message.next() {
                guard case .bytes(let range) = field.value else { continue }
                let part = ProtobufReader(file.bytes, in: range)
                switch field.number {
                case 1: pieces.append(try Self.piece(part, of: bytes))
                case 2: try readTraining(part, of: bytes)
                case 3: try readNormalization(part, of: bytes)
                default: break
                }
            }
        } catch {
            throw .invalidSentencePiece(path: path, reason: "is not in its format")
        }
        guard !pieces.isEmpty else { throw .emptyVocabulary(path: path) }
        for piece in pieces {
            guard piece.token.withUnsafeBufferPointer(UTF8Validation.firstInvalidOffset) == nil
            else {
                throw .invalidSentencePiece(path: path, reason: "has a piece that is not UTF-8")
            }
            guard piece.score.isFinite else {
                throw .invalidSentencePiece(
                    path: path, reason: "has a piece without a finite score")
            }
        }
        guard modelType == 1 || modelType == 2 else {
            let names: [UInt64: String] = [3: "word", 4: "char"]
            throw .unsupportedComponent(
                path: path, field: "trainer_spec.model_type",
                type: names[modelType] ?? String(modelType))
        }
        guard pieces.indices.contains(unknownID) else {
            throw .unknownTokenAbsent(
                path: path, token: String(decoding: unknownPiece, as: UTF8.self))
        }
    }

    /// Gives pieces whose ids listed tokens have those tokens' names, unless other pieces have them,
    /// as the reference does where no class of its own reads the model.
    mutating func rename(_ listed: [(id: Int, token: AddedToken)]) {
        guard !listed.isEmpty else { return }
        var known = Set(pieces.map(\.token))
        for (id, token) in listed where pieces.indices.contains(id) {
            guard known.insert(token.content[...]).inserted else { continue }
            pieces[id].token = token.content[...]
        }
    }

    private static func piece(
        _ message: ProtobufReader, of bytes: [UInt8]
    ) throws(ProtobufReader.Fault) -> Piece {
        var piece = Piece()
        var message = message
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (1, .bytes(let token)): piece.token = bytes[token]
            case (2, .fixed32(let bits)): piece.score = Float(bitPattern: bits)
            case (3, .integer(let type)): piece.type = PieceType(rawValue: type) ?? .normal
            default: break
            }
        }
        return piece
    }

    private mutating func readTraining(
        _ message: ProtobufReader, of bytes: [UInt8]
    ) throws(ProtobufReader.Fault) {
        var message = message
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (3, .integer(let type)): modelType = type
            case (35, .integer(let flag)): byteFallback = flag != 0
            case (40, .integer(let id)): unknownID = Int(truncatingIfNeeded: id)
            case (45, .bytes(let piece)): unknownPiece = Array(bytes[piece])
            default: break
            }
        }
    }

    private mutating func readNormalization(
        _ message: ProtobufReader, of bytes: [UInt8]
    ) throws(ProtobufReader.Fault) {
        var message = message
        while let field = try message.next() {
            switch (field.number, field.value) {
            case (2, .bytes(let map)): charsmap = bytes[map]
            case (3, .integer(let flag)): addsDummyPrefix = flag != 0
            default: break
            }
        }
    }
}
