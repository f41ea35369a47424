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
        let text = JSONWriter.file { list in
            list.member("format", format)
            list.object("metadata") { metadata in
                for (key, value) in self.metadata { metadata.member(key, value) }
            }
            list.array("tensors", file.tensors, .lines(4)) { writer, tensor in
                writer.object {
                    $0.member("name", tensor.name)
                    $0.member("dtype", tensor.elementType.rawValue)
                    $0.member("shape", tensor.shape)
                    $0.member("bytes", tensor.byteCount)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func short(_ text: String) -> String {
        let line = text.onOneLine()
        return line.count > shownText ? line.prefix(shownText) + "…" : line
    }
}
