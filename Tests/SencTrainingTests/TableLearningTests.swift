import SencFiles
import TestSupport
import Testing

@testable import SencTraining

/// Learning columns of tables, and the models that come of it.
@Suite struct TableLearningTests {
    private let files = TemporaryDirectory()

    /// Prices by city and size, and whether they are high.
    private func rows(_ count: Int = 600) throws -> TableRows {
        let random = CounterRandom(seed: 3, purpose: 9)
        var rows = TableRows()
        let places = ["city", "kind:token", "size", "price", "class"].map { rows.add(column: $0) }
        for row in 0..<count {
            let city = random.integer(below: 12, at: UInt64(4 * row))
            let kind = random.integer(below: 3, at: UInt64(4 * row + 1))
            let size = random.uniform(at: UInt64(4 * row + 2)) * 100
            let price = Double((city * 7) % 12) * 10 + Double(kind) * 5 + size
            try rows.append(
                [
                    city == 11 ? nil : "City \(city)", "\(kind)",
                    row % 17 == 0 ? "" : "\(Float(size))", "\(Float(price))",
                    price > 100 ? "high" : price > 60 ? "middle" : "low",
                ], at: places)
        }
        return rows
    }

    private var settings: TableSettings {
        var settings = TableSettings()
        (settings.epochs, settings.batch) = (12, 32)
        (settings.learningRate, settings.dropout) = (0.003, 0)
        settings.hidden = [24, 12]
        return settings
    }

    private func ignoring(_ names: String...) -> TableColumns.Choice {
        var choice = TableColumns.Choice()
        choice.ignored = names
        return choice
    }

    private func learn(
        _ rows: TableRows, _ target: String, threads: Int = 2
    ) throws -> (learning: TableLearning, model: TableModel, result: TableLearning.Outcome) {
        let columns = try TableColumns(
            rows, target: target, ignoring(target == "price" ? "class" : "price"))
        let learning = try TableLearning(rows, columns, settings, threads: threads)
        let (model, outcomes) = try learning.learn(baselines: [])
        return (learning, model, outcomes[0])
    }

    @Test func kindsAreSeenInTheValues() throws {
        let columns = try TableColumns(rows(), target: "price")
        #expect(columns.isRegression)
        #expect(columns.kinds.map(\.name) == ["city", "kind:token", "size", "class"])
        #expect(columns.kinds.map(\.kind) == [.category, .category, .number, .category])
        #expect(try !TableColumns(rows(), target: "class").isRegression)
    }

    @Test(arguments: ["price", "class"]) func moreIsToldThanByGuessing(target: String) throws {
        let (learning, _, result) = try learn(rows(), target)
        #expect(learning.learnedCount == 540 && learning.validationCount == 60)
        switch result.scores {
        case .regression(let rmse): #expect(rmse < 12)
        case .classification(let accuracy, let logLoss):
            #expect(accuracy > 0.75 && logLoss < 0.6)
        case nil: Issue.record("no scores")
        }
        let (_, outcomes) = try learning.learn()
        #expect(outcomes.map(\.method) == [.vectors, .oneHot, .integers])
        #expect(outcomes[0] == result && outcomes.allSatisfy { $0.scores != nil })
    }

    @Test(arguments: ["price", "class"]) func threadsChangeNoByte(target: String) throws {
        for threads in 1...3 {
            let (learning, model, _) = try learn(rows(300), target, threads: threads)
            let directory = try OutputDirectory(path: "\(files.path)/\(threads)")
            try model.write(to: directory)
            try directory.commit(last: TableModel.fileName)
            _ = try learning.learn(baselines: [.oneHot])
        }
        for name in ["table.json", "table.safetensors", "vectors/city.vec"] {
            let one = files.read("1/\(name)")
            #expect(!one.isEmpty)
            #expect(files.read("2/\(name)") == one && files.read("3/\(name)") == one, "\(name)")
        }
        let rows = try rows(100)
        let first = try TableModel(path: "\(files.path)/1").predictions(of: rows, threads: 1)
        #expect(try TableModel(path: "\(files.path)/1").predictions(of: rows, threads: 3) == first)
    }

