internal import SencMath
private import Synchronization

/// The words of texts, found by several threads.
struct WordSource {
    let texts: TrainingTexts
    let workers: WorkerPool
    private let scanner: WordScanner
    /// By which words are joined to phrases, one behind the other.
    var joiners: [PhraseJoiner] = []

    /// Texts are cut into words by some threads, each a run of them.
    private static let runsOfWindow = 16

    init(_ texts: TrainingTexts, _ scanner: WordScanner, _ workers: WorkerPool) {
        (self.texts, self.scanner, self.workers) = (texts, scanner, workers)
    }

    /// Cuts texts into words; may be given to other threads.
    struct Cutter: Sendable {
        fileprivate let scanner: WordScanner
        fileprivate let cut: TrainingTexts.Cut?
        fileprivate let joiners: [PhraseJoiner]

        /// Calls `body` with each word of a text, which is valid during the call.
        func forEachWord(of text: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
            var text = text
            text.withUTF8 { forEachWord(of: $0, joiners[...], body) }
        }

        private func forEachWord(
            of text: UnsafeBufferPointer<UInt8>, _ joiners: ArraySlice<PhraseJoiner>,
            _ body: (UnsafeBufferPointer<UInt8>) -> Void
        ) {
            guard let joiner = joiners.last else {
                if let cut { return cut(text, body) }
                return scanner.forEachWord(of: text, body)
            }
            var state = PhraseJoiner.State()
            forEachWord(of: text, joiners.dropLast()) { joiner.add($0, to: &state, body) }
            joiner.finish(&state, body)
        }
    }

    private var cutter: Cutter { Cutter(scanner: scanner, cut: texts.cut, joiners: joiners) }

    /// Goes through all texts, a window at a time.
    /// - Parameters:
    ///   - part: makes something of some texts, one behind the other; called by several threads,
    ///     whose index it is given.
    ///   - body: called with all that was made of a window, in the order of the texts.
    func forEachWindow<Part: Sendable>(
        _ part: @Sendable (_ texts: ArraySlice<String>, Cutter, _ worker: Int) throws -> Part,
        _ body: ([Part]) throws -> Void
    ) throws {
        let cutter = cutter
        let next = try texts.begin()
        while case let window = try next(), !window.isEmpty {
            let runs = min(Self.runsOfWindow, window.count)
            try body(
                workers.mapWithWorkers(items: runs) { run, worker in
                    let range = window.count * run / runs..<window.count * (run + 1) / runs
                    return try part(window[range], cutter, worker)
                })
        }
    }

    /// Counts all words.
    /// - Parameters:
    ///   - capacity: different words that are counted at once.
    ///   - report: is told how many were seen.
    func count(capacity: Int, _ report: (Int) throws -> Void) throws -> WordCounter {
        var counter = WordCounter(capacity: capacity)
        try forEachWindow { texts, cutter, _ in
            var part = WordCounter(capacity: .max)
            for text in texts { cutter.forEachWord(of: text) { part.add($0) } }
            return part
        } _: { parts in
            for part in parts { _ = counter.merge(part) }
            try report(counter.seen)
        }
        return counter
    }
}

extension WorkerPool {
    /// `map` whose body is told the index of its thread.
    fileprivate func mapWithWorkers<Result: Sendable>(
        items: Int, _ body: @Sendable (_ item: Int, _ worker: Int) throws -> Result
    ) throws -> [Result] {
        let results = Mutex([Result?](repeating: nil, count: items))
        try forEach(items: items) { item, worker in
            let result = try body(item, worker)
            results.withLock { $0[item] = result }
        }
        return results.withLock { $0.compactMap(\.self) }
    }
}
