import Senc

/// What `import Senc` alone has to have.
enum SencImport {
    static func load(_ name: String) throws -> SentenceEncoder {
        do {
            return try SentenceEncoder(
                model: name, precision: Precision.float32, backend: Backend.packed,
                packing: WeightPacking.ahead)
        } catch let error as any Diagnostic {
            let (message, status): (Message, ExitStatus) = (error.message, error.status)
            print(message.description, status.rawValue)
            throw error
        }
    }

    static func members(_ encoder: SentenceEncoder, _ vectors: Embeddings) -> [Float] {
        let tokenizer: Tokenizer = encoder.tokenizer
        let encoding: Encoding = tokenizer.encode("Llueve")
        let matrix: Matrix = vectors.matrix
        let similarity: SimilarityFunction = encoder.similarity
        let side = TruncationSide.right
        let options = EncodingOptions(overflow: .chunk, truncationSide: side)
        print(encoding.ids.count, matrix.rows, matrix.elements.count, options)
        return [similarity(matrix[0], matrix[1])]
    }

    static func isMissing(_ error: any Error) -> Bool {
        if case ModelError.file(FileError.notFound) = error { return true }
        return error is TokenizerError || error is EncodingError
    }
}
