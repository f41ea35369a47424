import Synchronization

/// What a server has done since it was started, counted for `/metrics`.
package final class ServerFigures: Sendable {
    /// Why a request failed, as text-embeddings-inference calls it.
    package enum Failure: String, CaseIterable, Sendable {
        case validation, tokenization, overloaded, inference, dropped
        case batchSize = "batch_size"
        case modelType = "model_type"
        case unauthorized, missing
    }

    /// What takes time.
    package enum Stage: String, CaseIterable, Sendable {
        case whole = ""
        case tokenization = "tokenization_"
        case queue = "queue_"
        case inference = "inference_"
    }

    struct State {
        /// By what was asked for: `single` or `batch`.
        var requests = ["single": 0, "batch": 0]
        var successes = ["single": 0, "batch": 0]
        var failures = Dictionary(uniqueKeysWithValues: Failure.allCases.map { ($0, 0) })
        var askedTexts = 0
        var texts = 0
        var tokens = 0
        var truncatedTexts = 0
        var hits = 0
        var misses = 0
        var bytesRead = 0
        var bytesWritten = 0
        /// By status.
        var responses: [Int: Int] = [:]
        var durations = Dictionary(
            uniqueKeysWithValues: Stage.allCases.map {
                ($0, Histogram(bounds: Histogram.seconds))
            })
        var inputLengths = Histogram(bounds: Histogram.sizes)
        var batchSizes = Histogram(bounds: Histogram.sizes)
        var batchTokens = Histogram(bounds: Histogram.sizes)
    }

    let state = Mutex(State())

    package init() {}

    package func countRequest(texts: Int) {
        state.withLock { state in
            state.requests[texts > 1 ? "batch" : "single", default: 0] += 1
            state.askedTexts += texts
        }
    }

    package func countSuccess(
        isBatch: Bool, tokenCounts: [Int], truncated: Int, times: JobTimes
    ) {
        state.withLock { state in
            state.successes[isBatch ? "batch" : "single", default: 0] += 1
            state.texts += tokenCounts.count
            state.truncatedTexts += truncated
            for count in tokenCounts {
                state.tokens += count
                state.inputLengths.record(Double(count))
            }
            let whole = (times.completed ?? times.queued) - times.queued
            let stages = [
                Stage.whole: whole, .tokenization: times.tokenization, .queue: times.waiting,
                .inference: times.inference,
            ]
            for (stage, duration) in stages {
                state.durations[stage]?.record(duration / .seconds(1))
            }
        }
    }

    package func countFailure(_ failure: Failure) {
        state.withLock { $0.failures[failure, default: 0] += 1 }
    }

    package func countResponse(status: Int, bytesRead: Int, bytesWritten: Int) {
        state.withLock { state in
            state.responses[status, default: 0] += 1
            state.bytesRead += bytesRead
            state.bytesWritten += bytesWritten
        }
    }

    func countLookups(hits: Int, misses: Int) {
        state.withLock { state in
            state.hits += hits
            state.misses += misses
        }
    }

    func countBatch(sequences: Int, tokens: Int) {
        state.withLock { state in
            state.batchSizes.record(Double(sequences))
            state.batchTokens.record(Double(tokens))
        }
    }
}
