import ArgumentParser
import Senc
import SencAnalysis
import SencFiles
import SencInput
import SencMath
import SencVectors
import SencWeights

struct AnalogyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analogy",
        abstract: localized("Find what is to C as A is to B: A - B + C."),
        discussion: localized(
            """
            Adds and subtracts the vectors, each of length 1, and prints what is closest to the \
            sum: the cosine and the word or text, between tabs; A, B and C are no answers. With a \
            file of word vectors as --model, the answers are its words. With any model, they are \
            the texts of a file, --input FILE. In JSON, one object: "indices" (from 0), "scores" \
            and "texts".

            Examples:
              senc analogy king man woman --model glove.6B.300d.txt
              senc analogy "Rome" "Italy" "France" --input cities.txt
            """))

    @Argument(help: .text("A, which is to B as the answer is to C."))
    var a: String

    @Argument(help: .text("B, which is taken away."))
    var b: String

    @Argument(help: .text("C, which is added."))
    var c: String

    @Option(
        name: .shortAndLong,
        help: .text(
            """
            The texts that may be answers, one a line; or vectors, .npy, with the texts beside \
            them.
            """, valueName: "file"), completion: .files)
    var input: String?

    @OptionGroup var layout: LayoutOptions

    @Option(name: [.customShort("n"), .long], help: .text("How many answers."))
    var top = 10

    @OptionGroup var results: ListOptions

    @OptionGroup(title: "Model") var model: ModelOptions
    @OptionGroup(title: "Texts") var texts: TextOptions

    func validate() throws {
        if top < 1 { throw UsageError("--top must be at least 1") }
        if input == nil { try layout.checkUnused(for: "texts: give --input FILE") }
    }

    func run() throws {
        let stamp = input.flatMap { VectorRecord(of: $0)?.stamp }
        let encoder = try model.load(packing: input == nil ? .eachUse : .ahead, matching: stamp)
        if let input { try VectorFile.check([input]) { try encoder.stamp() } }
        let candidates = try candidates(encoder)
        var choice = texts.prompt
        if let stamp, !choice.isGiven { choice.text = stamp.prompt }
        let options = texts.encodingOptions.prompted(choice, for: .comparison, of: encoder)
        let terms = [a, b, c].map(\.repaired)
        let vectors = try terms.map { term in
            let vector = try encoder.encode(term, options: options).vector
            guard vector.contains(where: { $0 != 0 }) else {
                throw UsageError("the model does not know \(term.quoted())")
            }
            return vector
        }
        // A word that a file has in lower case alone is found so.
        let own = Set(terms + terms.map { $0.lowercased() })
        let excluded = candidates.texts.map { texts in
            texts.indices.filter { own.contains(texts[$0]) }
        }
        let found = try candidates.vectors.analogies(
            vectors[0], minus: vectors[1], plus: vectors[2], excluding: Set(excluded ?? []),
            count: top, threads: model.threads)
        try results.place.check(against: [input].compactMap(\.self))
        try results.write(
            text: {
                if results.isForEyes {
                    var table = TerminalTable([.column("score", .number), .column("text", .text)])
                    for hit in found {
                        table.append(
                            StyledText(decimal(Double(hit.score), 4)), candidates.cell(hit.index))
                    }
                    return table.bytes
                }
                let lines = found.map { "\($0.score)\t\(candidates.line($0.index))\n" }
                return Array(lines.joined().utf8)
            },
            json: {
                JSONWriter.line {
                    $0.object {
                        $0.array("scores", found) { $0.value($1.score) }
                        $0.indices(found.map(\.index), in: candidates)
                    }
                }
            },
            rows: {
                var rows = ResultRows(["score"] + candidates.header())
                for hit in found { rows.append([hit.score.jsonText] + candidates.cells(hit.index)) }
                return rows
            })
    }

    private func candidates(_ encoder: SentenceEncoder) throws -> Corpus {
        guard let input else {
            guard let words = encoder.wordVectors else {
                throw UsageError("a model of sentences has no list of words: give --input FILE")
            }
            let matrix = Matrix(
                rows: words.count, columns: words.dimension, elements: try words.vectors)
            return Corpus(
                vectors: StoredVectors(matrix), texts: (0..<words.count).map(words.word))
        }
        if VectorFile.isName(input) {
            return try Corpus.stored(in: [input], encoding: layout.encoding)
        }
        let format = try layout.records.format(path: input)
        let source = try layout.records.source([(path: input, format: format)])
        let texts = try source.allTexts()
        source.reportReplacements()
        let vectors = try encoder.vectors(
            of: texts, self.texts.encodingOptions(for: .comparison, of: encoder))
        return Corpus(vectors: StoredVectors(vectors), texts: texts)
    }
}
