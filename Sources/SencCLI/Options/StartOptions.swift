import ArgumentParser
import SencFiles
import SencTraining
import SencVectors

/// Vectors that learning begins with.
struct StartOptions: ParsableArguments {
    @Option(
        name: .customLong("init"),
        help: .text(
            """
            A table of vectors, as 'senc neighbors' takes them, with which what has the same name \
            there begins; all else begins at random.
            """, valueName: "file"), completion: .files)
    var initial: String?

    func validate() throws {
        if initial == "" { throw UsageError("--init needs the name of a file") }
    }

    func known(threads: Int?) throws -> KnownVectors? {
        guard let initial else { return nil }
        let named = try NamedVectors(at: initial, ids: nil, threads: threads)
        if let place = named.matrix.elements.firstIndex(where: { !$0.isFinite }) {
            throw SearchError.notFinite(row: place / named.matrix.columns, source: initial)
        }
        return KnownVectors(names: named.names, named.matrix)
    }

    /// Tells how many of what was learned began so.
    func report(_ known: KnownVectors?, in vocabulary: Vocabulary) {
        guard let known, let initial else { return }
        let (found, count) = (known.count(in: vocabulary), vocabulary.count)
        Terminal.report("\(found) of \(count) began with vectors that are there (\(initial))")
    }
}
