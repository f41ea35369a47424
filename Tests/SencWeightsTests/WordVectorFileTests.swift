import SencFiles
import SencWeights
import TestSupport
import Testing

/// Files of word vectors: what is wrong with one is a named fault, and what looks odd is read.
@Suite struct WordVectorFileTests {
    private let directory = TemporaryDirectory()

    private func open(_ text: String, as name: String = "a.txt") throws(WeightsError)
        -> WordVectorFile
    {
        try WordVectorFile(path: directory.write(text, to: name))
    }

    private func binary(_ words: [(String, [Float])], header: String) -> [UInt8] {
        Array(header.utf8)
            + words.flatMap { word, vector in
                Array(word.utf8) + [0x20]
                    + vector.flatMap { value in
                        withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
                    }
            }
    }

    struct Fault: CustomTestStringConvertible, Sendable {
        let text: String
        let fault: WordVectorFault
        var testDescription: String { fault.description }
    }

    static let faults: [Fault] = [
        Fault(text: "", fault: .empty),
        Fault(text: "\u{1F}", fault: .noVectors),
        Fault(text: "king", fault: .noVectors),
        Fault(text: "the king of the sea", fault: .noVectors),
        Fault(text: "\n\n", fault: .noVectors),
        Fault(text: "0 3\n", fault: .countOutOfRange("0")),
        Fault(text: "99999999999 3\n", fault: .countOutOfRange("99999999999")),
        Fault(text: "1 0\n", fault: .dimensionOutOfRange("0")),
        Fault(text: "1 70000\n", fault: .dimensionOutOfRange("70000")),
        Fault(
            text: "1000000 300\nking 1 2 3\n",
            fault: .tooManyCounted(words: 1_000_000, dimension: 300, bytes: 23)),
        Fault(text: "2 3\nking 1.5 2.5 3.5\n", fault: .endsAtWord(2, of: 2)),
        Fault(text: "1 3\nking 1 2 3\nsea 4 5 6\n", fault: .moreThanCounted(words: 1)),
        Fault(text: "king 1 2 3\nsea 4 5\n", fault: .wrongColumns(word: 2, found: 2, expected: 3)),
        Fault(
            text: "king 1 2 3\nsea 4 5 6 7\n",
            fault: .wrongColumns(word: 2, found: 4, expected: 3)),
        Fault(text: "king 1 2\n\nsea 4 5\n", fault: .wrongColumns(word: 2, found: 0, expected: 2)),
        Fault(text: "king 1 2\nsea 4 0x5\n", fault: .notNumber(word: 2, "0x5")),
        Fault(text: "king 1 2\nsea 4  5\n", fault: .wrongColumns(word: 2, found: 3, expected: 2)),
        Fault(text: "king 1 2\nsea 4 snan\n", fault: .notNumber(word: 2, "snan")),
        Fault(text: "king 1 2\nsea 4 .\n", fault: .notNumber(word: 2, ".")),
        Fault(text: "king 1 nan\n", fault: .notFinite(word: 1)),
        Fault(text: "king 1 2\nsea -inf 5\n", fault: .notFinite(word: 2)),
        Fault(text: "king 1 2\nsea 4 1e39\n", fault: .notFinite(word: 2)),
    ]

