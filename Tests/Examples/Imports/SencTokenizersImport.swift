import SencTokenizers

enum SencTokenizersImport {
    static func ids(_ directory: String, _ text: String) throws -> [Int32] {
        do {
            return try Tokenizer(directory: directory).encode(text).ids
        } catch let error as any Diagnostic {
            let message: Message = error.message
            print(message.description, error.status == ExitStatus.noInput)
            throw error
        }
    }
}
