package import Senc
import SencFiles
import Synchronization

/// Texts of many requests, computed together by threads of its own.
///
/// It is counted in tokens and fair: each request has its turn, a part of it at a time, so that one
/// text never waits behind a long request. A thread that is free takes what is there, at once, in a
/// batch of sequences of whichever requests; sequences that several wait for are computed once. A
/// vector is the same to the bit whatever it is computed with.
package final class EncodingQueue: Sendable {
    struct State {
        var order = FairOrder<QueuedWork>()
        var claims: [SequenceKey: SequenceClaim] = [:]
        var load = QueueLoad()
        /// Tokens a second of a thread, by model; 0 until one is known.
        var rates: [Double]
        /// Since when each thread is at what it does.
        var begun: [ContinuousClock.Instant?]
        var isClosed = false
    }

    /// What has a turn.
    enum QueuedWork {
        case job(EncodingJob)
        case call(QueuedCall)
    }

    let encoders: [SentenceEncoder]
    let threads: Int
    let maximumTokens: Int
    let cache: VectorCache
    let figures: ServerFigures
    let state: Mutex<State>
    let changed = SystemCondition()
    private let running = Mutex<[SystemThread]>([])

    /// - Parameters:
    ///   - encoders: the models that are served.
    ///   - maximumTokens: that wait before requests are refused.
    package init(
        encoders: [SentenceEncoder], threads: Int, maximumTokens: Int, cacheBytes: Int,
        figures: ServerFigures
    ) {
        (self.encoders, self.threads) = (encoders, max(threads, 1))
        (self.maximumTokens, self.figures) = (maximumTokens, figures)
        cache = VectorCache(bytes: cacheBytes)
        state = Mutex(
            State(
                rates: encoders.map { _ in 0 },
                begun: [ContinuousClock.Instant?](repeating: nil, count: max(threads, 1))))
    }

    package func start() {
        let started = (0..<threads).compactMap { index in SystemThread { self.work(index) } }
        running.withLock { $0 = started }
    }

    /// Ends the threads when they are done with what they are at; what waits is given up.
    package func stop() {
        let left = state.withLock { state in
            state.isClosed = true
            var left: [QueuedWork] = []
            while let (work, _) = state.order.popFirst() { left.append(work) }
            return left
        }
        changed.wakeAll()
        for work in left {
            switch work {
            case .job(let job): fail(job, QueueError.closed)
            case .call(let call): call.cancel(QueueError.closed)
            }
        }
        for thread in running.withLock({ threads in
            defer { threads = [] }
            return threads
        }) {
            thread.join()
        }
    }

    // MARK: - Asking

    /// Puts texts in line, all or none.
    /// - Throws: `QueueError`; `EncodingError` if the options do not fit the model.
    package func submit(
        _ texts: [String], model: Int, options: EncodingOptions
    ) throws -> EncodedTexts {
        try encoders[model].check(options)
        let job = EncodingJob(
            model: model, encoder: encoders[model], options: options, texts: texts)
        guard !texts.isEmpty else {
            job.windows = []
            return EncodedTexts(queue: self, job: job)
        }
        try state.withLock { state in
            try admit(tokens: job.estimatedTokens, model: model, &state)
            state.load.waitingTokens += job.waitingTokens
            state.load.requests += 1
            state.order.insert(.job(job))
        }
        changed.wakeAll()
        return EncodedTexts(queue: self, job: job)
    }

    /// Has something else computed in its turn, by one of the threads.
    /// - Parameter tokens: what it takes, about, in tokens to be encoded.
    package func run<Value: Sendable>(
        tokens: Int, model: Int = 0, _ body: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let call = QueuedCall(tokens: tokens)
        try Task.checkCancellation()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                call.prepare { fault in
                    continuation.resume(
                        with: Result {
                            if let fault { throw fault }
                            return try body()
                        })
                }
                do {
                    try state.withLock { state in
                        try admit(tokens: tokens, model: model, &state)
                        state.load.waitingTokens += tokens
                        state.load.requests += 1
                        state.order.insert(.call(call))
                    }
                    changed.wakeAll()
                } catch {
                    call.cancel(error)
                }
            }
        } onCancel: {
            call.cancel(CancellationError())
        }
    }

    private func admit(tokens: Int, model: Int, _ state: inout State) throws(QueueError) {
        if state.isClosed { throw .closed }
        let waiting = state.load.waitingTokens
        // A request of any size has a place in an empty line.
        guard waiting == 0 || waiting + tokens <= maximumTokens else {
            throw .full(retryAfter: seconds(for: waiting, model: model, state))
        }
    }

    /// Seconds until so many tokens are computed, about.
    private func seconds(for tokens: Int, model: Int, _ state: State) -> Int {
        let rate = state.rates[model] * Double(threads)
        guard rate > 0 else { return 1 }
        // Clients that are told of longer times ask again at once.
        return Int(min(max((Double(tokens) / rate).rounded(.up), 1), 120))
    }

    /// - Returns: seconds after which there may be room; `nil` if there is room.
    package func secondsUntilRoom() -> Int? {
        state.withLock { state in
            let waiting = state.load.waitingTokens
            return waiting < maximumTokens ? nil : seconds(for: waiting, model: 0, state)
        }
    }

    package var load: QueueLoad { state.withLock(\.load) }

    /// How long the thread that has been at it longest is at what it does.
    package var longestRun: Duration {
        state.withLock { state in
            state.begun.compactMap { $0.map { .now - $0 } }.max() ?? .zero
        }
    }
}
