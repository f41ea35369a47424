import Foundation
import SencFiles
import SencMath
import SencWeights
import TestSupport
import Testing

@testable import Senc
@testable import SencTraining

/// The gradients through poolings and modules, compared with torch's in double precision.
@Suite struct PipelineGradientTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let pooling: [PoolingMode]
        /// Type, `config.json` and tensors of each.
        let modules: [(type: String, configuration: Data, tensors: [String])]

        var testDescription: String { name }
    }

    static let cases: [Case] = {
        let bytes = (try? Goldens.bytes("gradients/poolings.json")) ?? []
        let list = (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [[String: Any]] ?? []
        return list.map { entry in
            let modules = entry["modules"] as? [[String: Any]] ?? []
            return Case(
                name: entry["name"] as? String ?? "",
                pooling: (entry["pooling"] as? [String] ?? []).compactMap(PoolingMode.init),
                modules: modules.map {
                    let configuration = $0["configuration"] ?? [:]
                    return (
                        $0["type"] as? String ?? "",
                        (try? JSONSerialization.data(withJSONObject: configuration)) ?? Data(),
                        $0["tensors"] as? [String] ?? []
                    )
                })
        }
    }()

    private let golden: WeightFile

    init() throws { golden = try WeightFile(path: Goldens.path("gradients/poolings.safetensors")) }

    @Test func thereAreCases() { #expect(Self.cases.count > 30) }

    /// Writes the modules of a case.
    private func settings(_ example: Case, in directory: TemporaryDirectory) throws -> ModelSettings
    {
        var settings = try ModelSettings(model: Goldens.path("families/bert"))
        settings.moduleDirectory = directory.path
        settings.pooling = Pooling(modes: example.pooling, inputDimension: 6)
        settings.modules = []
        for (index, module) in example.modules.enumerated() {
            let folder = "\(index + 1)"
            let path = directory.file(folder)
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            try module.configuration.write(to: URL(fileURLWithPath: path + "/config.json"))
            let tensors = try module.tensors.map {
                try #require(golden["\(example.name).\(index + 1).\($0)"])
            }
            if !tensors.isEmpty {
                let file = try OutputFile(path: path + "/model.safetensors")
                var writer = try SafetensorsWriter(
                    zip(module.tensors, tensors).map { .init(name: $0, shape: $1.shape) },
                    as: .float32, to: file, path: path)
                for tensor in tensors {
                    try tensor.floats().withUnsafeBufferPointer { try writer.append($0) }
                }
                writer.finish()
                try file.commit()
            }
            switch module.type {
            case "Dense": settings.modules.append(.dense(path: folder))
            case "LayerNorm": settings.modules.append(.layerNorm(path: folder))
            case "Normalize": settings.modules.append(.normalize)
            default: Issue.record("\(module.type)")
            }
        }
        return settings
    }

    private func expectNear(_ found: [Float], _ name: String) throws {
        let tensor = try #require(golden[name], "\(name)")
        let expected = try tensor.floats()
        try #require(found.count == expected.count)
        func length(_ x: some Sequence<Double>) -> Double {
            x.reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        let error = length(zip(found, expected).map { Double($0) - Double($1) })
        let size = length(expected.map(Double.init))
        #expect(error <= 2e-6 * size + 1e-12, "\(name): \(error) of \(size)")
    }

    @Test(arguments: cases)
    func gradientsEqualTorchs(example: Case) throws {
        let directory = TemporaryDirectory()
        let store = ParameterStore(isLearned: { _ in true })
        let pipeline = try LearnedPipeline(
            settings(example, in: directory), in: store, workers: WorkerPool(threads: 2))
        try store.allocate()
        pipeline.prepare()
        let texts = try (0..<3).map { try #require(golden["states.\($0)"]) }
        let batch = TokenBatch(
            texts.map { [Int32](repeating: 0, count: $0.shape[0]) }, keys: [0, 0, 0])
        let states = try texts.flatMap { try $0.floats() }
        let direction = try #require(golden["\(example.name).direction"]).floats()
        try states.withUnsafeBufferPointer { states in
            let base = try #require(states.baseAddress)
            let output = try pipeline.apply(batch, base, skipping: [0, 0, 0])
            let count = 3 * pipeline.dimension
            try expectNear(
                Array(UnsafeBufferPointer(start: output, count: count)), "\(example.name).output")
            let change = try pipeline.back(batch, base, skipping: [0, 0, 0], direction)
            for text in 0..<3 {
                let tokens = batch.tokens(ofText: text)
                try expectNear(
                    Array(
                        UnsafeBufferPointer(
                            start: change + tokens.lowerBound * 6, count: tokens.count * 6)),
                    "\(example.name).states.\(text)")
            }
        }
        for tensor in store.tensors {
            let gradients = try #require(store.gradients(of: tensor.parameter))
            try expectNear(
                Array(UnsafeBufferPointer(start: gradients, count: tensor.parameter.count)),
                "\(example.name).\(tensor.name.replacing("/", with: ".")).grad")
        }
    }

    @Test(arguments: cases.filter { !$0.modules.isEmpty })
    func gradientsOfWeightsAreTheSameChunkByChunk(example: Case) throws {
        let directory = TemporaryDirectory()
        let store = ParameterStore(isLearned: { _ in true })
        let pipeline = try LearnedPipeline(
            settings(example, in: directory), in: store, workers: WorkerPool(threads: 2))
        try store.allocate()
        pipeline.prepare()
        let workers = WorkerPool(threads: 1)
        let own = try (0..<3).map { try #require(golden["states.\($0)"]).floats() }
        let texts = Array(repeatElement(own, count: 60).joined())
        let batch = TokenBatch(texts.map { [Int32](repeating: 0, count: $0.count / 6) })
        #expect(batch.chunks.count > 2)
        var random = SplitMix(seed: 8)
        let change = random.floats(batch.textCount * pipeline.dimension, in: -1...1)
        func gradients(_ parts: [(texts: Range<Int>, batch: TokenBatch)]) throws -> [Float] {
            try store.clearGradients(workers)
            for part in parts {
                let states = Array(texts[part.texts].joined())
                let none = part.texts.map { _ in 0 }
                try states.withUnsafeBufferPointer { states in
                    let base = try #require(states.baseAddress)
                    _ = try pipeline.apply(part.batch, base, skipping: none)
                    _ = try change.withUnsafeBufferPointer {
                        try pipeline.back(
                            part.batch, base, skipping: none,
                            #require($0.baseAddress) + part.texts.lowerBound * pipeline.dimension)
                    }
                }
            }
            return Array(store.gradients.elements)
        }
        let whole = try gradients([(0..<batch.textCount, batch)])
        let parts = batch.parts(tokens: 1)
        #expect(parts.count == batch.chunks.count)
        #expect(try gradients(parts) == whole)
    }
}
