import SencTraining

enum SencTrainingImport {
    static func words(_ texts: [String]) throws -> Matrix {
        do {
            return try WordVectors(learning: TrainingTexts(texts)).vectors
        } catch let error as TrainingError {
            let message: Message = error.message
            throw error.status == ExitStatus.badData
                ? error : TrainingError.tooMany(message.description.count, dimension: 1)
        }
    }
}
