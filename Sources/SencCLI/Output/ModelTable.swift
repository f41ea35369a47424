import Senc
import SencFiles

/// What `senc models` prints.
struct ModelTable {
    /// Languages that a row shows; the rest are counted.
    private static let shownLanguages = 12

    let models: [ListedModel]

    // MARK: The table

    var table: String {
        guard !models.isEmpty else { return "" }
        let heading = ["model", "languages", "size", "dimension", "tokens", "where"]
        let rows = [heading] + models.map(cells)
        let widths = heading.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let faults = [""] + models.map { $0.fault.map { "  " + $0.onOneLine() } ?? "" }
        return zip(rows, faults).map { row, fault in
            let cells = row.indices.map { column in
                switch column {
                case 2...4: row[column].paddedBefore(to: widths[column])
                // Nothing follows it but a fault.
                case 5: fault.isEmpty ? row[column] : row[column].padded(to: widths[column])
                default: row[column].padded(to: widths[column])
                }
            }
            return cells.joined(separator: "  ") + fault + "\n"
        }.joined()
    }

    private func cells(_ model: ListedModel) -> [String] {
        let left = model.languages.count - Self.shownLanguages
        return [
            model.name.onOneLine() + (isDefault(model) ? " *" : ""),
            model.languages.isEmpty
                ? "-"
                : model.languages.prefix(Self.shownLanguages).joined(separator: " ")
                    + (left > 0 ? " +\(left)" : ""),
            byteSize(model.bytes), model.dimension.map(String.init) ?? "-",
            model.fault == nil ? model.maximumTokens.map(String.init) ?? "no limit" : "-",
            model.place == .searchPath ? "$SENC_MODELS" : model.place.rawValue,
        ]
    }

    private func isDefault(_ model: ListedModel) -> Bool {
        model.name == SentenceEncoder.defaultModel
    }

    // MARK: For programs

    var json: [UInt8] {
        var text = JSONText()
        text.append(raw: "[")
        for (index, model) in models.enumerated() {
            text.append(raw: index == 0 ? "\n" : ",\n")
            text.append(raw: "{\"name\":")
            text.append(string: model.name)
            text.append(raw: ",\"default\":\(isDefault(model)),\"languages\":")
            text.append(array: model.languages) { $0.append(string: $1) }
            text.append(raw: ",\"bytes\":\(model.bytes)")
            text.append(raw: ",\"dimension\":\(model.dimension.map(String.init) ?? "null")")
            text.append(raw: ",\"maximumTokens\":")
            text.append(raw: model.maximumTokens.map(String.init) ?? "null")
            text.append(raw: ",\"place\":")
            text.append(string: model.place.rawValue)
            text.append(raw: ",\"path\":")
            text.append(string: model.path)
            if let fault = model.fault {
                text.append(raw: ",\"fault\":")
                text.append(string: fault)
            }
            text.append(raw: "}")
        }
        text.append(raw: models.isEmpty ? "]\n" : "\n]\n")
        return text.bytes
    }

    var csv: [UInt8] {
        let heading = [
            "name", "default", "languages", "bytes", "dimension", "maximumTokens", "place", "path",
            "fault",
        ]
        let rows = models.map { model in
            [
                model.name, String(isDefault(model)), model.languages.joined(separator: " "),
                String(model.bytes), model.dimension.map(String.init) ?? "",
                model.maximumTokens.map(String.init) ?? "", model.place.rawValue, model.path,
                model.fault ?? "",
            ]
        }
        return Array(
            ([heading] + rows).map { $0.map(\.csvQuoted).joined(separator: ",") + "\n" }.joined()
                .utf8)
    }
}
