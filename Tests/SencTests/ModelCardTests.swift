import Senc
import TestSupport
import Testing

/// The languages that a model's card names in its front matter.
@Suite struct ModelCardTests {
    private func languages(_ text: String) -> [String] {
        ModelCard(Array(text.utf8)).languages
    }

    @Test(arguments: [
        ("one value", "language: es", ["es"]),
        ("a quoted value", "language: 'no'", ["no"]),
        ("a list in brackets", "language: [es, \"ca\", 'pt-BR']", ["es", "ca", "pt-BR"]),
        ("brackets over lines", "language: [es,\n  ca, # Catalan\n  gl]", ["es", "ca", "gl"]),
        ("items after hyphens", "language:\n- es\n- ca\nlicense: mit", ["es", "ca"]),
        ("items set in", "language:\n  - es\n\n  # more\n  -   ca\nlicense: mit", ["es", "ca"]),
        ("a comment", "language: en # English", ["en"]),
        ("other keys before it", "license: mit\ntags:\n- x\nlanguage: eu", ["eu"]),
        ("a value twice", "language: [es, es]", ["es"]),
        ("three letters and a script", "language: [spa, eng_Latn]", ["spa", "eng_Latn"]),
        ("no value", "language:\nlicense: mit", []),
        ("a key that only begins so", "languages: es", []),
        ("a key of another mapping", "model:\n  language: es", []),
        ("values that are no languages", "language: [\"a b\", '', es, \u{1B}[31m]", ["es"]),
        ("brackets that stay open", "language: [es, ca", []),
    ])
    func theFrontMatterTells(_ what: String, _ yaml: String, _ expected: [String]) {
        #expect(languages("---\n\(yaml)\n---\n# A model\n") == expected, "\(what)")
        let carriageReturns = "---\n\(yaml)\n---\n".replacing("\n", with: "\r\n")
        #expect(languages("\u{FEFF}" + carriageReturns) == expected, "\(what)")
    }

    @Test(arguments: [
        ("license: mit", "mit"), ("license: \"apache-2.0\" # x", "apache-2.0"),
        ("license:\n- mit", "mit"), ("license: [mit, gpl]", nil), ("license: a b", nil),
        ("license:", nil), ("licence: mit", nil),
        ("license: " + String(repeating: "x", count: 65), nil),
    ])
    func theLicenseIsOneIdentifier(_ yaml: String, _ expected: String?) {
        #expect(ModelCard(Array("---\n\(yaml)\n---\n".utf8)).license == expected)
    }

    @Test(arguments: [
        "", "---", "---\nlanguage: es\n", "language: es\n---\n",
        "# A model\n---\nlanguage: es\n---\n",
        "---\n---\nlanguage: es\n---\n", " ---\nlanguage: es\n---\n",
    ])
    func withoutFrontMatterNothingIsTold(_ text: String) {
        #expect(languages(text) == [])
    }

    @Test func aHostileCardTellsLittle() {
        let many = (0..<100_000).map { "x\($0)" }.joined(separator: "\n- ")
        #expect(languages("---\nlanguage:\n- \(many)\n---\n") == [])
        let some = (0..<2_000).map { "x\($0)" }.joined(separator: ",")
        #expect(languages("---\nlanguage: [\(some)]\n---\n").count == 1_000)
        let long = String(repeating: "x", count: 36)
        #expect(languages("---\nlanguage: [\(long), es]\n---\n") == ["es"])
        var random = SplitMix(seed: 12)
        let valid = Array("---\nlanguage: [es, 'ca', \"gl\"] # x\nlicense:\n- mit\n---\n# A\n".utf8)
        var (told, silent) = (0, 0)
        for _ in 0..<5_000 {
            var bytes = valid
            for _ in 0...Int(random.next() % 4) {
                let place = Int(random.next() % UInt64(bytes.count))
                switch random.next() % 3 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default: bytes.removeSubrange(place...)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            if ModelCard(bytes).languages.isEmpty { silent += 1 } else { told += 1 }
        }
        #expect(told > 1_000 && silent > 100)
    }

    @Test func theEmbeddedModelsCardsTell() throws {
        func row(_ model: String) throws -> [String] {
            try ModelDescription(model: Goldens.repository + "/Weights/" + model).settings
                .filter { $0.name == "languages" }.flatMap { [$0.value, $0.source] }
        }
        #expect(try row("all-MiniLM-L6-v2") == ["en", "README.md language"])
        #expect(
            try row("multilingual-e5-small") == [
                "es, ca, gl, eu, en, pt, fr, de, it",
                "multilingual-e5-small-q4_0.gguf general.languages",
            ])
        #expect(try row("static-es-en") == ["es, en", "README.md language"])
        let card = try Goldens.bytes("../../Weights/multilingual-e5-small/README.md")
        #expect(ModelCard(card).languages.joined(separator: " ") == "es ca gl eu en pt fr de it")
    }
}
