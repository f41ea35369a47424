package import SencFiles
internal import SencMath
internal import SencWeights

/// A model is a directory: `table.json` tells what it takes and gives, `table.safetensors` has what was
/// learned, and `vectors` a text of word vectors for each column of categories that is not too large
/// for one.
extension TableModel {
    package static let fileName = "table.json"
    static let weightsName = "table.safetensors"
    static let format = "senc table"
    static let version = 1
    /// Numbers of all vectors of a column, of which there is a text, at most.
    private static let textNumbers = 1 << 25

    /// Writes the model as a directory.
    /// - Parameter path: of nothing, or of an empty directory. It appears whole or not at all.
    /// - Throws: `FileError`
    public func write(to path: String) throws {
        let directory = try OutputDirectory(path: path)
        try write(to: directory)
        try directory.commit(last: Self.fileName)
    }

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
        return description.count <= Self.textNumbers / max(1, description.dimension)
    }

    private static let bufferSize = 1 << 20

    /// As word2vec's text. A control character in a name is an underscore there.
    private func writeVectors(ofColumn column: Int, to file: OutputFile) throws {
        let description = categoryColumns[column]
        var bytes = Array("\(description.count) \(description.dimension)\n".utf8)
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
        let tensors = Self.tensors(of: network.shape, features)
        var writer = try SafetensorsWriter(
            tensors.map { SafetensorsWriter.Description(name: $0.name, shape: $0.shape) },
            as: .float32, to: file, path: Self.weightsName)
        for buffer in Self.buffers(of: network) + Self.means(of: features) {
            try writer.append(UnsafeBufferPointer(buffer.elements))
        }
        writer.finish()
    }

    /// What the file of weights has, in its order.
    static func tensors(
        of shape: TableNetwork.Shape, _ features: [TableFeature]
    ) -> [(name: String, shape: [Int])] {
        let texts = features.compactMap {
            if case .text(let texts) = $0.kind { texts } else { nil }
        }
        let widths = [shape.inputs] + shape.hidden + [shape.outputs]
        var tensors: [(name: String, shape: [Int])] = []
        for (index, table) in shape.tables.enumerated() {
            tensors.append(("vectors.\(index)", [table.rows, table.width]))
        }
        for layer in 0..<widths.count - 1 {
            tensors.append(("layers.\(layer).weight", [widths[layer + 1], widths[layer]]))
            tensors.append(("layers.\(layer).bias", [widths[layer + 1]]))
        }
        for (index, text) in texts.enumerated() {
            tensors.append(("texts.\(index).mean", [text.dimension]))
        }
        return tensors
    }

    static func buffers(of network: TableNetwork) -> [FloatBuffer] {
        network.tables.map(\.vectors) + network.layers.flatMap { [$0.weights, $0.bias] }
    }

    static func means(of features: [TableFeature]) -> [FloatBuffer] {
        features.compactMap { if case .text(let texts) = $0.kind { texts.mean } else { nil } }
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
                    case .text(let texts):
                        $0.member("dimension", texts.dimension)
                        $0.member("scale", Double(texts.scale))
                        $0.member("missing", texts.hasMissing)
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
}
