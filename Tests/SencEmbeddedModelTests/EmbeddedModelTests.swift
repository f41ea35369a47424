import Foundation
import SencEmbeddedModel
import TestSupport
import Testing

@Suite struct EmbeddedModelTests {
    private static let weights = Goldens.repository + "/Weights/" + EmbeddedModel.name
    private static let text = "La lluvia golpea la ventana"

    @Test func theBundleHoldsTheFilesThemselves() throws {
        let directory = try EmbeddedModel.url.path(percentEncoded: false)
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.weights)
        #expect(names.count > 5)
        for name in names {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: directory + "/" + name)
            #expect(attributes[.type] as? FileAttributeType == .typeRegular, "\(name)")
            #expect(
                FileManager.default.contentsEqual(
                    atPath: directory + "/" + name, andPath: Self.weights + "/" + name), "\(name)")
        }
    }

    @Test func aURLStandsForTheModelThere() throws {
        let expected = try SentenceEncoder(model: Self.weights).encode(Self.text)
        let url = try EmbeddedModel.url
        #expect(try SentenceEncoder(url: url).encode(Self.text) == expected)
        let file = url.appending(path: "multilingual-e5-small-q4_0.gguf")
        #expect(try SentenceEncoder(url: file).encode(Self.text) == expected)
        let relative = URL(
            filePath: url.lastPathComponent, relativeTo: url.deletingLastPathComponent())
        #expect(try SentenceEncoder(url: relative).encode(Self.text) == expected)
    }

    @Test func namesThatNeedEscapesInURLsAreFound() throws {
        let files = TemporaryDirectory()
        files.link(Goldens.path("tiny-bert"), as: "un modelo ñ %41")
        let url = URL(filePath: files.file("un modelo ñ %41"))
        #expect(try SentenceEncoder(url: url).dimension > 0)
    }

    @Test func whatIsNoFileIsNotFetched() {
        let address = "https://example.org/model"
        #expect(throws: ModelError.notAFile(url: address)) {
            try SentenceEncoder(url: #require(URL(string: address)))
        }
    }

    @Test func aBundleHasItsModelsByName() throws {
        let bundle = try #require(Bundle(url: EmbeddedModel.url.deletingLastPathComponent()))
        #expect(
            try SentenceEncoder(bundle: bundle).encode(Self.text)
                == SentenceEncoder(model: Self.weights).encode(Self.text))
        let path = bundle.bundleURL.appending(path: "no-model").path(percentEncoded: false)
        #expect(throws: ModelError.notFound(model: "no-model", searched: [path], nearest: nil)) {
            try SentenceEncoder(bundle: bundle, name: "no-model")
        }
    }
}
