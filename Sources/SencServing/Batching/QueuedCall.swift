import Synchronization

/// Work of another kind than encoding, in line with the texts.
final class QueuedCall: Sendable {
    /// What it takes, about, in tokens to be encoded.
    let tokens: Int
    /// Makes the call, or says why it is not made; `nil` once either is done.
    private let call = Mutex<(@Sendable ((any Error)?) -> Void)?>(nil)

    init(tokens: Int) { self.tokens = tokens }

    func prepare(_ call: @escaping @Sendable ((any Error)?) -> Void) {
        self.call.withLock { $0 = call }
    }

    func make() { take()?(nil) }

    func cancel(_ fault: any Error) { take()?(fault) }

    private func take() -> (@Sendable ((any Error)?) -> Void)? {
        call.withLock { call in
            defer { call = nil }
            return call
        }
    }
}
