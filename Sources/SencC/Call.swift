internal import CSenc
internal import Senc
internal import SencFiles

/// A call of a function of the library: what is done before and after, whatever the function.
enum Call {
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
    static func make(_ body: () throws -> Void) -> Int32 {
        _ = isPrepared
        ForkGate.enter()
        defer { ForkGate.leave() }
        do {
            guard !ForkGate.isUnsafe else { throw CallError.forked }
            try body()
            return status(SENC_OK)
        } catch {
            let (status, text) = outcome(of: error)
            var line = text
            line.withUTF8 { senc_keep_error($0.baseAddress, Int64($0.count)) }
            return status
        }
    }

    /// Leaves what is locked nowhere to a function of the caller's.
    static func outside<Result>(_ body: () -> Result) -> Result {
        ForkGate.leave()
        defer { ForkGate.enter() }
        return body()
    }

    private static func outcome(of error: any Error) -> (status: Int32, line: String) {
        switch error {
        case let error as CallError: (error.status, error.description.onOneLine())
        case is CancellationError: (status(SENC_INTERRUPTED), "interrupted")
        case EncodingError.textTooLong(let text, let tokens, let limit):
            // Its own line names options of the program's.
            (
                status(SENC_BAD_DATA),
                "text \(text + 1) has \(tokens) tokens, over the limit of \(limit)"
            )
        case let error as any Diagnostic: (error.status.rawValue, error.description)
        default: (status(SENC_INTERNAL), "\(error)".onOneLine())
        }
    }
}

/// Constants of the header have a type of the importer's choice.
func status(_ constant: some BinaryInteger) -> Int32 { Int32(constant) }

/// What is wrong with the arguments of a call.
struct CallError: Error, CustomStringConvertible {
    let status: Int32
    let description: String

    static func invalid(_ description: String) -> CallError {
        CallError(status: SencC.status(SENC_INVALID), description: description)
    }

    static func isNull(_ name: String) -> CallError { invalid("\(name) is NULL") }

    static let forked = CallError(
        status: SencC.status(SENC_FORKED),
        description: """
            this process was forked while another thread was at work in libsenc; fork when none is, \
            or load the model in the child with a program of its own
            """)
}
