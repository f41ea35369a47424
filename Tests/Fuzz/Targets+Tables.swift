import Foundation
import SencFiles
import SencMath
import TestSupport

@testable import SencCLI
@testable import SencTraining

extension FuzzTarget {
    static let tables = [
        table("table-model", TableModel.fileName), table("table-weights", "table.safetensors"),
        FuzzTarget("table-encoder", file: TableEncoder.fileName) { _, directory in
            _ = try TableEncoder.Known(model: directory)
        },
        FuzzTarget("table-checkpoint", file: "m.checkpoint") { path, _ in
            let checkpoint = try TrainingCheckpoint(
                path: path, settings: "a", data: "b", resumes: true, interval: .seconds(3600))
            _ = try learning().learn(checkpoint: checkpoint)
        },
    ]

    /// A model of a table of which one file is made up, and that tells rows.
    private static func table(_ name: String, _ file: String) -> FuzzTarget {
        FuzzTarget(name) { bytes in
            let scratch = Scratch.directory(for: name)
            if Path.kind(of: scratch.file("model")) == nil {
                try learning().learn(baselines: []).model.write(to: scratch.file("model"))
            }
            scratch.write(bytes, to: "model/" + file)
            let model = try TableModel(path: scratch.file("model"))
            let rows = try TableRows([Dictionary(model.inputs.map { ($0, "a") }) { $1 }])
            // Texts have the one vector, however wide the model takes them.
            var dimension = 1
            for feature in model.features {
                if case .text(let texts) = feature.kind { dimension = texts.dimension }
            }
            let texts = TextVectors(["a"], Matrix(rows: 1, columns: dimension))
            let predictions = try model.predictions(of: rows, texts: texts, threads: 1)
            _ = model.scores(of: predictions, rows: rows)
            for column in model.categoryColumns { _ = model.vectors(ofColumn: column.name) }
        }
    }

    private static func learning() throws -> TableLearning {
        var choice = TableColumns.Choice()
        choice.texts = ["text"]
        let rows = try TableRows(
            (0..<24).map {
                [
                    "text": "text \($0 % 5)", "city": "City \($0 % 3)", "size": "\($0 * $0)",
                    "price": "\($0 % 3 * 10 + $0)",
                ]
            })
        let texts = rows.texts(ofColumns: ["text"])
        var settings = TableSettings()
        (settings.epochs, settings.batch, settings.hidden) = (3, 8, [3, 2])
        return try TableLearning(
            rows, TableColumns(rows, target: "price", choice), settings,
            texts: TextVectors(
                texts,
                Matrix(
                    rows: texts.count, columns: 2,
                    elements: texts.indices.flatMap { [Float($0), 1] })), threads: 1)
    }

    /// Makes a model and a checkpoint, whose files are the seeds, too.
    static func makeTable(_ path: String) throws {
        struct Stop: Error {}
        try learning().learn(baselines: []).model.write(to: path)
        let checkpoint = try TrainingCheckpoint(
            path: Path.join(path, "m.checkpoint"), settings: "a", data: "b", resumes: false)
        var steps = 0
        do {
            _ = try learning().learn(checkpoint: checkpoint) { _, _ in
                steps += 1
                if steps == 8 { throw Stop() }
            }
        } catch is Stop {}
    }
}
