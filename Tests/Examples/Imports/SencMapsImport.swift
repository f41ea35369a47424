import SencMaps

enum SencMapsImport {
    static func page(_ points: Matrix) throws -> String {
        do {
            return try TextMap(coordinates: points).html()
        } catch {
            let message: Message = error.message
            throw error.status == ExitStatus.badData
                ? error : MapError.count(0, points: message.description.count)
        }
    }
}
