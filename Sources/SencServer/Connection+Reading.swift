import NIOCore
import NIOHTTP1
import SencServing

/// How requests are read.
extension Connection {
    /// A head is there: refuses the request, or has its body come.
    func begin(_ request: HTTPRequestHead) {
        let exchange = Exchange(request)
        self.exchange = exchange
        setDeadline(in: limits.clientTime)
        if let refusal = handler.refusal(of: exchange.head) {
            answer(refusal, to: exchange)
        } else if exchange.announcedBytes ?? 0 > limits.bodyBytes {
            answer(handler.tooLarge(exchange.head), to: exchange)
        } else if case .unknown(let name) = exchange.coding {
            let text = "the body is compressed in an unknown way, '\(name.prefix(40))'"
            answer(handler.unreadable(exchange.head, reason: text), to: exchange)
        } else if exchange.awaitsContinue, let context {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
        }
    }

    /// A part of a body.
    func receive(_ bytes: ByteBuffer) {
        guard let exchange else { return }
        let count = bytes.readableBytes
        exchange.bytesRead += count
        if case .skipping(let skipped) = exchange.input {
            exchange.input = .skipping(skipped + count)
            if skipped + count > limits.skippedBytes, case .complete = exchange.output { linger() }
            return
        }
        guard exchange.bytesRead <= limits.bodyBytes else {
            drop(exchange)
            answer(handler.tooLarge(exchange.head), to: exchange)
            return
        }
        guard handler.reserve(bytes: count) else {
            drop(exchange)
            answer(handler.overloaded(exchange.head), to: exchange)
            return
        }
        exchange.reserved += count
        exchange.body.append(contentsOf: bytes.readableBytesView)
        // Slow is one thing, to send next to nothing another.
        let extra = TimeAmount.seconds(Int64(exchange.bytesRead / limits.slowestBytesPerSecond))
        setDeadline(at: exchange.arrival + limits.clientTime + extra)
    }

    /// The request is whole.
    func endInput() {
        guard let exchange else { return }
        exchange.input = .complete
        switch exchange.output {
        case .none: compute(exchange)
        case .computing, .writing: break
        case .complete: becomeIdle()
        }
    }

    /// What came is not a request, or not all of one.
    func answer(_ fault: Fault) {
        if let exchange {
            exchange.keepsAlive = false
            exchange.input = .complete
            switch exchange.output {
            case .none:
                drop(exchange)
                let text = "the body is cut"
                answer(handler.unreadable(exchange.head, reason: text), to: exchange)
            case .computing, .writing: break
            case .complete: linger()
            }
            return
        }
        let (status, text): (HTTPResponseStatus, String) =
            switch fault {
            case .malformed: (.badRequest, "This is not an HTTP/1.1 request.\n")
            case .tooLongHead: (.requestHeaderFieldsTooLarge, "The request's head is too long.\n")
            }
        var headers = HTTPHeaders([("connection", "close"), ("date", connections.date)])
        headers.add(name: "content-type", value: "text/plain; charset=utf-8")
        headers.add(name: "content-length", value: "\(text.utf8.count)")
        write(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)))
        write(.body(.byteBuffer(ByteBuffer(string: text))))
        write(.end(nil))
        context?.flush()
        linger()
    }

    func answerTooSlow(_ exchange: Exchange) {
        drop(exchange)
        exchange.keepsAlive = false
        let response = ServerResponse(
            status: 408, type: "text/plain; charset=utf-8",
            Array("The request took too long to arrive.\n".utf8))
        answer(response, to: exchange)
    }

    /// Lets go of a body that is not used.
    func drop(_ exchange: Exchange) {
        exchange.body = []
        if exchange.reserved > 0 { handler.release(bytes: exchange.reserved) }
        exchange.reserved = 0
    }
}