    @Test(arguments: ["price", "class"]) func whatIsReadTellsTheSame(target: String) throws {
        let rows = try rows()
        let (_, model, _) = try learn(rows, target)
        let directory = try OutputDirectory(path: "\(files.path)/m")
        try model.write(to: directory)
        try directory.commit(last: TableModel.fileName)
        let read = try TableModel(path: "\(files.path)/m")
        #expect(try read.predictions(of: rows) == model.predictions(of: rows))
        #expect(read.inputs == model.inputs && read.targetName == target)
        // What is not known has predictions too, and they are finite.
        var others = TableRows()
        let places = ["size", "city", "kind:token"].map { others.add(column: $0) }
        try others.append(["1e308", "elsewhere", nil], at: places)
        try others.append(["inf", nil, "9"], at: places)
        try others.append(["nan", "", "x"], at: places)
        for prediction in try read.predictions(of: others) {
            switch prediction {
            case .number(let value): #expect(value.isFinite)
            case .probabilities(let values):
                #expect(values.allSatisfy(\.isFinite) && abs(values.reduce(0, +) - 1) < 1e-5)
            }
        }
        #expect(throws: TableError.missingColumn("city", names: ["size"])) {
            var lacking = TableRows()
            _ = lacking.add(column: "size")
            try lacking.append(["1"], at: [0])
            _ = try read.predictions(of: lacking)
        }
    }

    @Test func theValidationsScoresAreThoseOfThePredictions() throws {
        let rows = try rows()
        let (_, model, result) = try learn(rows, "price")
        #expect(result.bestEpoch <= result.epochs)
        let all = model.scores(of: try model.predictions(of: rows), rows: rows)
        guard case .regression(let rmse)? = all, case .regression(let held)? = result.scores else {
            Issue.record("no scores")
            return
        }
        #expect(rmse > 0 && rmse < 2 * held + 5)
    }

    @Test func mistakesAreTold() throws {
        func error(
            _ names: [String], _ lines: [[String?]], target: String = "y",
            _ change: (inout TableColumns.Choice) -> Void = { _ in }
        ) throws -> TableError? {
            var rows = TableRows()
            let places = names.map { rows.add(column: $0) }
            for line in lines { try rows.append(line, at: places) }
            var choice = TableColumns.Choice()
            change(&choice)
            do {
                let columns = try TableColumns(rows, target: target, choice)
                _ = try TableLearning(rows, columns, settings).learn()
                return nil
            } catch let error as TableError {
                return error
            }
        }
        let names = ["x", "y"]
        let lines: [[String?]] = [["a", "1"], ["b", "2"], ["a", "3"], ["c", "4"]]
        #expect(try error(names, []) == .noRows)
        #expect(try error(names, [["a", "1"]]) == .oneRow)
        #expect(try error(names, lines, target: "yy") == .noColumn("yy", names: names))
        #expect(
            TableError.noColumn("yy", names: names).description
                == "no column 'yy'; did you mean 'y'?")
        #expect(try error(names, [["a", nil], ["b", ""]]) == .emptyTarget("y"))
        #expect(try error(names, [["a", "k"], ["b", "k"]]) == .oneClass("y", value: "k"))
        #expect(
            try error(names, [["a", "1"], ["b", "1"]]) { $0.numbers = ["y"] }
                == .oneClass("y", value: "1"))
        #expect(
            try error(names, [["a", "1"], ["b", "k"], ["c", "2"]]) { $0.numbers = ["y"] }
                == .notNumber(column: "y", value: "k", row: 2))
        #expect(
            try error(names, [["1", "1"], ["inf", "2"], ["2", "3"]]) { $0.numbers = ["x"] }
                == .notNumber(column: "x", value: "inf", row: 2))
        #expect(
            try error(names, [["a", "1"], ["a", "2"], ["a", "3"]]) == .noInputs(target: "y"))
        #expect(try error(names, lines) { $0.ignored = ["x"] } == .noInputs(target: "y"))
        // Numbers at the end of what doubles hold are numbers.
        let huge: [[String?]] = (0..<40).map {
            [$0 % 2 == 0 ? "1e308" : "-1.7e308", "\($0)e306"]
        }
        #expect(try error(names, huge) == nil)
    }

    @Test func damagedModelsAreRefused() throws {
        let (_, model, _) = try learn(rows(200), "class")
        let directory = try OutputDirectory(path: "\(files.path)/m")
        try model.write(to: directory)
        try directory.commit(last: TableModel.fileName)
        let text = String(decoding: files.read("m/table.json"), as: UTF8.self)
        let weights = files.read("m/table.safetensors")
        func fails() -> Bool { (try? TableModel(path: "\(files.path)/m")) == nil }
        #expect(!fails())
        for (part, other) in [
            ("senc table", "senc chair"), ("\"version\": 1", "\"version\": 2"),
            ("\"hidden\": [24, 12]", "\"hidden\": [24, 13]"),
            ("\"hidden\": [24, 12]", "\"hidden\": [24, 1000000000000]"),
            ("\"width\":", "\"width\":9"), ("\"City 1\"", "\"City 2\""), ("\"low\"", "\"high\""),
            ("\"scale\":", "\"scale\":-"), ("\"missing\":true", "\"missing\":3"), ("}", ""),
        ] {
            let damaged = text.replacing(part, with: other)
            #expect(damaged != text, "\(part)")
            files.write(damaged, to: "m/table.json")
            #expect(fails(), "\(part)")
        }
        files.write(text, to: "m/table.json")
        files.write(Array(weights.dropLast(9)), to: "m/table.safetensors")
        #expect(fails())
        var infinite = Array(weights)
        infinite[infinite.count - 1] = 0x7F
        infinite[infinite.count - 2] = 0x80
        files.write(infinite, to: "m/table.safetensors")
        #expect(fails())
    }

    @Test func givenVectorsAreKept() throws {
        let rows = try rows(200)
        let columns = try TableColumns(rows, target: "price", ignoring("class"))
        let learning = try TableLearning(
            rows, columns, settings,
            given: [
                .init(column: "city", width: 3, isFrozen: true, source: "v.vec") { name in
                    name == "City 1" ? [1, 2, 3] : name == "City 2" ? [3, 2, 1] : nil
                }
            ])
        let (model, _) = try learning.learn()
        #expect(learning.givenCounts.map(\.found) == [2])
        var vectors: [String: [Float]] = [:]
        model.forEachVector(ofColumn: 0) {
            vectors[String(decoding: $0, as: UTF8.self)] = Array($1)
        }
        #expect(vectors["City 1"] == [1, 2, 3] && vectors["City 2"] == [3, 2, 1])
        #expect(vectors["City 3"] == [2, 2, 2])
        #expect(throws: TableError.notCategory("size")) {
            _ = try TableLearning(
                rows, columns, settings,
                given: [.init(column: "size", width: 3, source: "") { _ in nil }])
        }
    }

    @Test func widthsFollowTheRule() {
        #expect(
            [1, 2, 10, 943, 1682, 1_000_000].map(TableFeature.width) == [2, 2, 6, 74, 102, 600])
    }
}
