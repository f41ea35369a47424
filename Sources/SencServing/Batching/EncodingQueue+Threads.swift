import Senc
import SencFiles
import Synchronization

/// What the queue's threads do: they make tokens of texts, and vectors of batches.
extension EncodingQueue {
    /// Tokens of a request that are taken in one turn.
    private static let tokensPerTurn = 64
    /// With fewer, kernels are slower for each.
    private static let tokensWorthATurn = 192
    /// With fewer requests at once each is computed as soon as it can be.
    private static let requestsPerThread = 4
    /// Requests of other models that are skipped for a batch.
    private static let skippedRequests = 32

    private enum Work {
        case tokenize(EncodingJob, slice: Int)
        case compute([JobItem], model: Int)
        case call(QueuedCall)
    }

    /// What a thread does from `start` to `stop`.
    func work(_ thread: Int) {
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
                // Its next turn may be in this batch, too.
                state.order.insert(.job(job), at: time + taken)
                turn = nil
                // What is next does not fit.
                if taken == 0 { break }
            } else {
                // What is left of it was taken for others.
                state.load.waitingTokens -= job.waitingTokens
                job.waitingTokens = 0
            }
            turn = nil
            while turn == nil, aside.count < Self.skippedRequests,
                let (work, time) = state.order.popFirst()
            {
                if case .job(let next) = work, next.model == model, next.windows != nil {
                    if !next.isCancelled { turn = (next, time) }
                } else {
                    aside.append((work, time))
                }
            }
        }
        if let (job, time) = turn { aside.append((.job(job), time)) }
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
        for texts in texts {
            var window = JobWindow(texts: texts)
            for (sequence, ids) in texts.sequences.enumerated() {
                let key = SequenceKey(model: job.model, pooling: texts.pooling, ids: ids)
                if let vector = cache.vector(of: key) {
                    texts.setVector(ofSequence: sequence, to: vector)
                    hits += 1
                } else {
                    window.items.append(
                        JobItem(
                            claim: SequenceClaim(key), texts: texts, sequence: sequence,
                            tokens: ids.count))
                    misses += 1
                }
            }
            window.items.reverse()
            window.left = window.items.count
            windows.append(window)
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
