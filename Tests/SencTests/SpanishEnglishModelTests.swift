import Foundation
import Senc
import SencFiles
import SencMath
import TestSupport
import Testing

/// The static model of Spanish and English that comes with senc.
@Suite struct SpanishEnglishModelTests {
    private static let directory = Goldens.repository + "/Weights/static-es-en"

    @Test func vectorsAreTheReferences() throws {
        let reference = try JSON(path: Self.directory + "/reference_vectors.json")
        let texts = try #require(reference["texts"]?.elements).compactMap(\.string)
        let expected = try #require(reference["vectors"]?.elements).map {
            $0.elements?.compactMap { $0.double.map(Float.init) } ?? []
        }
        try #require(texts.count == 8 && expected.allSatisfy { $0.count == 192 })
        let vectors = try SentenceEncoder(model: Self.directory).encode(texts).matrix
        #expect(Tolerance.largestDifference(vectors.elements, expected.flatMap(\.self)) <= 2e-6)
    }

    /// All of the directory, by its promise.
    @Test func itIsSmall() throws {
        var bytes = 0
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.directory) {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: Self.directory + "/" + name)
            bytes += try #require(attributes[.size] as? Int)
        }
        #expect((10_000_000...20_000_000).contains(bytes))
    }

    /// Each text is nearest to its translation.
    @Test func translationsAreFound() throws {
        let pairs = [
            ("La lluvia golpea la ventana.", "The rain hits the window."),
            ("El rey y la reina viven en un palacio.", "A king and a queen live in a palace."),
            ("Un perro corre por la playa.", "A dog runs along the beach."),
            ("El banco subió los tipos de interés.", "The bank raised interest rates."),
            ("Guarda el documento antes de cerrar.", "Save the document before closing."),
            ("Mi hermana toca el piano.", "My sister plays the piano."),
        ]
        let encoder = try SentenceEncoder(model: Self.directory)
        let vectors = try encoder.encode(pairs.map(\.0) + pairs.map(\.1)).matrix
        func score(_ first: Int, _ second: Int) -> Float {
            (0..<192).reduce(0) { $0 + vectors[first, $1] * vectors[second, $1] }
        }
        for place in pairs.indices {
            let scores = pairs.indices.map { score(place, pairs.count + $0) }
            #expect(scores.indices.max { scores[$0] < scores[$1] } == place)
        }
    }
}
