internal import SencFiles
internal import SencMath
internal import SencVectors

/// What the files of a recommender's directory are called.
enum RecommenderFile {
    static let settings = "recommender.json"
    static let interactions = "interactions.bin"
    static let users = "users.npy"
    static let items = "items.npy"
    /// EASE's matrix.
    static let weights = "weights.npy"
    static let userBiases = "user-biases.npy"
    static let itemBiases = "item-biases.npy"
    static let implicit = "implicit.npy"
    /// Behind the name of a file of vectors: their ids, one a line.
    static let ids = ".ids"

    static let format = "senc recommender"
    static let version = 1

    /// Where the names of users and items are: beside the vectors, if there are such.
    static func userNames(_ method: RecommenderMethod) -> String {
        (method.hasVectors ? users : "users") + ids
    }

    static func itemNames(_ method: RecommenderMethod) -> String {
        (method.hasVectors ? items : method == .ease ? weights : "items") + ids
    }
}

extension Recommender {
    /// Bytes that are written at once, about.
    private static let run = 1 << 20

    /// Writes the recommender as a directory, which appears whole or not at all.
    ///
    /// Vectors are in `users.npy` and `items.npy` with their ids beside them, one a line; EASE's
    /// weights of items by items in `weights.npy`.
    /// - Parameter path: of the directory, new or empty.
    /// - Throws: `FileError` if it cannot be written.
    public func write(to path: String) throws { try write(to: OutputDirectory(path: path)) }

    /// Writes the model as a directory, which appears whole or not at all.
    ///
    /// Vectors are in `.npy` files with their ids beside them, one a line; the interactions, which
    /// tell what users have had, in `interactions.bin`: four numbers of 64 bits (users, items,
    /// interactions, whether they have values), where each user's end, then the items in 32 bits and
    /// the values in float32, all little-endian.
    /// - Throws: `FileError` if it cannot be written.
    package func write(to directory: OutputDirectory) throws {
        let method = options.method
        try directory.write(RecommenderFile.userNames(method)) {
            try Self.write(interactions.userNames, to: $0)
        }
        try directory.write(RecommenderFile.itemNames(method)) {
            try Self.write(interactions.itemNames, to: $0)
        }
        try directory.write(RecommenderFile.interactions) { try writeInteractions(to: $0) }
        switch knowledge {
        case .popularity: break
        case .weights(let weights):
            try directory.write(RecommenderFile.weights) {
                try Self.write(
                    weights.weights, rows: weights.count, columns: weights.count,
                    stride: weights.stride, to: $0)
            }
        case .factors(let model):
            var tables = [
                (
                    RecommenderFile.users, model.users, model.userCount, model.dimension,
                    model.stride
                ),
                (
                    RecommenderFile.items, model.items, model.itemCount, model.dimension,
                    model.stride
                ),
                (RecommenderFile.userBiases, model.userBiases, model.userCount, 1, 1),
                (RecommenderFile.itemBiases, model.itemBiases, model.itemCount, 1, 1),
            ]
            if let implicit = model.implicit {
                tables.append(
                    (
                        RecommenderFile.implicit, implicit, model.itemCount, model.dimension,
                        model.stride
                    ))
            }
            for (name, table, rows, columns, stride) in tables {
                try directory.write(name) {
                    try Self.write(table, rows: rows, columns: columns, stride: stride, to: $0)
                }
            }
        }
        try directory.write(RecommenderFile.settings) { try $0.write(settings) }
        try directory.commit(last: RecommenderFile.settings)
    }

    private static func write(_ names: NameTable, to file: OutputFile) throws {
        var bytes: [UInt8] = []
        for number in 0..<names.count {
            names.withName(number) { bytes.append(contentsOf: $0) }
            bytes.append(UInt8(ascii: "\n"))
            if bytes.count > run {
                try file.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try file.write(bytes)
    }

    private static func write(
        _ table: FloatBuffer, rows: Int, columns: Int, stride: Int, to file: OutputFile
    ) throws {
        let writer = try NPYWriter(to: file, columns: columns)
        let atOnce = max(1, run / 4 / columns)
        for first in Swift.stride(from: 0, to: rows, by: atOnce) {
            let count = min(atOnce, rows - first)
            var elements: [Float] = []
            elements.reserveCapacity(count * columns)
            for row in first..<first + count {
                elements += UnsafeBufferPointer(start: table.base + row * stride, count: columns)
            }
            try writer.append(Matrix(rows: count, columns: columns, elements: elements))
        }
        try writer.complete()
    }

    private func writeInteractions(to file: OutputFile) throws {
        let rows = interactions.byUser
        let head = [
            rows.rowCount, rows.columnCount, rows.count, rows.values == nil ? 0 : 1,
        ]
        try Self.write((head + rows.ends).lazy.map { UInt64($0) }, to: file)
        try Self.write(rows.columns.lazy.map { $0 }, to: file)
        if let values = rows.values { try Self.write(values.lazy.map(\.bitPattern), to: file) }
    }

    private static func write(
        _ numbers: some Sequence<some FixedWidthInteger>, to file: OutputFile
    ) throws {
        var bytes: [UInt8] = []
        for number in numbers {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
            if bytes.count > run {
                try file.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try file.write(bytes)
    }

    private var settings: [UInt8] {
        JSONWriter.file {
            $0.member("format", RecommenderFile.format)
            $0.member("version", RecommenderFile.version)
            $0.member("method", options.method.rawValue)
            $0.member("users", interactions.userCount)
            $0.member("items", interactions.itemCount)
            $0.member("interactions", interactions.count)
            $0.member("dimension", options.dimension)
            $0.member("epochs", options.epochs)
            $0.member("regularization", options.regularization)
            $0.member("alpha", options.alpha)
            $0.member("learning_rate", options.learningRate)
            $0.member("draws_popular_items", options.drawsPopularItems)
            $0.member("seed", String(options.seed))
            if case .factors(let model) = knowledge { $0.member("mean", model.mean) }
            if let ratings { $0.member("ratings", [ratings.lowerBound, ratings.upperBound]) }
            if let probability {
                $0.member("probability", [probability.slope, probability.intercept])
            }
            // Items that were not seen, but have vectors by their features.
            let added = isKnown.indices.filter {
                isKnown[$0] && interactions.byItem.range($0).isEmpty
            }
            if !added.isEmpty { $0.member("added_items", added) }
        }
    }
}
