import Foundation
import SencFiles
import SencWeights
import TestSupport
import Testing

@testable import Senc

/// Models with some of their layers.
@Suite struct LayerTests {
    private let files = TemporaryDirectory()

    @Test func layersAreSpreadEvenly() throws {
        let twelve = try configuration(layers: 12)
        #expect(twelve.spreadLayers(4) == [1, 4, 7, 10])
        #expect(twelve.spreadLayers(1) == [6])
        #expect(twelve.spreadLayers(12) == Array(0..<12))
        #expect(twelve.spreadLayers(0) == nil && twelve.spreadLayers(13) == nil)
    }

    private func configuration(layers: Int) throws -> EncoderConfiguration {
        files.write(
            #"{"model_type": "bert", "num_hidden_layers": \#(layers), "hidden_size": 4, "#
                + #""num_attention_heads": 1, "intermediate_size": 4, "vocab_size": 9}"#,
            to: "config.json")
        return try EncoderConfiguration(ConfigurationFile(path: files.file("config.json")))
    }

    /// Of every family a model of one layer is written, which has that of the whole.
    @Test(arguments: FamilyTests.models)
    func aModelIsWrittenWithSomeOfItsLayers(model: FamilyTests.Model) throws {
        let whole = try ModelSettings(model: model.path)
        guard case .transformer(let configuration) = whole.input,
            configuration.layerCount > 1, let layers = configuration.spreadLayers(1)
        else { return }
        let path = files.file("written")
        try whole.keeping(layers).export(
            to: path, askedForAs: model.path, learned: [:], companions: [])
        let written = try ModelSettings(model: path)
        guard case .transformer(let cut) = written.input else { return }
        #expect(cut.layerCount == 1 && cut.windows == [configuration.windows[0]])
        let (names, weights) = try written.weights(of: cut)
        let (_, originals) = try whole.weights(of: configuration)
        let own = configuration.architecture.sharesLayers ? 0 : layers[0]
        for tensor in names.tensors(of: cut) where tensor.name.hasPrefix(names.layer(0, 0)) {
            let original = names.layer(own, 0) + tensor.name.dropFirst(names.layer(0, 0).count)
            let (rows, columns) = (tensor.shape[0], tensor.shape.count > 1 ? tensor.shape[1] : 1)
            guard tensor.kind == .matrix else { continue }
            #expect(
                try weights.values(tensor.name, rows: rows, columns: columns)
                    == originals.values(original, rows: rows, columns: columns), "\(tensor.name)")
        }
        let vectors = try SentenceEncoder(model: path).encode(["rain falls", "the sea"])
        #expect(vectors.matrix.elements.allSatisfy { $0.isFinite })
    }
}