    @Test(arguments: faults)
    func aBrokenTextIsRefused(fault: Fault) {
        let path = directory.file("a.txt")
        #expect(throws: WeightsError.wordVectors(fault.fault, path: path)) {
            try open(fault.text)
        }
    }

    @Test(arguments: ["words.vec", "words.bin", "words.glove.txt"])
    func aCompressedFileIsReadAsTheSame(name: String) throws {
        let plain = try WordVectorFile(path: Goldens.path("static/" + name))
        let path = directory.writeGzip(try Goldens.bytes("static/" + name), to: name + ".gz")
        #expect(WordVectorFile.seemsToBe(path: path))
        let file = try WordVectorFile(path: path)
        #expect(file.isCompressed && !plain.isCompressed)
        #expect(file.format == plain.format && file.count == plain.count)
        #expect(try file.vectors == plain.vectors)
        #expect((0..<file.count).map(file.word) == (0..<plain.count).map(plain.word))
    }

    @Test func brokenCompressedFilesAreRefused() {
        func expect(_ fault: WordVectorFault, _ bytes: [UInt8]) {
            let path = directory.write(bytes, to: "a.vec.gz")
            #expect(throws: WeightsError.wordVectors(fault, path: path)) {
                try WordVectorFile(path: path)
            }
        }
        expect(.compressed(.truncated), [0x1F, 0x8B, 0x08, 0])
        expect(
            .compressed(.corrupt(reason: "unknown header flags set")),
            [0x1F, 0x8B, 0x08] + [UInt8](repeating: 0xFF, count: 20))
        directory.writeGzip(Array("no vectors".utf8), to: "b.gz")
        expect(.noVectors, directory.read("b.gz"))
        let row = "word 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n"
        let bomb = String(repeating: row, count: (80 << 20) / row.utf8.count)
        let path = directory.writeGzip(Array(bomb.utf8), to: "bomb.vec.gz")
        let limit = MappedFile.inflationLimit(compressed: directory.read("bomb.vec.gz").count)
        #expect(limit < 80 << 20)
        #expect(
            throws: WeightsError.wordVectors(.compressed(.tooLarge(limit: limit)), path: path)
        ) {
            try WordVectorFile(path: path)
        }
    }

    @Test func aMissingFileIsAnError() {
        let path = directory.file("none")
        #expect(throws: WeightsError.file(.notFound(path: path))) {
            try WordVectorFile(path: path)
        }
    }

    @Test func brokenBinaryFilesAreRefused() throws {
        func expect(_ fault: WordVectorFault, _ bytes: [UInt8]) {
            let path = directory.write(bytes, to: "a.bin")
            #expect(throws: WeightsError.wordVectors(fault, path: path)) {
                try WordVectorFile(path: path)
            }
        }
        let two: [(String, [Float])] = [("king", [1, 2]), ("sea", [3, 4])]
        let whole = binary(two, header: "2 2\n")
        #expect(try WordVectorFile(path: directory.write(whole, to: "a.bin")).vector(1) == [3, 4])
        expect(.endsAtWord(2, of: 2), whole.dropLast())
        expect(.moreThanCounted(words: 2), whole + [0x41])
        expect(
            .tooManyCounted(words: 9999, dimension: 2, bytes: 32),
            binary(two, header: "9999 2\n"))
        expect(.notFinite(word: 1), binary([("king", [1, .nan])], header: "1 2\n"))
        expect(.notFinite(word: 1), binary([("king", [-.infinity, 1])], header: "1 2\n"))
        expect(
            .endsAtWord(1, of: 1), Array("1 2\n".utf8) + [UInt8](repeating: 0xFF, count: 40))
    }

    @Test func blanksAtTheEndsOfLinesAndOfTheFileAreNoFields() throws {
        let file = try open("king 1 2 \r\nsea\t3\t4\r\n\n  \n")
        #expect(file.format == .glove && file.count == 2 && file.dimension == 2)
        #expect(file.word(1) == "sea" && file.vector(1) == [3, 4])
        #expect(try open("1 2\nking 1 2\n\n").format == .word2vecText)
    }

    @Test func numbersAreRoundedAsPythonRoundsThem() throws {
        let file = try open(
            "a 0.1 -.5 5. 1e-45 16777217 0.30000001192092896 123456789012345678901 -0\n")
        #expect(
            file.vector(0)
                == [
                    0.1, -0.5, 5, .leastNonzeroMagnitude, 16_777_216, 0.3,
                    123_456_789_557_014_429_696, 0,
                ])
        #expect(file.vector(0).last?.sign == .minus)
    }

    @Test func filesAreToldByNameOrFirstLine() {
        func seems(_ text: String, _ name: String) -> Bool {
            WordVectorFile.seemsToBe(path: directory.write(text, to: name))
        }
        #expect(seems("x", "a.txt") && seems("x", "a.vec"))
        #expect(seems("2 3\nking", "a") && seems("king 1 2", "a"))
        #expect(!seems(#"{"weight_map": {"a": 1}}"#, "a.json"))
        #expect(!seems("\u{10}\0\0\0\0\0\0\0{} ", "a.safetensors") && !seems("PK\u{3}\u{4}", "a"))
        #expect(!WordVectorFile.seemsToBe(path: directory.file("none")))
    }
}
