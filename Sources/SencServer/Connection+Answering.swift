import NIOCore
import NIOHTTP1
import SencServing

/// How requests are answered.
extension Connection {
    /// Has the handler answer a whole request, in a task of its own.
    func compute(_ exchange: Exchange) {
        guard let context else { return }
        exchange.output = .computing
        removeDeadline()
        let work = Work(
            head: exchange.head, body: exchange.body, coding: exchange.coding,
            reserved: exchange.reserved, limit: limits.bodyBytes, handler: handler)
        // The task has them from now on.
        (exchange.body, exchange.reserved) = ([], 0)
        let bound = NIOLoopBound((self, exchange), eventLoop: context.eventLoop)
        exchange.task = Task { [connections] in
            let response = await work.response()
            connections.perform {
                let (connection, exchange) = bound.value
                guard connection.exchange === exchange else { return }
                connection.answer(response, to: exchange)
            }
        }
    }

    /// The client has left.
    func abandon(_ exchange: Exchange) {
        exchange.isAbandoned = true
        exchange.task?.cancel()
    }

    /// Writes a response, whether or not all of the request is there.
    func answer(_ response: ServerResponse, to exchange: Exchange) {
        guard let context else { return }
        if !exchange.isInputComplete {
            exchange.input = .skipping(0)
            // A client that waits to be let send its body may do so or not.
            if exchange.awaitsContinue && exchange.bytesRead == 0
                || exchange.hasMuchUnread(limit: limits.skippedBytes)
            {
                exchange.keepsAlive = false
            }
            drop(exchange)
        }
        exchange.output = .writing
        exchange.status = response.status
        setDeadline(in: limits.clientTime)
        let head = responseHead(response, exchange)
        write(.head(head))
        switch response.body {
        case _ where exchange.isHead || !head.status.mayHaveResponseBody:
            endResponse(exchange)
        case .bytes(let bytes):
            exchange.response = (bytes, 0)
            sendNext(exchange)
        case .pieces(let pieces):
            context.flush()
            removeDeadline()
            send(pieces, exchange)
        }
    }

    private func responseHead(_ response: ServerResponse, _ exchange: Exchange) -> HTTPResponseHead
    {
        if connections.isDraining || hasEnded { exchange.keepsAlive = false }
        let status = HTTPResponseStatus(statusCode: response.status)
        var headers = HTTPHeaders()
        headers.reserveCapacity(response.headers.count + 6)
        for (name, value) in response.headers + exchange.trace where isHeader(name, value) {
            headers.add(name: name, value: value)
        }
        headers.add(name: "x-request-id", value: exchange.head.id)
        headers.add(name: "date", value: connections.date)
        if status.mayHaveResponseBody {
            switch response.body {
            case .bytes(let bytes): headers.add(name: "content-length", value: "\(bytes.count)")
            case .pieces where exchange.isHead: break
            case .pieces where exchange.isHTTP11:
                headers.add(name: "transfer-encoding", value: "chunked")
            // Where there are no chunks, the end of the connection is that of the body.
            case .pieces: exchange.keepsAlive = false
            }
        }
        if !exchange.keepsAlive {
            headers.add(name: "connection", value: "close")
        } else if !exchange.isHTTP11 {
            headers.add(name: "connection", value: "keep-alive")
        }
        return HTTPResponseHead(
            version: exchange.isHTTP11 ? .http1_1 : .http1_0, status: status,
            headers: headers)
    }

