import SencFiles
import SencIVF
import SencMath
import SencVectors

/// Makes a FAISS index of files of vectors: flat, or of inverted lists.
struct VectorIndexJob {
    let path: String
    let inputs: [String]
    /// How lists are made; `nil` for a flat index.
    let lists: InvertedIndexSettings?
    let metric: FAISSMetric
    let threads: Int?

    func run() throws {
        try UsageError.requireDistinct([path], from: inputs)
        try VectorFile.requireOneModel(inputs)
        let (vectors, places) = try VectorFile.vectors(inputs)
        let ids = try VectorFile.ids(of: places)
        let output = try OutputFile(path: path)
        if let lists {
            Interruption.watch()
            defer { Terminal.show("") }
            try InvertedIndex.build(
                vectors, settings: lists, to: output, threads: threads
            ) {
                if Interruption.isAsked { throw JobError.interruptedUnwritten(path: path) }
                $0.show()
            }
        } else {
            try FlatIndex.write(vectors, metric: metric, to: output)
        }
        try output.commit()
        // What is known of the vectors goes with them.
        if let stamp = VectorFile.stamp(of: inputs) {
            try VectorRecord.write(stamp, of: path)
        } else {
            try VectorRecord.remove(of: path)
        }
        if let ids {
            let file = try OutputFile(path: path + ".ids", isOurs: true)
            for id in ids { try file.write(Array((id + "\n").utf8)) }
            try file.commit()
        } else {
            VectorFile.reportEarlierIDs(of: path)
        }
        let index = try FAISSFile(path: path)
        guard case .lists(let found) = index else {
            return Terminal.report("vectors: \(index.count), dimension: \(index.dimension)")
        }
        Terminal.report(
            """
            vectors: \(found.count), dimension: \(found.dimension), lists: \(found.lists), searched: \
            \(found.defaultProbes)
            """)
    }

}

extension InvertedIndex.BuildStep {
    /// Shows on a terminal how far it is.
    func show() {
        let (done, all, text): (Int, Int, Message) =
            switch self {
            case .centroids(let round, let rounds): (round, rounds, "centroids of the lists")
            case .assigned(let done, let all): (done, all, "vectors to their lists")
            case .written(let done, let all): (done, all, "vectors to the file")
            }
        let bar = ProgressBar.bar(Double(done) / Double(max(1, all)))
        Terminal.show("\(bar)  \(text.localized)")
    }
}

extension FAISSMetric {
    /// What a FAISS index compares by so that its answers are those of a function. For the cosine,
    /// its vectors have the length 1.
    init(_ similarity: SimilarityFunction) {
        self = similarity == .euclidean ? .l2 : .innerProduct
    }
}
