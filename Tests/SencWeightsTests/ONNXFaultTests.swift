import SencFiles
import SencWeights
import TestSupport
import Testing

/// ONNX files that contradict themselves or the bytes that are there.
@Suite struct ONNXFaultTests {
    typealias File = ONNXFile

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bytes: [UInt8]
        var fault: ONNXFault

        init(_ name: String, _ bytes: [UInt8], _ fault: ONNXFault) {
            (testDescription, self.bytes, self.fault) = (name, bytes, fault)
        }
    }

    static let start = File.field(1, 9) + File.field(2, "tests")

    static let cases = [
        Case("no graph", start, .noGraph),
        Case("two graphs", start + File.field(7, []) + File.field(7, []), .noGraph),
        Case("a graph past the end", start + [7 << 3 | 2, 100], .truncated),
        Case(
            "a graph of 2^63 bytes", start + [7 << 3 | 2] + File.varint(1 << 63), .truncated),
        Case(
            "a number without end", start + [8 << 3] + [UInt8](repeating: 0xFF, count: 11),
            .truncated),
        Case("a group", start + [7 << 3 | 3], .invalidField(number: 7)),
        Case("wire type 7", start + [7 << 3 | 7], .invalidField(number: 7)),
        Case("field 0", start + [0, 0], .invalidField(number: 0)),
        Case(
            "groups a hundred thousand deep", start + [UInt8](repeating: 0x0B, count: 100_000),
            .invalidField(number: 1)),
        Case(
            "a name that is a number", File.file([File.field(8, 3)]), .invalidField(number: 8)),
        Case(
            "a hundred dimensions", File.file([File.tensor("a", .init(repeating: 1, count: 100))]),
            .invalidField(number: 1)),
        Case(
            "a hundred packed dimensions",
            File.file([File.field(1, [UInt8](repeating: 1, count: 100))]),
            .invalidField(number: 1)),
        Case(
            "a hundred external entries",
            File.file([
                (0..<100).flatMap { File.field(13, File.field(1, "\($0)") + File.field(2, "")) }
            ]), .invalidField(number: 13)),
        Case(
            "a hundred thousand pieces",
            File.file([Array([[UInt8]](repeating: [7 << 3, 0], count: 100_000).joined())]),
            .tooManyObjects),
        Case(
            "a million nodes",
            File.model(Array([[UInt8]](repeating: [1 << 3 | 2, 0], count: 1 << 20).joined())),
            .tooManyObjects),
    ]

    @Test(arguments: cases)
    func isRefused(_ wrong: Case) throws {
        let directory = TemporaryDirectory()
        let path = directory.write(wrong.bytes, to: "model.onnx")
        let error = WeightsError.onnx(wrong.fault, path: path)
        #expect(throws: error) { try WeightFile(path: path) }
        #expect(error.description.contains(path))
        #expect(!error.description.contains { $0.isNewline })
        #expect(error.status == .badData)
    }

    struct Wrong: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var tensors: [[UInt8]]
        var fault: TensorFault

        init(_ name: String, _ tensors: [UInt8]..., fault: TensorFault) {
            (testDescription, self.tensors, self.fault) = (name, tensors, fault)
        }
    }

    static func external(
        _ offset: String, _ length: String = "8", location: String = "data.bin",
        name: String = "a"
    ) -> [UInt8] {
        File.tensor(
            name,
            data: File.external(["location": location, "offset": offset, "length": length]))
    }

    static let tensors = [
        Wrong("too little data", File.tensor("a", [3]), fault: .sizeMismatch(needed: 12, found: 8)),
        Wrong("too much data", File.tensor("a", [1]), fault: .sizeMismatch(needed: 4, found: 8)),
        Wrong(
            "no data", File.tensor("a", data: File.field(12, "")),
            fault: .sizeMismatch(needed: 8, found: 0)),
        Wrong(
            "a type without numbers", File.tensor("a", type: 8),
            fault: .unknownElementType("ONNX 8")),
        Wrong("no type", File.tensor("a", type: 0), fault: .unknownElementType("ONNX 0")),
        Wrong(
            "2^60 elements", File.tensor("a", [1 << 60]), fault: .shapeOverflow([1 << 60])),
        Wrong(
            "2^120 elements", File.tensor("a", [1 << 60, 1 << 60]),
            fault: .shapeOverflow([1 << 60, 1 << 60])),
        Wrong(
            "a negative dimension", File.tensor("a", [.max]), fault: .shapeOverflow([.max])),
        Wrong(
            "2^40 numbers of which none are there",
            File.tensor("a", [1 << 40], type: 7, data: File.field(7, [1])),
            fault: .sizeMismatch(needed: 1 << 43, found: 8)),
        Wrong(
            "a number without end",
            File.tensor("a", type: 7, data: File.field(7, [UInt8](repeating: 0xFF, count: 16))),
            fault: .invalidField("data")),
        Wrong("the same name twice", File.tensor(), File.tensor(), fault: .duplicate),
        Wrong(
            "an external file above", external("0", location: "../data.bin"),
            fault: .invalidExternalFile("../data.bin")),
        Wrong(
            "an absolute external file", external("0", location: "/etc/passwd"),
            fault: .invalidExternalFile("/etc/passwd")),
        Wrong(
            "an external file that is missing", external("0", location: "b"),
            fault: .missingExternalFile("b")),
        Wrong(
            "no location", File.tensor("a", data: File.field(14, 1)),
            fault: .invalidField("location")),
        Wrong("an offset that is none", external("x"), fault: .invalidField("offset")),
        Wrong("a negative offset", external("-8"), fault: .invalidField("offset")),
        Wrong("a length that is none", external("0", "0x8"), fault: .invalidField("length")),
        Wrong("past the external end", external("16"), fault: .pastEnd(end: 24, data: 16)),
        Wrong(
            "an offset of 2^63 - 1", external("9223372036854775807"),
            fault: .pastEnd(end: .max, data: 16)),
        Wrong(
            "overlapping external data", external("0", name: "b"), external("4"),
            fault: .overlap(begin: 4, previousEnd: 8)),
    ]

    @Test(arguments: tensors)
    func tensorIsRefused(_ wrong: Wrong) throws {
        let directory = TemporaryDirectory()
        directory.write([UInt8](repeating: 0, count: 16), to: "data.bin")
        let path = directory.write(File.file(wrong.tensors), to: "model.onnx")
        let error = WeightsError.tensor(name: "a", wrong.fault, path: path)
        #expect(throws: error) { try WeightFile(path: path) }
        #expect(!error.description.contains { $0.isNewline })
    }
}
