import SencAnalysis

enum SencAnalysisImport {
    static func groups(_ matrix: Matrix) throws -> Matrix {
        let vectors = StoredVectors(matrix)
        do {
            return try KMeans(vectors, clusters: 2).centroids
        } catch let error as CorpusError {
            let message: Message = error.message
            print(message.description)
            return Matrix(rows: 0, columns: vectors.dimension)
        }
    }
}
