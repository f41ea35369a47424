import SencFiles
import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// Columns of texts, whose vectors are given.
@Suite struct TableTextTests {
    private let directory = TemporaryDirectory()

    private static let adjectives = ["sunny", "dark", "large", "small", "old", "new", "quiet"]

    /// Flats whose price depends on what their description says.
    private func rows(_ count: Int = 500) throws -> TableRows {
        let random = CounterRandom(seed: 8, purpose: 2)
        var rows = TableRows()
        let places = ["text", "city", "price"].map { rows.add(column: $0) }
        for row in 0..<count {
            let first = random.integer(below: 7, at: UInt64(3 * row))
            let second = random.integer(below: 7, at: UInt64(3 * row + 1))
            let city = random.integer(below: 4, at: UInt64(3 * row + 2))
            let text = "a \(Self.adjectives[first]) and \(Self.adjectives[second]) flat, no. \(row)"
            try rows.append(
                [
                    row % 13 == 0 ? " " : text, "City \(city)",
                    row % 13 == 0 ? "20" : "\(10 * first + 3 * second + city)",
                ], at: places)
        }
        return rows
    }

    /// What an encoder might make of texts: unit vectors near each other.
    private func vectors(_ texts: [String]) -> TextVectors {
        let elements = texts.flatMap { text -> [Float] in
            let words = text.split(separator: " ").map(String.init)
            var vector = [Float](repeating: 1, count: 16)
            for word in words {
                if let place = Self.adjectives.firstIndex(of: word) {
                    vector[place + (word == words[1] ? 0 : 8)] += 0.3
                }
            }
            let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return vector.map { $0 / length }
        }
        return TextVectors(
            texts, Matrix(rows: texts.count, columns: 16, elements: elements))
    }

    private func learning(
        _ rows: TableRows, _ vectors: TextVectors?, columns texts: [String] = ["text"],
        threads: Int = 2
    ) throws -> TableLearning {
        var choice = TableColumns.Choice()
        choice.texts = texts
        var settings = TableSettings()
        (settings.epochs, settings.batch, settings.learningRate) = (25, 32, 0.003)
        (settings.hidden, settings.dropout, settings.patience) = ([32, 16], 0, 30)
        return try TableLearning(
            rows, TableColumns(rows, target: "price", choice), settings, texts: vectors,
            threads: threads)
    }

    private func rmse(_ outcomes: [TableLearning.Outcome]) -> [Double] {
        outcomes.compactMap {
            guard case .regression(let rmse) = $0.scores else { return nil }
            return rmse
        }
    }

    @Test func textsTellWhatTheOthersDoNot() throws {
        let rows = try rows()
        // Without a word they are left out.
        #expect(
            try TableColumns(rows, target: "price").kinds.map(\.kind)
                == [.ignored(.text), .category])
        let without = try learning(rows, nil, columns: []).learn(baselines: [])
        let texts = vectors(rows.texts(ofColumns: ["text"]))
        let (model, outcomes) = try learning(rows, texts).learn()
        #expect(model.textColumns == ["text"] && model.inputs == ["text", "city"])
        // One-hot columns and integers have the same texts.
        for rmse in rmse(outcomes) { #expect(rmse < 0.25 * self.rmse(without.outcomes)[0]) }
        #expect(outcomes.count == 3)
    }

