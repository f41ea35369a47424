package import SencFiles
internal import SencMath
internal import SencWeights

/// A model is a directory: `table.json` tells what it takes and gives, `table.safetensors` has what was
/// learned, and `vectors` a text of word vectors for each column of categories that is not too large
/// for one.
extension TableModel {
    package static let fileName = "table.json"
    private static let weightsName = "table.safetensors"
    private static let format = "senc table"
    private static let version = 1
    /// Numbers of all vectors of a column, of which there is a text, at most.
    private static let textNumbers = 1 << 25

    // MARK: - Writing

    /// Writes the model's files.
    package func write(to directory: OutputDirectory) throws {
        try directory.write(Self.weightsName) { file in
            try writeWeights(to: file)
        }
        for (column, stem) in vectorStems.enumerated() where hasText(column) {
            try directory.write("\(stem).vec") { try writeVectors(ofColumn: column, to: $0) }
        }
        try directory.write(Self.fileName) { try $0.write(description) }
    }

    /// The names of the files of columns' vectors, in the directory, without what is behind the dot.
    package var vectorStems: [String] {
        var used: Set<String> = []
        return categoryColumns.map { column in
            let plain = column.name.unicodeScalars.map { scalar -> Character in
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-"
                    ? Character(scalar) : "_"
            }
            // Names of files have a limit in bytes.
            let stem = plain.isEmpty ? "column" : String(plain.prefix(40))
            var name = stem
            var number = 2
            while !used.insert(name.lowercased()).inserted {
                name = "\(stem)-\(number)"
                number += 1
            }
            return "vectors/\(name)"
        }
    }

    private func hasText(_ column: Int) -> Bool {
        let description = categoryColumns[column]
        return description.count <= Self.textNumbers / max(1, description.width)
    }

    private static let bufferSize = 1 << 20

    /// As word2vec's text. A control character in a name is an underscore there.
    private func writeVectors(ofColumn column: Int, to file: OutputFile) throws {
        let description = categoryColumns[column]
        var bytes = Array("\(description.count) \(description.width)\n".utf8)
        try forEachVector(ofColumn: column) { name, vector in
            for byte in name { bytes.append(byte < 0x20 ? UInt8(ascii: "_") : byte) }
            for element in vector { bytes += " \(element)".utf8 }
            bytes.append(UInt8(ascii: "\n"))
            if bytes.count > Self.bufferSize {
                try file.write(bytes)
                bytes.removeAll(keepingCapacity: true)
            }
        }
        try file.write(bytes)
    }

    private func writeWeights(to file: OutputFile) throws {
        let tensors = Self.tensors(of: network.shape)
        var writer = try SafetensorsWriter(
            tensors.map { SafetensorsWriter.Description(name: $0.name, shape: $0.shape) },
            as: .float32, to: file, path: Self.weightsName)
        for buffer in Self.buffers(of: network) {
            try writer.append(UnsafeBufferPointer(buffer.elements))
        }
        writer.finish()
    }

    /// What the file of weights has, in its order.
    private static func tensors(
        of shape: TableNetwork.Shape
    ) -> [(name: String, shape: [Int])] {
        let widths = [shape.inputs] + shape.hidden + [shape.outputs]
        return shape.tables.enumerated().map { ("vectors.\($0)", [$1.rows, $1.width]) }
            + (1..<widths.count).flatMap {
                [
                    ("layers.\($0 - 1).weight", [widths[$0], widths[$0 - 1]]),
                    ("layers.\($0 - 1).bias", [widths[$0]]),
                ]
            }
    }

    private static func buffers(of network: TableNetwork) -> [FloatBuffer] {
        network.tables.map(\.vectors) + network.layers.flatMap { [$0.weights, $0.bias] }
    }

    private var description: [UInt8] {
        JSONWriter.file { model in
            model.member("format", Self.format)
            model.member("version", Self.version)
            model.object("target", .compact) {
                $0.member("name", targetName)
                switch target {
                case .number(let scale):
                    $0.member("center", scale.center)
                    $0.member("scale", scale.scale)
                case .classes(let classes): $0.member("classes", classes)
                }
            }
            model.member("hidden", network.shape.hidden)
            model.array("columns", features, .lines(4)) { writer, feature in
                writer.object(.compact) {
                    $0.member("name", feature.name)
                    switch feature.kind {
                    case .number(let numbers):
                        $0.member("center", numbers.scale.center)
                        $0.member("scale", numbers.scale.scale)
                        $0.member("missing", numbers.hasMissing)
                    case .category(let categories):
                        $0.member("width", categories.width)
                        $0.member("missing", categories.hasMissing)
                        $0.array("categories", 0..<categories.names.count) {
                            $0.value(categories.names[$1])
                        }
                    }
                }
            }
        }
    }

    // MARK: - Reading

    /// Opens what `write` left.
    /// - Throws: `TableError`, `FileError`, `JSONFileError`, `WeightsError`
    package convenience init(path: String) throws {
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
        let features = try columns.map { column in
            guard let feature = TableFeature(column) else {
                throw TableError.damaged("columns", path: file)
            }
            return feature
        }
        guard Set(features.map { Array($0.name.utf8) }).count == features.count else {
            throw TableError.damaged("columns", path: file)
        }
        let shape = Self.shape(features, hidden: hidden.compactMap(\.self), target)
        let network = try Self.network(shape, Path.join(path, Self.weightsName))
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
            }
        }
        return shape
    }

    /// - Throws: if the file does not have just what a network of that shape has; before memory is
    ///   taken for it.
    private static func network(
        _ shape: TableNetwork.Shape, _ path: String
    ) throws -> TableNetwork {
        let file = try WeightFile(path: path)
        let tensors = try tensors(of: shape).map { expected in
            guard let tensor = file[expected.name], tensor.shape == expected.shape,
                tensor.elementType == .float32, tensor.strides == nil
            else { throw TableError.damaged(expected.name, path: path) }
            return tensor
        }
        let network = TableNetwork(shape, batch: 1)
        for (buffer, tensor) in zip(buffers(of: network), tensors) {
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
        guard let center = json["center"]?.double, let scale = json["scale"]?.double,
            let numbers = NumberScale(center: center, scale: scale)
        else { return nil }
        self.init(
            name: name, kind: .number(Numbers(scale: numbers, hasMissing: hasMissing)))
    }
}
