import SencMath
import TestSupport
import Testing

@testable import SencTraining

/// The windows that steps are made of.
@Suite struct WindowTests {
    /// A text that says the same two words again and again, between others that it says once.
    private static let batch: SequenceBatch = {
        var batch = SequenceBatch()
        for thing in 0..<400 { batch.append(thing < 200 ? UInt32(thing % 2) : UInt32(thing)) }
        batch.endSequence()
        return batch
    }()

    private func blocks(_ options: SequenceOptions, load: Int) throws -> (Windows, [Range<Int>]) {
        let rule = Windows.Rule(
            options: options, probabilities: [Float](repeating: 1, count: 400), blockWindows: 256,
            largestLoad: load)
        let windows = try Windows(
            Self.batch, rule, CounterRandom(seed: 1, purpose: 1), WorkerPool(threads: 2))
        return (windows, windows.blockEnds.indices.map(windows.block))
    }

    /// How often the vectors of a thing that is moved most are moved by some windows.
    private func load(_ windows: Windows, _ range: Range<Int>, usesMean: Bool) -> Int {
        var (inputs, outputs) = ([UInt32: Int](), [UInt32: Int]())
        for window in windows.windows[range] {
            let middle = Int(window.middle)
            for place in middle - Int(window.left)...middle + Int(window.right)
            where place != middle {
                inputs[windows.ids[place], default: 0] += 1
            }
            outputs[windows.ids[middle], default: 0] += usesMean ? 1 : window.neighbors
        }
        return max(inputs.values.max() ?? 0, outputs.values.max() ?? 0)
    }

    @Test(arguments: [SequenceOptions.Objective.skipGram, .cbow])
    func aBlockEndsBeforeAVectorIsMovedTooOften(objective: SequenceOptions.Objective) throws {
        var options = SequenceOptions()
        options.objective = objective
        let usesMean = objective == .cbow
        let (windows, blocks) = try blocks(options, load: 40)
        let loads = blocks.map { load(windows, $0, usesMean: usesMean) }
        #expect(loads.allSatisfy { $0 <= 40 } && loads.contains { $0 > 30 })
        #expect(blocks.first?.lowerBound == 0 && blocks.last?.upperBound == windows.windows.count)
        #expect(zip(blocks, blocks.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        let (free, few) = try self.blocks(options, load: .max)
        #expect(few.count < blocks.count && load(free, few[0], usesMean: usesMean) > 40)
        // A window is never cut, whatever it moves.
        #expect(try self.blocks(options, load: 1).1.allSatisfy { !$0.isEmpty })
    }

    @Test func whatIsDrawnWeighsAsMuchAsWasAskedFor() throws {
        let (windows, _) = try blocks(SequenceOptions(), load: 40)
        let sampler = AliasTable([Double](repeating: 1, count: 400))
        for (asked, areShared, drawn) in [
            (5, true, 7), (7, true, 7), (8, true, 15), (5, false, 5), (1, true, 7), (0, true, 0),
        ] {
            let targets = WindowTargets(
                thingCount: 400, sampler: sampler, negativeCount: asked, areShared: areShared,
                tree: nil, CounterRandom(seed: 1, purpose: 2))
            #expect(targets.count(of: 0) == 1 + drawn)
            #expect(abs(targets.negativeWeight * Float(drawn) - Float(asked)) < 1e-6)
            var ids = [UInt32](repeating: .max, count: 1 + drawn)
            var labels = [Float](repeating: -1, count: 1 + drawn)
            targets.choose(windows, 3, &ids, &labels)
            #expect(ids[0] == windows.ids[3] && !ids.dropFirst().contains(ids[0]))
            #expect(labels == [1] + [Float](repeating: 0, count: drawn))
        }
    }

    @Test func drawsAreSpreadEvenly() throws {
        let (windows, _) = try blocks(SequenceOptions(), load: 40)
        let things = 100
        let targets = WindowTargets(
            thingCount: things, sampler: AliasTable([Double](repeating: 1, count: things)),
            negativeCount: 7, areShared: true, tree: nil, CounterRandom(seed: 1, purpose: 2))
        var counts = [Int](repeating: 0, count: things)
        for middle in 200..<400 {
            var ids = [UInt32](repeating: 0, count: 8)
            var labels = [Float](repeating: 0, count: 8)
            targets.choose(windows, middle, &ids, &labels)
            for id in ids.dropFirst() { counts[Int(id)] += 1 }
        }
        // 14 each in the mean; at random, some of a hundred would be drawn 5 times or 24.
        #expect(counts.allSatisfy { (11...17).contains($0) })
    }
}
