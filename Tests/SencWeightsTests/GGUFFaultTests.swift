import SencFiles
import SencWeights
import TestSupport
import Testing

/// GGUF files that contradict themselves or the bytes that are there.
@Suite struct GGUFFaultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bytes: [UInt8]
        var fault: GGUFFault

        init(_ name: String, _ fault: GGUFFault, _ edit: (inout GGUFFile) -> Void) {
            var file = GGUFFile()
            edit(&file)
            (testDescription, bytes, self.fault) = (name, file.bytes, fault)
        }
    }

    static let cases = [
        Case("version 1", .unsupportedVersion(1)) { $0.version = 1 },
        Case("version 4", .unsupportedVersion(4)) { $0.version = 4 },
        Case("a big-endian file", .bigEndian) { $0.version = 3 << 24 },
        Case("2^60 values", .tooManyValues(1 << 60)) { $0.valueCount = 1 << 60 },
        Case("2^60 tensors", .tooManyTensors(1 << 60)) { $0.tensorCount = 1 << 60 },
        Case("2^64 - 1 tensors", .tooManyTensors(.max)) { $0.tensorCount = .max },
        Case("a key of 2^60 bytes", .textTooLong(bytes: 1 << 60)) {
            $0.values = [le(UInt64(1) << 60) + [UInt8](repeating: 0, count: 16)]
        },
        Case("a document of 2^40 bytes", .documentTooLong(bytes: 1 << 40)) {
            $0.values = [GGUFFile.value("tokenizer.huggingface.json", 8, le(UInt64(1) << 40))]
        },
        Case("a document past the end", .truncated) {
            $0.values = [GGUFFile.value("tokenizer.huggingface.json", 8, le(UInt64(1) << 20))]
        },
        Case("a text past the end", .truncated) {
            $0.values = [GGUFFile.value("k", 8, le(UInt64(1000)))]
        },
        Case("an array of 2^60 texts", .arrayTooLong(key: "k", count: 1 << 60)) {
            $0.values = [GGUFFile.array("k", 8, count: 1 << 60, [])]
        },
        Case("an array of 2^60 numbers", .arrayTooLong(key: "k", count: 1 << 60)) {
            $0.values = [GGUFFile.array("k", 4, count: 1 << 60, [])]
        },
        Case("a text of 2^63 bytes in an array", .textTooLong(bytes: 1 << 63)) {
            $0.values = [GGUFFile.array("k", 8, count: 1, le(UInt64(1) << 63))]
        },
        Case("an array of arrays", .nestedArray(key: "k")) {
            $0.values = [GGUFFile.array("k", 9, count: 1, le(UInt32(0)) + le(UInt64(0)))]
        },
        Case("an unknown type", .unknownValueType(13, key: "k")) {
            $0.values = [GGUFFile.value("k", 13, [0])]
        },
        Case("a key twice", .repeatedKey("k")) {
            $0.values = [GGUFFile.value("k", 7, [0]), GGUFFile.value("k", 7, [1])]
        },
        Case("an alignment of 0", .invalidAlignment("0")) {
            $0.values = [GGUFFile.value("general.alignment", 4, le(UInt32(0)))]
        },
        Case("an alignment of 33", .invalidAlignment("33")) {
            $0.values = [GGUFFile.value("general.alignment", 4, le(UInt32(33)))]
        },
        Case("an alignment of 2^31", .invalidAlignment("2147483648")) {
            $0.values = [GGUFFile.value("general.alignment", 4, le(UInt32(1) << 31))]
        },
        Case("an alignment that is a text", .invalidAlignment("x")) {
            $0.values = [GGUFFile.value("general.alignment", 8, GGUFFile.text("x"))]
        },
    ]

    @Test(arguments: cases)
    func isRefused(_ wrong: Case) throws {
        let directory = TemporaryDirectory()
        let path = directory.write(wrong.bytes, to: "a.gguf")
        let error = WeightsError.gguf(wrong.fault, path: path)
        #expect(throws: error) { try WeightFile(path: path) }
        #expect(error.description.contains(path))
        #expect(!error.description.contains { $0.isNewline })
        #expect(error.status == .badData)
    }

    struct Wrong: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var tensors: [[UInt8]]
        var fault: TensorFault
    }

    static let tensors = [
        Wrong(
            testDescription: "past the end", tensors: [GGUFFile.tensor("a", [9])],
            fault: .pastEnd(end: 36, data: 32)),
        Wrong(
            testDescription: "an offset of 2^64 - 32",
            tensors: [GGUFFile.tensor("a", [8], offset: .max - 31)],
            fault: .pastEnd(end: .max, data: 32)),
        Wrong(
            testDescription: "2^60 elements", tensors: [GGUFFile.tensor("a", [1 << 60])],
            fault: .shapeOverflow([1 << 60])),
        Wrong(
            testDescription: "2^120 elements", tensors: [GGUFFile.tensor("a", [1 << 60, 1 << 60])],
            fault: .shapeOverflow([1 << 60, 1 << 60])),
        Wrong(
            testDescription: "2^64 - 1 elements", tensors: [GGUFFile.tensor("a", [.max])],
            fault: .shapeOverflow([.max])),
        Wrong(
            testDescription: "five dimensions",
            tensors: [GGUFFile.tensor("a", [1, 1, 1, 1, 1])], fault: .tooManyDimensions(5)),
        Wrong(
            testDescription: "not aligned", tensors: [GGUFFile.tensor("a", [4], offset: 16)],
            fault: .misaligned(offset: 16)),
        Wrong(
            testDescription: "a type that is not read",
            tensors: [GGUFFile.tensor("a", [256], type: 10)], fault: .unknownElementType("Q2_K")),
        Wrong(
            testDescription: "an unknown type", tensors: [GGUFFile.tensor("a", [8], type: 99)],
            fault: .unknownElementType("99")),
        Wrong(
            testDescription: "parts of blocks", tensors: [GGUFFile.tensor("a", [33], type: 8)],
            fault: .partialBlock(row: 33, block: 32)),
        Wrong(
            testDescription: "rows of parts of blocks",
            tensors: [GGUFFile.tensor("a", [16, 2], type: 8)],
            fault: .partialBlock(row: 16, block: 32)),
        Wrong(
            testDescription: "the same name twice",
            tensors: [GGUFFile.tensor("a", [4]), GGUFFile.tensor("a", [4])], fault: .duplicate),
        Wrong(
            testDescription: "the same place twice",
            tensors: [GGUFFile.tensor("A", [4]), GGUFFile.tensor("a", [4])],
            fault: .overlap(begin: 0, previousEnd: 16)),
    ]

    @Test(arguments: tensors)
    func tensorIsRefused(_ wrong: Wrong) throws {
        let directory = TemporaryDirectory()
        var gguf = GGUFFile()
        gguf.tensors = wrong.tensors
        let path = directory.write(gguf.bytes, to: "a")
        let error = WeightsError.tensor(name: "a", wrong.fault, path: path)
        #expect(throws: error) { try WeightFile(path: path) }
        #expect(!error.description.contains { $0.isNewline })
    }
}
