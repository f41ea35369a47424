import NIOCore
import NIOHTTP1
import NIOSSL
import SencServing

/// A client's connection: requests in, one after the other, and their responses. All is on the event
/// loop but the handler's answering, which is a task that is cancelled when the client leaves.
///
/// What it does with what comes in is here; the other files have how requests are read and answered.
final class Connection: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = HTTPServerResponsePart

    /// What has come in.
    enum Event {
        case part(HTTPServerRequestPart)
        /// What came is not HTTP, or is cut.
        case fault(Fault)
    }

    enum Fault {
        case malformed
        case tooLongHead
    }

    let connections: Connections
    let gate: ByteGate
    var handler: any ServerHandler { connections.handler }
    var limits: ConnectionLimits { connections.limits }

    /// Its place among the connections; `nil` if it is not among them.
    var index: Int?
    /// When `expire` is to be called.
    private(set) var deadline = NIODeadline.distantFuture
    private(set) var context: ChannelHandlerContext?
    /// The request that is read or answered.
    var exchange: Exchange?
    /// Nothing is read any more: the client gets to take its last response.
    var isLingering = false
    /// The client sends no more; it is taken to have left.
    private(set) var hasEnded = false

    /// Behind the request that is answered, or while this one is being handled.
    private var events: CircularBuffer<Event> = []
    private var isAdvancing = false
    /// Some of a head is there.
    private var hasBegun = false
    /// A read was asked for while there were events enough.
    private var owesRead = false
    private var isClosed = false

    init(_ connections: Connections, gate: ByteGate) {
        (self.connections, self.gate) = (connections, gate)
        gate.connection = self
    }

    /// Between two requests, of the second of which nothing has come.
    var isIdle: Bool {
        exchange == nil && events.isEmpty && gate.waiting == 0 && !isLingering
    }

    // MARK: - Events

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        // No byte has come yet, not even for TLS.
        setDeadline(in: limits.clientTime)
        if !connections.add(self) { context.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave()
        self.context = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        gate.waiting = 0
        take(.part(unwrapInboundIn(data)))
    }

    func read(context: ChannelHandlerContext) {
        // Who sends requests before the responses are there has the system hold them.
        if events.isEmpty { context.read() } else { owesRead = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case HTTPParserError.headerOverflow: fail(.tooLongHead)
        case is HTTPParserError: fail(.malformed)
        case is ByteToMessageDecoderError: break
        default: close()
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed: inputHasEnded()
        case is ChannelShouldQuiesceEvent: endIfIdle()
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    func headIsTooLong() { fail(.tooLongHead) }

    /// The first bytes of a request are there, but not its head.
    func headBegan() {
        guard exchange == nil, !isLingering, !hasBegun else { return }
        hasBegun = true
        setDeadline(in: limits.clientTime)
    }

    private func fail(_ fault: Fault) {
        guard !isLingering, gate.remaining == nil else { return }
        gate.drop(upTo: limits.lingeringBytes)
        take(.fault(fault))
    }

    private func inputHasEnded() {
        hasEnded = true
        guard let exchange else {
            close()
            return
        }
        switch exchange.output {
        case .computing: abandon(exchange)
        case .complete: close()
        // A request that is cut was told to be so by the decoder; a response is taken, or not.
        case .none, .writing: break
        }
    }

    // MARK: - One after the other

    private func take(_ event: Event) {
        events.append(event)
        advance()
    }

    /// Handles what has come, as far as it is not behind a request that is not answered yet.
    func advance() {
        // What is called here may call this.
        guard !isAdvancing else { return }
        isAdvancing = true
        while !isLingering, !isClosed, !(exchange?.isInputComplete ?? false),
            let event = events.popFirst()
        {
            switch event {
            case .part(.head(let head)):
                hasBegun = false
                begin(head)
            case .part(.body(let bytes)): receive(bytes)
            case .part(.end): endInput()
            case .fault(let fault): answer(fault)
            }
        }
        if isLingering || isClosed { events.removeAll() }
        isAdvancing = false
        if events.isEmpty, owesRead, let context {
            owesRead = false
            context.read()
        }
    }

    /// The next request may come.
    func becomeIdle() {
        exchange = nil
        if hasEnded {
            close()
            return
        }
        setDeadline(in: limits.idleTime)
        advance()
        if connections.isDraining { endIfIdle() }
    }

    /// The server ends: part of a head is no request yet.
    private func endIfIdle() {
        if exchange == nil, events.isEmpty, !isLingering { close() }
    }

    // MARK: - Ends

    func setDeadline(in time: TimeAmount) { deadline = .now() + time }

    func setDeadline(at time: NIODeadline) { deadline = time }

    func removeDeadline() { deadline = .distantFuture }

    /// Something has taken too long.
    func expire() {
        removeDeadline()
        guard let exchange, !isLingering else {
            close()
            return
        }
        if case .none = exchange.output {
            answerTooSlow(exchange)
        } else {
            close()
        }
    }

    /// Ends sending, and has the client take what it was sent: a connection that is closed while bytes
    /// come in is reset, and the response is lost.
    func linger() {
        guard !isLingering, let context else { return }
        isLingering = true
        exchange = nil
        gate.drop(upTo: limits.lingeringBytes)
        guard !hasEnded else {
            close()
            return
        }
        setDeadline(in: limits.lingeringTime)
        context.close(mode: .output, promise: nil)
        if owesRead {
            owesRead = false
            context.read()
        }
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        connections.remove(self)
        context?.close(promise: nil)
    }

    /// The server ends before the request is answered.
    func cut() {
        if exchange.map({ $0.output != .complete }) ?? false || !events.isEmpty {
            connections.countCut()
            if let exchange {
                abandon(exchange)
                finish(exchange, status: 503)
            }
        }
        close()
    }

    private func leave() {
        isClosed = true
        connections.remove(self)
        if let exchange {
            abandon(exchange)
            finish(exchange, status: 499)
        }
        exchange = nil
        events.removeAll()
    }
}

@available(*, unavailable)
extension Connection: Sendable {}