    /// Whether a header is well-formed and not one of the connection's own.
    private func isHeader(_ name: String, _ value: String) -> Bool {
        guard !name.isEmpty, name.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3A }),
            value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
        else { return false }
        switch name.lowercased() {
        case "content-length", "transfer-encoding", "connection", "date", "x-request-id":
            return false
        default: return true
        }
    }

    // MARK: - Bytes

    /// Hands the system a part of the response, and the next one when this one is taken.
    private func sendNext(_ exchange: Exchange) {
        guard let context else { return }
        let (bytes, start) = exchange.response
        let end = min(start + limits.pieceBytes, bytes.count)
        exchange.response.sent = end
        guard end < bytes.count else {
            if start < end { write(.body(.byteBuffer(ByteBuffer(bytes: bytes[start..<end])))) }
            exchange.bytesWritten = end
            exchange.response.bytes = []
            endResponse(exchange)
            return
        }
        setDeadline(in: limits.clientTime)
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenSuccess {
            guard self.exchange === exchange else { return }
            exchange.bytesWritten = end
            self.sendNext(exchange)
        }
        write(.body(.byteBuffer(ByteBuffer(bytes: bytes[start..<end]))), promise: promise)
        context.flush()
    }

    private func endResponse(_ exchange: Exchange) {
        guard let context else { return }
        setDeadline(in: limits.clientTime)
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenSuccess {
            guard self.exchange === exchange else { return }
            self.responseWasTaken(exchange)
        }
        write(.end(nil), promise: promise)
        context.flush()
    }

    private func responseWasTaken(_ exchange: Exchange) {
        exchange.output = .complete
        finish(exchange, status: exchange.isAbandoned ? 499 : exchange.status)
        if !exchange.keepsAlive || hasEnded {
            linger()
        } else if exchange.isInputComplete {
            becomeIdle()
        } else {
            // The rest of the body is skipped.
            setDeadline(in: limits.clientTime)
            if case .skipping(let skipped) = exchange.input, skipped > limits.skippedBytes {
                linger()
            }
        }
    }

    // MARK: - Pieces

    private func send(
        _ pieces: @escaping @Sendable (ServerResponse.Write) async throws -> Void,
        _ exchange: Exchange
    ) {
        guard let context else { return }
        let bound = NIOLoopBound((self, exchange), eventLoop: context.eventLoop)
        exchange.task = Task { [connections] in
            var isWhole = true
            do {
                try await pieces { bytes in
                    try await withCheckedThrowingContinuation { taken in
                        let isOpen = connections.perform {
                            let (connection, exchange) = bound.value
                            connection.send(bytes, exchange, taken)
                        }
                        if !isOpen { taken.resume(throwing: ChannelError.ioOnClosedChannel) }
                    }
                }
            } catch {
                isWhole = false
            }
            connections.perform { [isWhole] in
                let (connection, exchange) = bound.value
                connection.piecesEnded(exchange, isWhole)
            }
        }
    }

    /// - Parameter taken: is resumed when the system has taken the bytes.
    private func send(
        _ bytes: [UInt8], _ exchange: Exchange, _ taken: CheckedContinuation<Void, any Error>
    ) {
        guard let context, self.exchange === exchange else {
            taken.resume(throwing: ChannelError.ioOnClosedChannel)
            return
        }
        guard !bytes.isEmpty else {
            taken.resume()
            return
        }
        var start = 0
        while start < bytes.count {
            let end = min(start + limits.pieceBytes, bytes.count)
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenSuccess {
                guard self.exchange === exchange else { return }
                exchange.bytesWritten += end - start
                // The next piece is the handler's to make.
                if end == bytes.count {
                    self.removeDeadline()
                } else {
                    self.setDeadline(in: self.limits.clientTime)
                }
            }
            if end == bytes.count { written.futureResult.whenComplete { taken.resume(with: $0) } }
            write(
                .body(.byteBuffer(ByteBuffer(bytes: bytes[start..<end]))), promise: written)
            start = end
        }
        setDeadline(in: limits.clientTime)
        context.flush()
    }

    private func piecesEnded(_ exchange: Exchange, _ isWhole: Bool) {
        guard self.exchange === exchange else { return }
        if isWhole {
            endResponse(exchange)
        } else {
            // Without its end, the client sees that the response is cut.
            finish(exchange, status: exchange.isAbandoned ? 499 : 500)
            close()
        }
    }

    // MARK: - Ends

    func write(_ part: HTTPServerResponsePart, promise: EventLoopPromise<Void>? = nil) {
        guard let context else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        context.write(wrapOutboundOut(part), promise: promise)
    }

    /// Tells the handler of a request that is over. Nothing happens the second time.
    func finish(_ exchange: Exchange, status: Int) {
        guard !exchange.isFinished else { return }
        exchange.isFinished = true
        drop(exchange)
        handler.finished(exchange.record(status: status))
    }
}
