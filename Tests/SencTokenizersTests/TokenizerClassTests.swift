import Foundation
import SencFiles
import SencTokenizers
import TestSupport
import Testing

/// The class of transformers that reads a tokenizer's files: named, or told by the model's type.
struct TokenizerClassTests {
    private let directory = TemporaryDirectory()
    private let texts = ["<s>La niña, <mask> 12 \u{2581}x</s>", "  Été [CLS] don't  ", ""]

    private func ids() throws -> [[Int32]] {
        let tokenizer = try Tokenizer(directory: directory.path)
        return texts.map { tokenizer.encode($0).ids }
    }

    @Test(arguments: [
        ("xlm-roberta", "xlm-roberta"), ("camembert", "camembert"), ("albert", "albert"),
        ("vocab.json, qwen2", "qwen3"), ("vocab.json, roberta, prefix", "roberta"),
        ("gemma", "gemma3_text"),
    ])
    func theModelsTypeImpliesTheClass(setup name: String, modelType: String) throws {
        let setups = try JSON(path: Goldens.path("tokenizer-directories.json")).elements
        let setup = try #require(setups?.first { $0["name"]?.string == name })
        for (name, value) in setup["files"]?.members ?? [] {
            let data = value.string.flatMap { Data(base64Encoded: $0) }
            directory.write(Array(try #require(data)), to: name)
        }
        let named = try ids()
        directory.edit("tokenizer_config.json", replacing: "tokenizer_class", with: "was_class")
        directory.write(#"{"model_type":"\#(modelType)"}"#, to: "config.json")
        #expect(try ids() == named)
        // A type whose class does not read such files tells nothing.
        directory.write(#"{"model_type":"bert"}"#, to: "config.json")
        let byTheFile = try ids()
        directory.remove("config.json")
        #expect(try ids() == byTheFile)
    }

    @Test func theConfigurationOfTheModelMayNameTheClass() throws {
        directory.write("a\nb\n[UNK]\n", to: "vocab.txt")
        let path = directory.write(#"{"tokenizer_class":"CTRLTokenizer"}"#, to: "config.json")
        #expect(
            throws: TokenizerError.unsupportedComponent(
                path: path, field: "tokenizer_class", type: "CTRLTokenizer")
        ) { try ids() }
        directory.write(
            #"{"tokenizer_class":"BertTokenizerFast"}"#, to: "tokenizer_config.json")
        #expect(throws: Never.self) { try ids() }
    }

    @Test func anImpliedClassOfBERTsTakesCaseFromWhereItIsTold() throws {
        directory.write(SmallTokenizer.json, to: "tokenizer.json")
        func first() throws -> Int32 {
            try Tokenizer(directory: directory.path).encode("HELLO").ids[1]
        }
        directory.write(#"{"model_type":"electra"}"#, to: "config.json")
        #expect(try first() == 5)
        directory.write(#"{"model_max_length":9}"#, to: "tokenizer_config.json")
        #expect(try first() == 5)
        directory.write(#"{"do_lower_case":false}"#, to: "tokenizer_config.json")
        #expect(try first() == 1)
        directory.write(#"{"model_type":"modernbert"}"#, to: "config.json")
        #expect(try first() == 5)
    }

    @Test(arguments: ["tokenizer_config.json", "tokenizer.json"])
    func aLinkThatLeadsNowhereIsNotPassedOver(name: String) throws {
        directory.write("a\n[UNK]\n[CLS]\n[SEP]\n", to: "vocab.txt")
        directory.link("nowhere", as: name)
        #expect(
            throws: TokenizerError.file(
                .brokenLink(path: directory.file(name), target: "nowhere"))
        ) { try ids() }
    }
}
