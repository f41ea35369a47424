import ArgumentParser
import SencAnalysis
import SencFiles
import SencMath
import SencVectors

struct ClusterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cluster",
        abstract: "Group texts that are close in meaning.",
        discussion: """
            With --clusters, by k-means; without it, by communities: groups whose texts all have \
            at least --threshold as cosine with a central one, so that texts may be in none. \
            Prints a line with each group's size and most central text, the largest group first, \
            and then its texts, the most central first. Vectors, --input FILE.npy, have their \
            texts in FILE.txt; without it the rows' numbers are printed, counted from 1.

            Examples:
              senc cluster --input sentences.txt --clusters 20 --seed 1
              senc cluster --input sentences.txt --threshold 0.7 --minimum-size 5 --json
            """)

    private static let usualSize = 10
    private static let usualRestarts = 10

    @OptionGroup var corpus: CorpusOptions

    @Option(help: "How many clusters k-means makes.")
    var clusters: Int?

    @Option(
        help: """
            The least cosine to the central text of a community; what is as rare among unrelated \
            texts of the model as 0.75 is with all-MiniLM-L6-v2, if not given, and 0.75 if no model \
            is known.
            """)
    var threshold: Float?

    @Option(help: "The fewest texts of a community. (default: 10)")
    var minimumSize: Int?

    @Option(help: "What k-means begins with; the same seed gives the same clusters.")
    var seed: UInt64 = 0

    @Option(help: "How many starts of k-means, of which the best is taken. (default: 10)")
    var restarts: Int?

    @Flag(
        help: """
            Print one JSON object a group: its "size", its "label", the most central text, \
            "indices" (from 0) and "texts".
            """)
    var json = false

    func validate() throws {
        try UsageError.requireFinite(threshold, "--threshold")
        try UsageError.requireAtLeast(1, restarts, "--restarts")
        if clusters != nil, threshold != nil || minimumSize != nil {
            throw UsageError(
                "--threshold and --minimum-size are for communities, --clusters is for k-means; "
                    + "give one or the other")
        }
        if clusters == nil, restarts != nil { throw UsageError("--restarts needs --clusters") }
    }

    func run() throws {
        let corpus = try corpus.open()
        let groups = try groups(of: corpus)
        var text = JSONText()
        for (index, members) in groups.enumerated() {
            if json {
                text.append(raw: "{\"size\":\(members.count),")
                if let texts = corpus.texts, let first = members.first {
                    text.append(raw: "\"label\":")
                    text.append(string: texts[first])
                    text.append(raw: ",")
                }
                text.append(indices: members, in: corpus)
                text.append(raw: "}\n")
            } else {
                let label = members.first.map { corpus.line($0) } ?? ""
                text.append(raw: index == 0 ? "" : "\n")
                text.append(raw: "# \(members.count): \(label)\n")
                for member in members { text.append(raw: corpus.line(member) + "\n") }
            }
        }
        try ResultOutput(nil).write(text.bytes)
        let count = groups.reduce(0) { $0 + $1.count }
        Terminal.report("\(groups.count) groups of \(count) of \(corpus.vectors.count)")
    }

    /// The rows of each group, the most central first; the largest group first.
    private func groups(of corpus: Corpus) throws -> [[Int]] {
        let threads = self.corpus.model.threads
        guard let clusters else {
            return try corpus.vectors.communities(
                threshold: self.corpus.threshold(
                    threshold, else: .communities, of: corpus, .cosine),
                minimumSize: minimumSize ?? Self.usualSize, threads: threads)
        }
        let result = try KMeans(
            corpus.vectors, clusters: clusters, seed: seed,
            restarts: restarts ?? Self.usualRestarts,
            threads: threads)
        return result.members(of: corpus.vectors).filter { !$0.isEmpty }
            .sorted { (-$0.count, $0[0]) < (-$1.count, $1[0]) }
    }
}
