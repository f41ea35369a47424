import SencWeights

enum SencWeightsImport {
    static func names(_ path: String) throws -> [String] {
        do {
            return try WeightFile(path: path).names
        } catch let error as any Diagnostic {
            let message: Message = error.message
            print(message.description, error.status == ExitStatus.noInput)
            throw error
        }
    }
}
