internal import CSenc
internal import Senc
internal import SencFiles

/// A call of a function of the library: what is done before and after, whatever the function.
struct Call: Sendable {
    /// Where the thread that called waits, if it is another one.
    fileprivate let relay: CallRelay?

    /// Once, before anything else: forks wait for calls, and threads leave the process's signals to
    /// those of the process.
    private static let isPrepared: Bool = {
        ForkGate.watchForks()
        SystemThread.leaveSignals()
        return true
    }()

    /// Makes a call.
    /// - Parameter body: within it locks may be held, so the process is not forked but at places of
    ///   its own.
    /// - Returns: what it comes to; what it throws is kept as this thread's last error.
    static func make(_ body: (Call) throws -> Void) -> Int32 {
        _ = isPrepared
        let outcome =
            ForkGate.isSurvivor
            ? CallRelay.outcome { CallOutcome(of: body, Call(relay: $0)) }
            : CallOutcome(of: body, Call(relay: nil))
        if var line = outcome.line {
            line.withUTF8 { senc_keep_error($0.baseAddress, Int64($0.count)) }
        }
        return outcome.status
    }

    /// Calls a function of the caller's, on the thread that called, while nothing is locked.
    /// - Precondition: this is the thread that makes the call.
    func outside(_ body: () -> Int32) -> Int32 {
        ForkGate.leave()
        defer { ForkGate.enter() }
        return relay.map { $0.ask(body) } ?? body()
    }
}

/// What a call comes to.
struct CallOutcome: Sendable {
    let status: Int32
    /// What went wrong.
    let line: String?

    fileprivate init(of body: (Call) throws -> Void, _ call: Call) {
        ForkGate.enter()
        defer { ForkGate.leave() }
        do {
            guard !ForkGate.isUnsafe else { throw CallError.forked }
            try body(call)
            self.init(nil)
        } catch {
            self.init(error)
        }
    }

    /// - Parameter error: why the call failed; `nil` if it did not.
    init(_ error: (any Error)?) {
        switch error {
        case nil: (status, line) = (SencC.status(SENC_OK), nil)
        case let error as CallError:
            (status, line) = (error.status, error.description.onOneLine())
        case is CancellationError:
            (status, line) = (SencC.status(SENC_INTERRUPTED), "interrupted")
        case EncodingError.textTooLong(let text, let tokens, let limit)?:
            // Its own line names options of the program's.
            status = SencC.status(SENC_BAD_DATA)
            line = "text \(text + 1) has \(tokens) tokens, over the limit of \(limit)"
        case let error as any Diagnostic:
            (status, line) = (error.status.rawValue, error.description)
        case let error?:
            (status, line) = (SencC.status(SENC_INTERNAL), "\(error)".onOneLine())
        }
    }
}

/// Constants of the header have a type of the importer's choice.
func status(_ constant: some BinaryInteger) -> Int32 { Int32(constant) }

/// What is wrong with the arguments of a call.
struct CallError: Error, CustomStringConvertible {
    let status: Int32
    let description: String

    static func mistake(_ description: String) -> CallError {
        CallError(status: SencC.status(SENC_INVALID), description: description)
    }

    static func isNull(_ name: String) -> CallError { mistake("\(name) is NULL") }

    static let forked = CallError(
        status: SencC.status(SENC_FORKED),
        description: """
            this process was forked while another thread was at work in libsenc, or gets no thread; \
            fork when none is, or start the child as a program of its own
            """)
}
