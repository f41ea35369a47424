import Synchronization

extension ServerFigures {
    /// All figures, under text-embeddings-inference's names where it has them (`te_…`), else under
    /// senc's own.
    func prometheusText(
        load: QueueLoad, cache: (bytes: Int, vectors: Int), models: [String], version: String
    ) -> String {
        let state = state.withLock(\.self)
        var text = PrometheusText()
        func byMethod(_ counts: [String: Int]) -> [(labels: String, value: Int)] {
            counts.sorted { $0.key < $1.key }.map { ("method=\"\($0.key)\"", $0.value) }
        }
        text.counter("te_request_count", "Requests to encode texts.", byMethod(state.requests))
        text.counter(
            "te_request_success", "Requests whose texts were encoded.", byMethod(state.successes))
        text.counter(
            "te_request_failure", "Requests that failed, by reason.",
            Failure.allCases.map { ("err=\"\($0.rawValue)\"", state.failures[$0] ?? 0) })
        text.counter("te_embed_count", "Texts to encode.", state.askedTexts)
        text.counter("te_embed_success", "Texts that were encoded.", state.texts)
        for family in ["te_request", "te_embed"] {
            for stage in Stage.allCases {
                text.histogram(
                    "\(family)_\(stage.rawValue)duration", Self.help(stage),
                    state.durations[stage] ?? Histogram(bounds: Histogram.seconds))
            }
        }
        text.histogram("te_request_input_length", "Tokens of a text.", state.inputLengths)
        text.histogram(
            "te_batch_next_size", "Sequences that were computed together.", state.batchSizes)
        text.histogram(
            "te_batch_next_tokens", "Tokens that were computed together.", state.batchTokens)
        text.gauge("te_queue_size", "Requests that are not answered.", load.requests)
        text.gauge("senc_queue_tokens", "Tokens that wait.", load.waitingTokens)
        text.counter("senc_tokens_total", "Tokens of encoded texts.", state.tokens)
        text.counter(
            "senc_truncated_texts_total", "Texts that were cut at the model's limit.",
            state.truncatedTexts)
        text.counter(
            "senc_cache_hits_total", "Vectors that were at hand.", state.hits)
        text.counter(
            "senc_cache_misses_total", "Vectors that were not at hand.", state.misses)
        text.gauge("senc_cache_bytes", "Bytes of vectors at hand.", cache.bytes)
        text.gauge("senc_cache_vectors", "Vectors at hand.", cache.vectors)
        text.counter("senc_received_bytes_total", "Bytes of bodies received.", state.bytesRead)
        text.counter("senc_sent_bytes_total", "Bytes of bodies sent.", state.bytesWritten)
        text.counter(
            "senc_responses_total", "Responses, by status.",
            state.responses.sorted { $0.key < $1.key }.map { ("status=\"\($0.key)\"", $0.value) })
        text.facts(
            "senc_build_info", "The version, and what is served.",
            models.map {
                PrometheusText.label("version", version) + "," + PrometheusText.label("model", $0)
            })
        return text.text
    }

    private static func help(_ stage: Stage) -> String {
        switch stage {
        case .whole: "Seconds from a request's place in the queue to its last vector."
        case .tokenization: "Seconds in which a request's tokens were made."
        case .queue: "Seconds that a request waited."
        case .inference: "Seconds from a request's first turn to its last vector."
        }
    }
}