    @Test func whatIsReadTellsTheSameOnAnyNumberOfThreads() throws {
        let rows = try rows(300)
        let texts = vectors(rows.texts(ofColumns: ["text"]))
        var files: [[[UInt8]]] = []
        for threads in 1...3 {
            let (model, _) = try learning(rows, texts, threads: threads).learn(baselines: [])
            try model.write(to: directory.file("\(threads)"))
            files.append(
                ["table.json", "table.safetensors"].map { directory.read("\(threads)/\($0)") })
            let read = try TableModel(path: directory.file("\(threads)"))
            #expect(
                try read.predictions(of: rows, texts: texts, threads: 4 - threads)
                    == model.predictions(of: rows, texts: texts))
        }
        #expect(files[0] == files[1] && files[0] == files[2])
        let read = try TableModel(path: directory.file("1"))
        // A missing text needs no vector.
        let bare = try TableRows([["text": "", "city": "City 1"]])
        #expect(try read.predictions(of: bare) == read.predictions(of: bare, texts: texts))
        let other = try TableRows([["text": "another", "city": "City 1"]])
        #expect(throws: TableError.noTextVector(column: "text", text: "another")) {
            _ = try read.predictions(of: other, texts: texts)
        }
        #expect(throws: TableError.noTextVector(column: "text", text: "another")) {
            _ = try read.predictions(of: other)
        }
        #expect(throws: TableError.otherDimension(3, expected: 16)) {
            _ = try read.predictions(
                of: other, texts: TextVectors(["another"], Matrix(rows: 1, columns: 3)))
        }
    }

    @Test func whatCannotBeLearnedFromIsRefused() throws {
        let rows = try rows(60)
        let texts = rows.texts(ofColumns: ["text"])
        #expect(throws: TableError.noTextVector(column: "text", text: texts[0])) {
            _ = try learning(rows, nil)
        }
        #expect(throws: TableError.noTextVector(column: "text", text: texts[1])) {
            _ = try learning(rows, vectors(Array(texts.prefix(1))))
        }
        var infinite = Matrix(rows: texts.count, columns: 2)
        infinite[1, 1] = .infinity
        #expect(throws: TableError.vectorNotFinite(column: "text", text: texts[1])) {
            _ = try learning(rows, TextVectors(texts, infinite))
        }
        #expect(throws: TableError.noColumn("texts", names: rows.names)) {
            _ = try learning(rows, vectors(texts), columns: ["texts"])
        }
        // Vectors that are all the same tell nothing but where there is no text.
        let same = TextVectors(texts, Matrix(rows: texts.count, columns: 2))
        let learned = try learning(rows, same)
        #expect(learned.constantColumns.isEmpty)
        #expect(try rmse(learned.learn().outcomes).allSatisfy(\.isFinite))
    }

    @Test func damagedModelsAreRefused() throws {
        let rows = try rows(100)
        let texts = vectors(rows.texts(ofColumns: ["text"]))
        try learning(rows, texts).learn(baselines: []).model.write(to: directory.file("m"))
        let text = String(decoding: directory.read("m/table.json"), as: UTF8.self)
        func fails() -> Bool { (try? TableModel(path: directory.file("m"))) == nil }
        #expect(!fails())
        for (part, other) in [
            ("\"dimension\":16", "\"dimension\":17"), ("\"dimension\":16", "\"dimension\":0"),
            ("\"dimension\":16", "\"dimension\":1000000000000"), ("\"scale\":", "\"scale\":-"),
            ("\"scale\":", "\"scale\":1e300,\"other\":"),
        ] {
            let damaged = text.replacing(part, with: other)
            #expect(damaged != text, "\(part)")
            directory.write(damaged, to: "m/table.json")
            #expect(fails(), "\(part) \(other)")
        }
    }

    @Test func rowsInMemoryAreThoseOfAFile() throws {
        let byColumn = try TableRows(["b": ["1", nil], "a": ["x", "y", "z"]])
        #expect(byColumn.names == ["b", "a"] && byColumn.rowCount == 3)
        #expect(byColumn.values(ofColumn: "b") == ["1", "", ""])
        let byRow = try TableRows([["b": "1", "a": "x"], ["a": "y"], ["a": "x"]])
        #expect(byRow.names == ["a", "b"] && byRow.rowCount == 3)
        #expect(byRow.values(ofColumn: "a") == ["x", "y", "x"])
        #expect(byRow.values(ofColumn: "c") == nil)
        #expect(byRow.texts(ofColumns: ["a", "b", "c"]) == ["x", "y", "1"])
    }
}
