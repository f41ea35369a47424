import Foundation
import SencFiles
import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// Learning from tables that is stopped and goes on.
@Suite struct TableResumeTests {
    private let directory = TemporaryDirectory()
    private var path: String { directory.file("m.checkpoint") }

    private struct Stop: Error {}

    /// Shops and their takings, of which few rows tell so little that learning ends early.
    private func rows(_ count: Int = 400) throws -> TableRows {
        let random = CounterRandom(seed: 5, purpose: 3)
        var rows = TableRows()
        let places = ["shop", "day", "note", "takings"].map { rows.add(column: $0) }
        for row in 0..<count {
            let shop = random.integer(below: 15, at: UInt64(4 * row))
            let note = random.integer(below: 9, at: UInt64(4 * row + 1))
            let noise = random.normal(at: UInt64(4 * row + 2))
            try rows.append(
                [
                    "Shop \(shop)", "\(row % 31)", note == 0 ? nil : "Note \(note)",
                    "\(Float(shop * 3 + note) + Float(noise) * 9)",
                ], at: places)
        }
        return rows
    }

    private var settings: TableSettings {
        var settings = TableSettings()
        (settings.epochs, settings.batch, settings.hidden) = (9, 8, [12, 7])
        (settings.learningRate, settings.patience) = (0.02, 2)
        return settings
    }

    private func checkpoint(
        settings: String = "a", data: String = "b", resumes: Bool = true,
        interval: Duration = .seconds(3600)
    ) throws -> TrainingCheckpoint {
        try TrainingCheckpoint(
            path: path, settings: settings, data: data, resumes: resumes, interval: interval)
    }

    /// - Returns: the model's files and what the networks came to; `nil` if it was stopped.
    private func learn(
        threads: Int = 1, _ checkpoint: TrainingCheckpoint? = nil, stopping: Int = .max
    ) throws -> (files: [[UInt8]], outcomes: [TableLearning.Outcome])? {
        let rows = try rows()
        var choice = TableColumns.Choice()
        (choice.texts, choice.categories) = (["note"], ["day"])
        let texts = rows.texts(ofColumns: ["note"])
        let vectors = Matrix(
            rows: texts.count, columns: 2,
            elements: texts.flatMap { [Float($0.utf8.last ?? 0) / 100, 0.5] })
        let learning = try TableLearning(
            rows, TableColumns(rows, target: "takings", choice), settings,
            texts: TextVectors(texts, vectors),
            given: [
                GivenVectors(column: "day", width: 3, isFrozen: true, source: "") {
                    [Float($0.utf8.count), 1, 0]
                }
            ], threads: threads)
        var steps = 0
        do {
            let (model, outcomes) = try learning.learn(checkpoint: checkpoint) { _, _ in
                steps += 1
                if steps >= stopping { throw Stop() }
            }
            let output = try OutputDirectory(path: directory.file("out"))
            try model.write(to: output)
            try output.commit(last: TableModel.fileName)
            defer { directory.remove("out") }
            return (
                ["table.json", "table.safetensors"].map { directory.read("out/\($0)") }, outcomes
            )
        } catch is Stop {
            return nil
        }
    }

    @Test func whatIsStoppedGoesOnToTheSameBytes() throws {
        let whole = try #require(try learn())
        // Some ended before the last pass, and not with the best one.
        #expect(whole.outcomes.contains { $0.epochs < 9 && $0.bestEpoch < $0.epochs })
        // Stopped after each step, or some, which are within passes and at their ends.
        for stop in [1, 2, 3, 5, 11, 40] {
            var stops = 0
            var result = try learn(threads: 1, checkpoint(resumes: false), stopping: stop)
            while result == nil, stops < 300 {
                stops += 1
                result = try learn(threads: 1 + stops % 3, checkpoint(), stopping: stop)
            }
            #expect(stops > 0 && result?.files == whole.files, "\(stop)")
            #expect(result?.outcomes == whole.outcomes, "\(stop)")
            directory.remove("m.checkpoint")
        }
    }

    @Test func whatIsKeptAlongTheWayServesAfterAKill() throws {
        let whole = try #require(try learn())
        _ = try learn(threads: 2, checkpoint(resumes: false, interval: .zero), stopping: 38)
        let result = try learn(threads: 3, checkpoint())
        #expect(result?.files == whole.files && result?.outcomes == whole.outcomes)
    }

    @Test func checkpointsOfOtherRunsAreRefused() throws {
        _ = try learn(checkpoint(resumes: false), stopping: 3)
        #expect(throws: TrainingError.otherSettings(path: path)) {
            _ = try learn(checkpoint(settings: "x"))
        }
        #expect(throws: TrainingError.otherData(path: path)) {
            _ = try learn(checkpoint(data: "x"))
        }
        // One of words has other tables, and no place of a table's.
        directory.remove("m.checkpoint")
        var keeper = CheckpointKeeper(try checkpoint(resumes: false, interval: .zero), [])
        try keeper.keep(epoch: 1) {}
        #expect(throws: TrainingError.damagedCheckpoint(path: path)) { _ = try learn(checkpoint()) }
        directory.write("not one", to: "m.checkpoint")
        #expect(throws: TrainingError.notCheckpoint(path: path)) { _ = try learn(checkpoint()) }
    }

    @Test func placesThatCannotBeAreRefused() throws {
        _ = try learn(checkpoint(resumes: false), stopping: 20)
        let text = String(decoding: directory.read("m.checkpoint"), as: Unicode.ASCII.self)
        let bytes = directory.read("m.checkpoint")
        var refused = 0
        for name in ["networks", "batches", "epochs.0", "best.0"] {
            guard let range = text.range(of: "\"position.\(name)\":\"") else {
                Issue.record("no \(name)")
                continue
            }
            let place = text.unicodeScalars.distance(
                from: text.unicodeScalars.startIndex, to: range.upperBound)
            var damaged = bytes
            damaged[place] = UInt8(ascii: "x")
            directory.write(damaged, to: "m.checkpoint")
            #expect(throws: TrainingError.damagedCheckpoint(path: path)) {
                _ = try learn(checkpoint())
            }
            damaged[place] = UInt8(ascii: "9")
            directory.write(damaged, to: "m.checkpoint")
            do { _ = try learn(checkpoint()) } catch is TrainingError { refused += 1 }
        }
        #expect(refused >= 1)
    }
}
