import SencServing

/// What a request's task does, away from the event loop.
struct Work: Sendable {
    let head: RequestHead
    let body: [UInt8]
    let coding: ContentCoding
    /// Bytes that the handler has counted for the body.
    let reserved: Int
    let limit: Int
    let handler: any ServerHandler

    func response() async -> ServerResponse {
        var counted = reserved
        defer { handler.release(bytes: counted) }
        do {
            let bytes = try await coding.decoded(body, limit: limit) { count in
                guard handler.reserve(bytes: count) else { return false }
                counted += count
                return true
            }
            return await handler.respond(to: ServerRequest(head, body: bytes))
        } catch {
            return switch error {
            case .tooLarge: handler.tooLarge(head)
            case .noRoom: handler.overloaded(head)
            case .unreadable(let reason): handler.unreadable(head, reason: reason)
            }
        }
    }
}
