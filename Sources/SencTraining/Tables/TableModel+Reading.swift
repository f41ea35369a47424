internal import SencFiles
internal import SencMath
internal import SencWeights

extension TableModel {
    /// Opens what `write` left.
    /// - Parameter path: of the directory.
    /// - Throws: `TableError`, `FileError`, `JSONFileError`, `WeightsError`
    public convenience init(path: String) throws {
        guard Path.kind(of: path) == .directory else {
            if Path.kind(of: path) == nil { throw FileError.notFound(path: path) }
            throw TableError.notModel(path: path)
        }
        let file = Path.join(path, Self.fileName)
        guard Path.kind(of: file) == .file else { throw TableError.notModel(path: path) }
        let json = try JSON(path: file, limit: JSON.maximumBytes)
        guard json["format"]?.string == Self.format else { throw TableError.notModel(path: path) }
        guard json["version"]?.int == Self.version else {
            throw TableError.damaged("version", path: file)
        }
        guard let name = json["target"]?["name"]?.string,
            let target = json["target"].flatMap(Self.target)
        else { throw TableError.damaged("target", path: file) }
        guard let hidden = json["hidden"]?.elements?.map(\.int), (1...16).contains(hidden.count),
            hidden.allSatisfy({ $0.map { (1...65_536).contains($0) } ?? false })
        else { throw TableError.damaged("hidden", path: file) }
        guard let columns = json["columns"]?.elements, !columns.isEmpty else {
            throw TableError.damaged("columns", path: file)
        }
        var features = try columns.map { column in
            guard let feature = TableFeature(column) else {
                throw TableError.damaged("columns", path: file)
            }
            return feature
        }
        guard Set(features.map { Array($0.name.utf8) }).count == features.count else {
            throw TableError.damaged("columns", path: file)
        }
        let shape = Self.shape(features, hidden: hidden.compactMap(\.self), target)
        let network = try Self.network(shape, &features, Path.join(path, Self.weightsName))
        self.init(targetName: name, target, features, network)
    }

    private static func target(_ json: JSON) -> Target? {
        if let classes = json["classes"]?.elements {
            let names = classes.compactMap(\.string)
            guard names.count == classes.count, names.count > 1,
                Set(names.map { Array($0.utf8) }).count == names.count
            else { return nil }
            return .classes(names)
        }
        guard let center = json["center"]?.double, let scale = json["scale"]?.double else {
            return nil
        }
        return NumberScale(center: center, scale: scale).map(Target.number)
    }

    private static func shape(
        _ features: [TableFeature], hidden: [Int], _ target: Target
    ) -> TableNetwork.Shape {
        var shape = TableNetwork.Shape(tables: [], numbers: 0, hidden: hidden, outputs: 1)
        if case .classes(let names) = target { shape.outputs = names.count }
        for feature in features {
            switch feature.kind {
            case .category(let categories):
                shape.tables.append(
                    .init(rows: categories.rows, width: categories.width, isFrozen: true))
            case .number(let numbers): shape.numbers += numbers.width
            case .text(let texts): shape.numbers += texts.width
            }
        }
        return shape
    }

    /// - Parameter features: get what the file has of them.
    /// - Throws: if the file does not have just what a network of that shape has; before memory is
    ///   taken for it.
    private static func network(
        _ shape: TableNetwork.Shape, _ features: inout [TableFeature], _ path: String
    ) throws -> TableNetwork {
        let file = try WeightFile(path: path)
        let tensors = try tensors(of: shape, features).map { expected in
            guard let tensor = file[expected.name], tensor.shape == expected.shape,
                tensor.elementType == .float32, tensor.strides == nil
            else { throw TableError.damaged(expected.name, path: path) }
            return tensor
        }
        for index in features.indices {
            guard case .text(var texts) = features[index].kind else { continue }
            texts.mean = FloatBuffer(count: texts.dimension)
            features[index] = TableFeature(name: features[index].name, kind: .text(texts))
        }
        let network = TableNetwork(shape, batch: 1)
        for (buffer, tensor) in zip(buffers(of: network) + means(of: features), tensors) {
            try tensor.convert(elements: 0..<tensor.elementCount, into: buffer.elements)
            guard buffer.elements.allSatisfy(\.isFinite) else {
                throw TableError.damaged(tensor.name, path: path)
            }
        }
        return network
    }
}

extension TableFeature {
    /// As a model's description has it; `nil` if it is none.
    fileprivate init?(_ json: JSON) {
        guard let name = json["name"]?.string, let hasMissing = json["missing"]?.bool else {
            return nil
        }
        if let list = json["categories"]?.elements {
            guard let width = json["width"]?.int, (1...65_536).contains(width) else { return nil }
            var names = WordTable()
            for element in list {
                guard var name = element.string else { return nil }
                let count = names.count
                // Each is there once.
                guard name.withUTF8({ names.add($0) }) == count else { return nil }
            }
            self.init(
                name: name,
                kind: .category(
                    Categories(
                        names: names,
                        counts: [Int](repeating: 0, count: names.count + Categories.firstRow),
                        hasMissing: hasMissing, width: width, isFrozen: true)))
            return
        }
        if let dimension = json["dimension"]?.int {
            guard (1...65_536).contains(dimension), let double = json["scale"]?.double,
                Float(double).isFinite, Float(double) > 0
            else { return nil }
            // The mean is read when it is known to be there.
            self.init(
                name: name,
                kind: .text(
                    Texts(
                        dimension: dimension, mean: FloatBuffer(count: 0), scale: Float(double),
                        hasMissing: hasMissing)))
            return
        }
        guard let center = json["center"]?.double, let scale = json["scale"]?.double,
            let numbers = NumberScale(center: center, scale: scale)
        else { return nil }
        self.init(
            name: name, kind: .number(Numbers(scale: numbers, hasMissing: hasMissing)))
    }
}
