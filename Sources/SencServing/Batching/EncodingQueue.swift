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

    /// Tokens of a request that are taken in one turn.
    private static let tokensPerTurn = 64
    /// With fewer, kernels are slower for each.
    private static let tokensWorthATurn = 192
    /// With fewer requests at once each is computed as soon as it can be.
    private static let requestsPerThread = 4
    /// Requests of other models that are passed over for a batch.
    private static let passedOver = 32

    let encoders: [SentenceEncoder]
    let threads: Int
    let maximumTokens: Int
    let cache: VectorCache
    let figures: ServerFigures
    let state: Mutex<State>
    private let changed = SystemCondition()
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

    // MARK: - Working

    private enum Work {
        case tokenize(EncodingJob, slice: Int)
        case compute([JobItem], model: Int)
        case call(QueuedCall)
    }

    private func work(_ thread: Int) {
        while let task = nextTask(thread) {
            switch task {
            case .tokenize(let job, let slice): tokenize(slice, of: job)
            case .compute(let batch, let model): compute(batch, model: model)
            case .call(let call): call.make()
            }
        }
    }

    /// Waits until there is something to do; `nil` at the end.
    private func nextTask(_ thread: Int) -> Work? {
        let isAwaited = state.withLock { state in
            state.begun[thread] = nil
            return !state.order.isEmpty
        }
        // Others may have left what there is to be done with more.
        if isAwaited { changed.wakeAll() }
        while true {
            changed.sleep {
                state.withLock {
                    !$0.isClosed && ($0.order.isEmpty || waitsForMore($0))
                }
            }
            let (task, isClosed) = state.withLock { state in
                let task = takeTask(&state)
                if task != nil { state.begun[thread] = .now }
                return (task, state.isClosed)
            }
            if let task { return task }
            if isClosed { return nil }
        }
    }

    /// Whether what is there is better computed with what comes while others compute: where many ask
    /// at once, some are about to ask again. It waits for no more than a batch.
    private func waitsForMore(_ state: State) -> Bool {
        state.load.waitingTokens < Self.tokensWorthATurn
            && state.load.requests > Self.requestsPerThread * threads
            && state.begun.contains { $0 != nil }
    }

    private func takeTask(_ state: inout State) -> Work? {
        while let (work, time) = state.order.popFirst() {
            switch work {
            case .call(let call):
                state.load.waitingTokens -= call.tokens
                state.load.requests -= 1
                return .call(call)
            case .job(let job) where job.isCancelled: continue
            case .job(let job) where job.windows == nil:
                let slice = job.nextSlice
                job.nextSlice += 1
                if slice == 0 { job.times.tokenizationBegan = .now }
                // Making tokens takes little beside computing with them.
                if job.nextSlice < job.slices.count { state.order.insert(work, at: time + 1) }
                return .tokenize(job, slice: slice)
            case .job(let job):
                let batch = takeBatch(job, at: time, &state)
                if !batch.isEmpty { return .compute(batch, model: job.model) }
            }
        }
        return nil
    }

    /// Sequences of a job and of those behind it that are for the same model.
    private func takeBatch(_ job: EncodingJob, at time: Int, _ state: inout State) -> [JobItem] {
        let model = job.model
        var room = batchTokens(model: model, state)
        var batch: [JobItem] = []
        var aside: [(work: QueuedWork, time: Int)] = []
        var turn: (job: EncodingJob, time: Int)? = (job, time)
        while let (job, time) = turn, room > 0 {
            var taken = 0
            var item = job.nextItem()
            while let next = item, next.tokens <= room || batch.isEmpty,
                taken < Self.tokensPerTurn
            {
                next.claim.isTaken = true
                job.dropItem()
                if job.times.begun == nil { job.times.begun = .now }
                batch.append(next)
                room -= next.tokens
                taken += next.tokens
                job.waitingTokens -= next.tokens
                state.load.waitingTokens -= next.tokens
                item = job.nextItem()
            }
            if item != nil {
                aside.append((.job(job), time + taken))
                if taken == 0 { break }
                // Its next turn may be in this batch, too.
                let (work, time) = aside.removeLast()
                state.order.insert(work, at: time)
            } else {
                // What is left of it was taken for others.
                state.load.waitingTokens -= job.waitingTokens
                job.waitingTokens = 0
            }
            turn = nil
            while turn == nil, aside.count < Self.passedOver,
                let (work, time) = state.order.popFirst()
            {
                if case .job(let next) = work, next.model == model, next.windows != nil {
                    if !next.isCancelled { turn = (next, time) }
                } else {
                    aside.append((work, time))
                }
            }
        }
        if let turn, room <= 0 { aside.append((.job(turn.job), turn.time)) }
        for (work, time) in aside { state.order.insert(work, at: time) }
        return batch
    }

    /// Tokens of a batch: of a transformer as many as its kernels like best, fewer if other threads
    /// would have nothing to do, or if those took long; of a table as many as take a moment.
    private func batchTokens(model: Int, _ state: State) -> Int {
        let share = state.load.waitingTokens / threads
        let inTime = Int(min(state.rates[model] * 0.1, 1e6))
        return encoders[model].hasTransformer
            ? max(min(share, inTime == 0 ? 256 : inTime, 256), 64)
            : max(min(share, inTime, 1 << 14), 256)
    }

    private func tokenize(_ slice: Int, of job: EncodingJob) {
        let range = job.slices[slice]
        let result = Result {
            try job.encoder.tokenize(
                job.texts[range], firstIndex: range.lowerBound, options: job.options)
        }
        let isLast = state.withLock { _ in
            job.tokenized[slice] = result
            return !job.tokenized.contains { $0 == nil }
        }
        guard isLast else { return }
        do {
            let texts = try job.tokenized.flatMap { try $0?.get() ?? [] }
            let windows = try stride(from: 0, to: texts.count, by: EncodingJob.textsPerWindow)
                .map { first in
                    let end = min(first + EncodingJob.textsPerWindow, texts.count)
                    return try job.encoder.prepare(
                        Array(texts[first..<end]), firstIndex: first, options: job.options)
                }
            lineUp(job, windows)
        } catch {
            fail(job, error)
        }
    }

    /// Puts the sequences of a job in line that are not known.
    private func lineUp(_ job: EncodingJob, _ texts: [PreparedTexts]) {
        var hits = 0
        var misses = 0
        var windows: [JobWindow] = []
        var claims: [[SequenceKey]] = []
        for texts in texts {
            var window = JobWindow(texts: texts)
            var keys: [SequenceKey] = []
            for (sequence, ids) in texts.sequences.enumerated() {
                let key = SequenceKey(model: job.model, pooling: texts.pooling, ids: ids)
                if let vector = cache.vector(of: key) {
                    texts.setVector(ofSequence: sequence, to: vector)
                    hits += 1
                } else {
                    let claim = SequenceClaim(key)
                    window.items.append(
                        JobItem(
                            claim: claim, texts: texts, sequence: sequence, tokens: ids.count))
                    keys.append(key)
                    misses += 1
                }
            }
            window.items.reverse()
            window.left = window.items.count
            windows.append(window)
            claims.append(keys)
        }
        figures.countLookups(hits: hits, misses: misses)
        let resumed = state.withLock { state -> Resumption? in
            job.times.tokenized = .now
            guard !job.isCancelled else { return nil }
            state.load.waitingTokens -= job.waitingTokens
            job.waitingTokens = 0
            for (place, window) in windows.enumerated() {
                for (index, item) in window.items.enumerated() {
                    // The claim of whoever came first stands.
                    let claim = state.claims[item.claim.key] ?? item.claim
                    state.claims[item.claim.key] = claim
                    claim.waiters.append((job, place, item.sequence))
                    windows[place].items[index] = JobItem(
                        claim: claim, texts: item.texts, sequence: item.sequence,
                        tokens: item.tokens)
                    job.waitingTokens += item.tokens
                }
            }
            job.windows = windows
            state.load.waitingTokens += job.waitingTokens
            if job.waitingTokens > 0 { state.order.insert(.job(job)) }
            return resumption(of: job, &state)
        }
        changed.wakeAll()
        resumed?()
    }

    private func compute(_ batch: [JobItem], model: Int) {
        let start = ContinuousClock.now
        encoders[model].compute(batch.lazy.map { ($0.texts, $0.sequence) })
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let tokens = batch.reduce(0) { $0 + $1.tokens }
        figures.countBatch(sequences: batch.count, tokens: tokens)
        let vectors = batch.map { $0.texts.vector(ofSequence: $0.sequence) }
        for (item, vector) in zip(batch, vectors) { cache.insert(vector, for: item.claim.key) }
        let resumed = state.withLock { state in
            if seconds > 0 {
                let rate = Double(tokens) / seconds
                let known = state.rates[model]
                state.rates[model] = known == 0 ? rate : 0.9 * known + 0.1 * rate
            }
            var resumed: [Resumption] = []
            for (item, vector) in zip(batch, vectors) {
                state.claims[item.claim.key] = nil
                for (job, window, sequence) in item.claim.waiters where !job.isCancelled {
                    guard let texts = job.windows?[window].texts else { continue }
                    texts.setVector(ofSequence: sequence, to: vector)
                    job.windows?[window].left -= 1
                    if job.windows?[window].left == 0, let next = resumption(of: job, &state) {
                        resumed.append(next)
                    }
                }
            }
            return resumed
        }
        for resume in resumed { resume() }
    }
}
