/// What HTTP hands requests to. The order of the calls is that of the functions.
package protocol ServerHandler: Sendable {
    /// The answer to a request that needs no body to be answered: one without a key, for a path that
    /// is not there, while the queue is full. Its body is not to be read.
    func refusal(of head: RequestHead) -> ServerResponse?

    /// Whether there is room for so many more bytes of bodies; they count until `release`.
    func reserve(bytes: Int) -> Bool
    func release(bytes: Int)

    /// The answer where there is no room.
    func overloaded(_ head: RequestHead) -> ServerResponse
    /// The answer to a body of more bytes than a request may have.
    func tooLarge(_ head: RequestHead) -> ServerResponse
    /// The answer to a body that cannot be decompressed or is cut.
    func unreadable(_ head: RequestHead, reason: String) -> ServerResponse

    /// The answer to a whole request. Cancelling the task drops what is queued for it.
    func respond(to request: ServerRequest) async -> ServerResponse

    /// A request is over, answered or not.
    func finished(_ record: RequestRecord)

    /// From now on `/ready` is red and new requests are refused; those accepted are still answered.
    func drain()
}

/// How a request went, for the log and the figures. No text of a request is in it.
package struct RequestRecord: Sendable {
    package var head: RequestHead
    /// 499 where the client left.
    package var status: Int
    package var bytesRead: Int
    package var bytesWritten: Int
    package var duration: Duration

    package init(
        head: RequestHead, status: Int, bytesRead: Int, bytesWritten: Int, duration: Duration
    ) {
        self.head = head
        self.status = status
        self.bytesRead = bytesRead
        self.bytesWritten = bytesWritten
        self.duration = duration
    }
}
