import Foundation
import SencFiles
import SencIndex
import SencMath
import SencVectors
import TestSupport

@testable import SencCLI
@testable import SencHub

extension FuzzTarget {
    static let states = [
        FuzzTarget("json", file: "a.json") { path, _ in _ = try JSON(path: path) },
        FuzzTarget("classifier", file: "classifier.json") { path, _ in
            _ = try ClassifierFile(path: path)
        },
        FuzzTarget("journal", file: "out.npy.job") { path, _ in _ = try JobJournal.read(path) },
        FuzzTarget("index-settings") { bytes in
            _ = try IndexSettings(String(decoding: bytes, as: UTF8.self), path: "index")
        },
        FuzzTarget("hub-listing") { bytes in
            let listing = try HubListing(parsing: bytes, url: "https://hub/api")
            // No name leads out of the snapshot.
            for name in listing.names {
                for part in name.utf8.split(separator: UInt8(ascii: "/")) {
                    precondition(!part.elementsEqual("..".utf8), "an unsafe name: \(name)")
                }
            }
        },
        index("index-database", IndexReader.mark), index("index-vectors", "vectors-1.npy"),
    ]

    /// An index of which one file is made up, and read as a search does.
    private static func index(_ name: String, _ file: String) -> FuzzTarget {
        FuzzTarget(name) { bytes in
            let scratch = Scratch.directory(for: name)
            if Path.kind(of: scratch.file("whole")) == nil {
                try makeIndex(scratch.file("whole"))
            }
            // Both files anew: reading may have changed the database.
            for part in [IndexReader.mark, "vectors-1.npy"] {
                let whole = URL(fileURLWithPath: scratch.file("whole/" + part))
                scratch.write(
                    part == file ? bytes : [UInt8](try Data(contentsOf: whole)),
                    to: "index/" + part)
            }
            let reader = try IndexReader(path: scratch.file("index"))
            _ = try reader.counts()
            let dimension = reader.summary.dimension
            guard dimension <= 1 << 16 else { return }
            let query = Matrix(
                rows: 1, columns: dimension, elements: [Float](repeating: 0.5, count: dimension))
            _ = try reader.nearest(3, to: query, by: .cosine, threads: 1)
        }
    }

    /// Makes an index of two passages, whose files are the seeds, too.
    static func makeIndex(_ path: String) throws {
        let writer = try IndexWriter(
            path: path,
            creating: IndexSummary(
                stamp: "stamp", settings: "settings", dimension: 3, elementType: .float32))
        let file = FileTree.File(path: "/a", size: 1, changed: 0)
        _ = try writer.outdated([file], cut: "", scope: nil)
        try writer.add(
            [
                .passage(text: "one", lines: 1...1, file: file, vector: 0),
                .passage(text: "two", lines: 2...2, file: file, vector: 1),
                .end(file, isComplete: true),
            ], vectors: Matrix(rows: 2, columns: 3, elements: [1, 0, 0.5, 0, 1, 0.5]))
        _ = try writer.finish(settings: "settings")
    }
}
