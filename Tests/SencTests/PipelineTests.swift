import Foundation
import Senc
import SencFiles
import SencMath
import SencWeights
import TestSupport
import Testing

/// Pooling, Dense and Normalize in all their forms against sentence-transformers.
@Suite struct PipelineTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let files: [(path: String, content: String)]
        let links: [(path: String, target: String)]
        /// Files of the tiny BERT that the model lacks.
        let without: [String]
        /// The file of the reference's vectors.
        let vectors: String

        var testDescription: String { name }
    }

    static let cases = cases(in: "pipelines") + cases(in: "module-cases", vectors: "module-vectors")

    private static func cases(in name: String, vectors: String = "pipelines-vectors") -> [Case] {
        let url = URL(fileURLWithPath: Goldens.path("\(name).json"))
        guard let data = try? Data(contentsOf: url),
            let list = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        else { return [] }
        return list.map { entry in
            let files = entry["files"] as? [String: Any] ?? [:]
            let links = entry["links"] as? [String: String] ?? [:]
            return Case(
                name: entry["name"] as? String ?? "",
                files: files.map { path, value in
                    let json = try? JSONSerialization.data(withJSONObject: value)
                    return (path, String(decoding: json ?? Data(), as: UTF8.self))
                },
                links: links.map { ($0, $1) }, without: entry["without"] as? [String] ?? [],
                vectors: "\(vectors).safetensors")
        }
    }

    @Test func thereAreCases() {
        #expect(Self.cases.count >= 75)
    }

    @Test(arguments: cases)
    func vectorsEqualTheReference(pipeline: Case) throws {
        let texts = try #require(try JSON(path: Goldens.path("tiny-bert-texts.json")).elements)
            .compactMap { $0["text"]?.string }
        let directory = TinyModel.copy()
        for (path, content) in pipeline.files { directory.write(content, to: path) }
        for (path, target) in pipeline.links {
            directory.link(Goldens.path(target), as: path)
        }
        for name in pipeline.without { directory.remove(name) }
        let embeddings = try SentenceEncoder(model: directory.path).encode(texts)
        let expected = try WeightFile(path: Goldens.path(pipeline.vectors))
            .tensor(named: pipeline.name)
        #expect([embeddings.count, embeddings.dimension] == expected.shape)
        let difference = Tolerance.largestDifference(
            embeddings.matrix.elements, try expected.floats())
        #expect(difference <= 1e-5)
    }
}
