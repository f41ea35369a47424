internal import SencFiles
internal import SencMath
internal import SencVectors

extension Recommender {
    private static let longestSettings = 1 << 24

    /// Reads a directory that `write(to:)` left; nothing in it is trusted.
    /// - Parameter path: of the directory.
    /// - Throws: `FileError`, `JSONFileError`, `NPYError`, or `RecommenderError` if a part is not there or
    ///   not what the others say it is.
    public init(path: String) throws {
        let settingsPath = Path.join(path, RecommenderFile.settings)
        guard Path.kind(of: settingsPath) == .file else {
            // What cannot be reached is told first.
            guard Path.kind(of: path) != nil else { throw FileError.notFound(path: path) }
            throw RecommenderError.notAModel(path: path)
        }
        let json = try JSON(path: settingsPath, limit: Self.longestSettings)
        guard json["format"]?.string == RecommenderFile.format else {
            throw RecommenderError.notAModel(path: path)
        }
        guard json["version"]?.int == RecommenderFile.version else {
            throw RecommenderError.damaged("version", path: settingsPath)
        }
        let options = try Self.options(json, settingsPath)
        let userNames = try Self.names(Path.join(path, RecommenderFile.userNames(options.method)))
        let itemNames = try Self.names(Path.join(path, RecommenderFile.itemNames(options.method)))
        guard json["users"]?.int == userNames.count, json["items"]?.int == itemNames.count,
            itemNames.count > 0
        else { throw RecommenderError.damaged("items", path: settingsPath) }
        let rows = try Self.rows(
            Path.join(path, RecommenderFile.interactions), users: userNames.count,
            items: itemNames.count)
        let interactions = Interactions(userNames: userNames, itemNames: itemNames, byUser: rows)
        let knowledge = try Self.knowledge(path, options, json, interactions)
        var isKnown = (0..<itemNames.count).map { !interactions.byItem.range($0).isEmpty }
        if let added = json["added_items"] {
            guard let numbers = added.elements?.map(\.int),
                numbers.allSatisfy({ $0.map(isKnown.indices.contains) ?? false })
            else { throw RecommenderError.damaged("added_items", path: settingsPath) }
            for case let number? in numbers { isKnown[number] = true }
        }
        self.init(
            options: options, interactions: interactions, knowledge: knowledge,
            ratings: try Self.ratings(json, options.method, settingsPath), isKnown: isKnown)
        if let numbers = json["probability"] {
            guard let numbers = numbers.numbers, numbers.count == 2 else {
                throw RecommenderError.damaged("probability", path: settingsPath)
            }
            probability = InteractionProbability(slope: numbers[0], intercept: numbers[1])
        }
    }

    private static func options(_ json: JSON, _ path: String) throws -> RecommenderOptions {
        func value<Value>(_ key: String, _ value: Value?) throws -> Value {
            guard let value else { throw RecommenderError.damaged(key, path: path) }
            return value
        }
        let method = try value(
            "method", json["method"]?.string.flatMap(RecommenderMethod.init(rawValue:)))
        var options = RecommenderOptions(method)
        options.dimension = try value("dimension", json["dimension"]?.int)
        options.epochs = try value("epochs", json["epochs"]?.int)
        options.regularization = try value("regularization", json["regularization"]?.double)
        options.alpha = try value("alpha", json["alpha"]?.double)
        options.learningRate = try value("learning_rate", json["learning_rate"]?.double)
        options.drawsPopularItems = try value(
            "draws_popular_items", json["draws_popular_items"]?.bool)
        options.seed = try value("seed", json["seed"]?.string.flatMap { UInt64($0) })
        do {
            try options.check()
        } catch {
            throw RecommenderError.damaged("dimension", path: path)
        }
        return options
    }

    private static func ratings(
        _ json: JSON, _ method: RecommenderMethod, _ path: String
    ) throws -> ClosedRange<Float>? {
        guard method.isOfRatings else { return nil }
        guard let numbers = json["ratings"]?.numbers, numbers.count == 2,
            numbers[0] <= numbers[1], Float(numbers[0]).isFinite, Float(numbers[1]).isFinite
        else { throw RecommenderError.damaged("ratings", path: path) }
        return Float(numbers[0])...Float(numbers[1])
    }

