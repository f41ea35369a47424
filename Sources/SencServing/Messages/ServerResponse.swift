/// What a request is answered with.
package struct ServerResponse: Sendable {
    package typealias Write = @Sendable ([UInt8]) async throws -> Void

    package enum Body: Sendable {
        case bytes([UInt8])
        /// Pieces, of about 64 KiB, which are made while they are written. What is thrown before the
        /// end cuts the connection, for the status has been told.
        case pieces(@Sendable (_ write: Write) async throws -> Void)
    }

    package var status: Int
    package var headers: [(name: String, value: String)]
    package var body: Body

    package init(
        status: Int = 200, headers: [(name: String, value: String)] = [], body: Body = .bytes([])
    ) {
        (self.status, self.headers, self.body) = (status, headers, body)
    }

    package init(status: Int = 200, type: String, _ bytes: [UInt8]) {
        self.init(status: status, headers: [("content-type", type)], body: .bytes(bytes))
    }
}
