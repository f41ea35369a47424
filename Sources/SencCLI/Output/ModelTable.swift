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
        let rows = [heading] + models.map { cells($0) }
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

    /// The same for eyes.
    var terminalTable: TerminalTable {
        let hasFaults = models.contains { $0.fault != nil }
        var table = TerminalTable(
            [
                .column("model", .word), .column("languages", .text), .column("size", .number),
                .column("dimension", .number),
                .column("tokens", .number), .column("where", .word),
            ] + (hasFaults ? [.column("fault", .text)] : []))
        for model in models {
            let cells = cells(model, unlimited: localized("no limit")).enumerated().map {
                column, text in
                StyledText(text, column == 0 && isDefault(model) ? .bold : nil)
            }
            table.rows.append(
                cells + (hasFaults ? [StyledText((model.fault ?? "").asOneLine)] : []))
        }
        return table
    }

    private func cells(_ model: ListedModel, unlimited: String = "no limit") -> [String] {
        let left = model.languages.count - Self.shownLanguages
        return [
            model.name.onOneLine() + (isDefault(model) ? " *" : ""),
            model.languages.isEmpty
                ? "-"
                : model.languages.prefix(Self.shownLanguages).joined(separator: " ")
                    + (left > 0 ? " +\(left)" : ""),
            byteSize(model.bytes), model.dimension.map(String.init) ?? "-",
            model.fault == nil ? model.maximumTokens.map(String.init) ?? unlimited : "-",
            model.place == .searchPath ? "$SENC_MODELS" : model.place.rawValue,
        ]
    }

    private func isDefault(_ model: ListedModel) -> Bool {
        model.name == Configuration.model
    }

    // MARK: For programs

    var json: [UInt8] {
        JSONWriter.line {
            $0.array(models, models.isEmpty ? .compact : .lines(0)) { writer, model in
                writer.object(.compact) {
                    $0.member("name", model.name)
                    $0.member("default", isDefault(model))
                    $0.member("languages", model.languages)
                    $0.member("bytes", model.bytes)
                    $0.member("dimension", model.dimension)
                    $0.member("maximumTokens", model.maximumTokens)
                    $0.member("place", model.place.rawValue)
                    $0.member("path", model.path)
                    $0.member("fault", ifPresent: model.fault)
                }
            }
        }
    }

    var rows: ResultRows {
        var rows = ResultRows([
            "name", "default", "languages", "bytes", "dimension", "maximumTokens", "place", "path",
            "fault",
        ])
        for model in models {
            rows.append([
                model.name, String(isDefault(model)), model.languages.joined(separator: " "),
                String(model.bytes), model.dimension.map(String.init) ?? "",
                model.maximumTokens.map(String.init) ?? "", model.place.rawValue, model.path,
                model.fault ?? "",
            ])
        }
        return rows
    }
}