    private static func knowledge(
        _ path: String, _ options: RecommenderOptions, _ json: JSON, _ interactions: Interactions
    ) throws -> Knowledge {
        let (users, items) = (interactions.userCount, interactions.itemCount)
        func fill(
            _ table: FloatBuffer, _ name: String, rows: Int, columns: Int, stride: Int
        ) throws {
            let path = Path.join(path, name)
            let file = try NPYFile(path: path)
            guard file.rows == rows, file.columns == columns, file.elementType == .float32 else {
                throw RecommenderError.damaged(name, path: path)
            }
            let matrix = file.matrix()
            guard matrix.elements.allSatisfy(\.isFinite) else {
                throw RecommenderError.damaged(name, path: path)
            }
            matrix.elements.withUnsafeBufferPointer { elements in
                guard let base = elements.baseAddress else { return }
                for row in 0..<rows {
                    (table.base + row * stride).update(
                        from: base + row * columns, count: columns)
                }
            }
        }
        /// Before memory is taken for it.
        func check(_ name: String, rows: Int, columns: Int) throws {
            let path = Path.join(path, name)
            let file = try NPYFile(path: path)
            guard file.rows == rows, file.columns == columns else {
                throw RecommenderError.damaged(name, path: path)
            }
        }
        switch options.method {
        case .popularity: return .popularity
        case .ease:
            try check(RecommenderFile.weights, rows: items, columns: items)
            let weights = ItemWeights(count: items)
            try fill(
                weights.weights, RecommenderFile.weights, rows: items, columns: items,
                stride: weights.stride)
            return .weights(weights)
        case .als, .bpr, .mf, .svdpp:
            try check(RecommenderFile.users, rows: users, columns: options.dimension)
            try check(RecommenderFile.items, rows: items, columns: options.dimension)
            guard let mean = json["mean"]?.double.map({ Float($0) }), mean.isFinite else {
                throw RecommenderError.damaged(
                    "mean", path: Path.join(path, RecommenderFile.settings))
            }
            let model = FactorModel(
                users: users, items: items, dimension: options.dimension,
                hasImplicit: options.method == .svdpp, mean: mean)
            let (columns, stride) = (options.dimension, model.stride)
            try fill(
                model.users, RecommenderFile.users, rows: users, columns: columns, stride: stride)
            try fill(
                model.items, RecommenderFile.items, rows: items, columns: columns, stride: stride)
            try fill(
                model.userBiases, RecommenderFile.userBiases, rows: users, columns: 1, stride: 1)
            try fill(
                model.itemBiases, RecommenderFile.itemBiases, rows: items, columns: 1, stride: 1)
            if let implicit = model.implicit {
                try fill(
                    implicit, RecommenderFile.implicit, rows: items, columns: columns,
                    stride: stride)
            }
            return .factors(model)
        }
    }

    private static let mostNames = 1 << 31 - 1

    /// Names, one a line, no two alike.
    private static func names(_ path: String) throws -> NameTable {
        let file = try MappedFile(path: path)
        var names = NameTable()
        let bytes = file.bytes.assumingMemoryBound(to: UInt8.self)
        var start = 0
        while start < bytes.count {
            guard let end = file.bytes.offset(of: UInt8(ascii: "\n"), from: start),
                names.count < mostNames,
                names.add(UnsafeBufferPointer(rebasing: bytes[start..<end])) == names.count - 1,
                names.count > 0
            else {
                throw RecommenderError.damaged(Path.lastComponent(of: path), path: path)
            }
            start = end + 1
        }
        return names
    }

    private static func rows(_ path: String, users: Int, items: Int) throws -> SparseRows {
        let file = try MappedFile(path: path)
        let bytes = file.bytes
        func number(_ place: Int) -> UInt64 {
            UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self))
        }
        let damaged = RecommenderError.damaged(Path.lastComponent(of: path), path: path)
        guard bytes.count >= 32, number(0) == UInt64(users), number(1) == UInt64(items),
            number(3) <= 1, number(2) <= UInt64(bytes.count / 4), users <= bytes.count / 8
        else { throw damaged }
        let (count, hasValues) = (Int(number(2)), number(3) == 1)
        let start = 32 + users * 8
        guard bytes.count == start + count * (hasValues ? 8 : 4) else { throw damaged }
        var ends: [Int] = []
        ends.reserveCapacity(users)
        for user in 0..<users {
            let end = number(4 + user)
            guard end <= UInt64(count), Int(end) >= ends.last ?? 0 else { throw damaged }
            ends.append(Int(end))
        }
        guard ends.last ?? 0 == count else { throw damaged }
        func word(_ place: Int) -> UInt32 {
            UInt32(
                littleEndian: bytes.loadUnaligned(
                    fromByteOffset: start + place * 4, as: UInt32.self))
        }
        let columns = (0..<count).map(word)
        var place = 0
        for end in ends {
            var least = 0
            while place < end {
                guard columns[place] >= least, columns[place] < items else { throw damaged }
                least = Int(columns[place]) + 1
                place += 1
            }
        }
        guard hasValues else {
            return SparseRows(ends: ends, columns: columns, values: nil, columnCount: items)
        }
        let values = (count..<2 * count).map { Float(bitPattern: word($0)) }
        guard values.allSatisfy(\.isFinite) else { throw damaged }
        return SparseRows(ends: ends, columns: columns, values: values, columnCount: items)
    }
}
