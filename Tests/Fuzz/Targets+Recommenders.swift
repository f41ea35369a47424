import Foundation
import SencFiles
import SencTraining
import TestSupport

extension FuzzTarget {
    static let recommenders = [
        FuzzTarget("recommender") { bytes in
            let scratch = Scratch.directory(for: "recommender")
            for (name, part) in zip(recommenderFiles, parts(of: bytes)) {
                scratch.write(part, to: "model/" + name)
                for (_, other) in otherNames.filter({ $0.0 == name }) {
                    scratch.write(part, to: "model/" + other)
                }
            }
            let recommender = try Recommender(path: scratch.file("model"))
            for item in recommender.items.prefix(3) {
                // An item without interactions is not known.
                _ = try? recommender.similarItems(to: item, limit: 3)
                _ = try? recommender.recommendations(forItems: [item], limit: 3)
            }
            for user in recommender.users.prefix(3) {
                _ = try? recommender.recommendations(forUser: user, limit: 3)
                _ = recommender.rating(user: user, item: "item 1")
            }
        }
    ]

    /// The files of a recommender's directory, of all methods, in the order in which they are parts of
    /// an input.
    private static let recommenderFiles = [
        "recommender.json", "interactions.bin", "users.npy.ids", "items.npy.ids", "users.npy",
        "items.npy", "user-biases.npy", "item-biases.npy", "implicit.npy", "weights.npy",
    ]
    /// What some methods call a file that others call otherwise.
    private static let otherNames = [
        ("users.npy.ids", "users.ids"), ("items.npy.ids", "items.ids"),
        ("items.npy.ids", "weights.npy.ids"),
    ]
    private static let separator: [UInt8] = [0xFF, 0xFE, 0x0A, 0xFF]

    /// One part for each file; empty ones at the end if there are fewer.
    private static func parts(of bytes: [UInt8]) -> [[UInt8]] {
        let parts = bytes.split(separator: separator, omittingEmptySubsequences: false).map(
            Array.init)
        return parts + Array(repeating: [], count: max(0, recommenderFiles.count - parts.count))
    }

    /// Makes inputs of small recommenders, the seeds, in a directory.
    static func makeRecommenders(_ path: String) throws {
        for method in RecommenderMethod.allCases {
            var log = InteractionLog()
            for (user, item, rating) in [
                ("a", "x", 1), ("a", "y", 2), ("b", "y", 5), ("b", "z", 3),
            ] {
                try log.append(
                    Interaction(
                        user: user, item: item, rating: method.isOfRatings ? Float(rating) : nil))
            }
            var options = RecommenderOptions(method)
            (options.dimension, options.epochs) = (2, 2)
            let directory = TemporaryDirectory()
            try Recommender(learning: log, options).write(to: directory.file("model"))
            let files = recommenderFiles.map { name in
                let other = otherNames.first {
                    $0.0 == name && Path.exists(directory.file("model/" + $0.1))
                }
                let path = directory.file("model/" + (other?.1 ?? name))
                return [UInt8](FileManager.default.contents(atPath: path) ?? Data())
            }
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            try Data(files.joined(separator: separator)).write(
                to: URL(fileURLWithPath: path + "/" + method.rawValue))
        }
    }
}
