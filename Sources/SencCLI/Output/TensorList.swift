import SencFiles
import SencWeights

/// What `senc inspect` tells of a weight file: its format, what its writer noted, its tensors.
struct TensorList {
    private let file: WeightFile
    private static let shownText = 60

    init(_ file: WeightFile) { self.file = file }

    private var format: String { file.format.rawValue + (file.isSharded ? ", sharded" : "") }

    private var metadata: [(key: String, value: String)] {
        file.metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// A table of name, element type, shape and bytes.
    var table: String {
        var head = [
            ("file", file.path.onOneLine()), ("format", format), ("tensors", String(file.count)),
        ]
        for (key, value) in metadata { head.append((key.onOneLine(), Self.short(value))) }
        let rows = file.tensors.map { tensor in
            (
                name: tensor.name.onOneLine(), type: tensor.elementType.rawValue,
                shape: "\(tensor.shape)", bytes: String(tensor.byteCount)
            )
        }
        let keys = head.map(\.0.count).max() ?? 0
        let names = rows.map(\.name.count).max() ?? 0
        let types = rows.map(\.type.count).max() ?? 0
        let shapes = rows.map(\.shape.count).max() ?? 0
        var text = ""
        for (key, value) in head { text += "\(key.padded(to: keys))  \(value)\n" }
        text += "\n"
        for row in rows {
            text += row.name.padded(to: names) + "  " + row.type.padded(to: types)
            text += "  " + row.shape.padded(to: shapes) + "  \(row.bytes)\n"
        }
        return text
    }

    /// The same as a JSON object.
    var json: String {
        var text = JSONText()
        text.append(raw: "{\n  \"format\": ")
        text.append(string: format)
        text.append(raw: ",\n  \"metadata\": {")
        for (index, (key, value)) in metadata.enumerated() {
            if index > 0 { text.append(raw: ", ") }
            text.append(string: key)
            text.append(raw: ": ")
            text.append(string: value)
        }
        text.append(raw: "},\n  \"tensors\": [")
        for (index, tensor) in file.tensors.enumerated() {
            text.append(raw: index == 0 ? "\n    {\"name\": " : ",\n    {\"name\": ")
            text.append(string: tensor.name)
            text.append(raw: ", \"dtype\": \"\(tensor.elementType.rawValue)\"")
            text.append(raw: ", \"shape\": \(tensor.shape), \"bytes\": \(tensor.byteCount)}")
        }
        text.append(raw: "\n  ]\n}\n")
        return String(decoding: text.bytes, as: UTF8.self)
    }

    private static func short(_ text: String) -> String {
        let line = text.onOneLine()
        return line.count > shownText ? line.prefix(shownText) + "…" : line
    }
}
