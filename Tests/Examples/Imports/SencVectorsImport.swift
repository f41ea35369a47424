import SencVectors

enum SencVectorsImport {
    static func nearest(_ path: String, to queries: Matrix) throws -> [[Hit]] {
        do {
            let file = try NPYFile(path: path)
            let metric = SimilarityFunction.dot
            print(file.matrix().columns, metric.rawValue)
            return try StoredVectors(file).nearest(3, to: queries, by: metric)
        } catch let error as any Diagnostic {
            print(error.message.description, error.status == ExitStatus.badData)
            throw error
        }
    }
}
