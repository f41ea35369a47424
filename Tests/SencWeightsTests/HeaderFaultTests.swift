import SencFiles
import SencWeights
import TestSupport
import Testing

/// Files that are wrong as a whole.
@Suite struct HeaderFaultTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var bytes: [UInt8]
        var fault: HeaderFault

        init(_ name: String, _ bytes: [UInt8], _ fault: HeaderFault) {
            (testDescription, self.bytes, self.fault) = (name, bytes, fault)
        }
    }

    static let small = Safetensors.file("{" + Safetensors.entry() + "}", data: 8)

    static let cases = [
        Case("seven bytes", [UInt8](repeating: 0, count: 7), .truncated(bytes: 7)),
        Case("no header", Safetensors.file(""), .notObject),
        Case(
            "a header length with the sign bit set",
            Safetensors.file("{}", length: 1 << 63), .tooLarge(bytes: 1 << 63)),
        Case(
            "the largest header length",
            Safetensors.file("{}", length: .max), .tooLarge(bytes: .max)),
        Case(
            "a header over the limit",
            Safetensors.file("{}", length: 100_000_001), .tooLarge(bytes: 100_000_001)),
        Case(
            "a header at the limit in a small file",
            Safetensors.file("{}", length: 100_000_000),
            .pastEnd(header: 100_000_000, file: 10)),
        Case(
            "a header one byte too long",
            Safetensors.file("{}", length: 3), .pastEnd(header: 3, file: 10)),
        Case("a space in front of the header", Safetensors.file(" {}"), .notObject),
        Case("an array for a header", Safetensors.file("[]"), .notObject),
        Case(
            "a header cut short",
            Safetensors.file(#"{"a":"#), .notJSON(reason: "JSON ends too early")),
        Case(
            "a second value after the header",
            Safetensors.file("{}{}"),
            .notJSON(reason: "more bytes after the JSON value at byte 2")),
        Case(
            "zero bytes after the header",
            Safetensors.file("{}\0\0"),
            .notJSON(reason: "more bytes after the JSON value at byte 2")),
        Case(
            "invalid UTF-8 in a name",
            Safetensors.file("{\"", data: [0xFF] + Array("\":1}".utf8), length: 7),
            .notJSON(reason: "invalid UTF-8 in JSON at byte 2")),
        Case(
            "arrays nested without end",
            Safetensors.file(#"{"a":"# + String(repeating: "[", count: 100_000)),
            .notJSON(reason: "JSON nested over 128 deep at byte 132")),
        Case(
            "metadata that is a string",
            Safetensors.file(#"{"__metadata__":"x"}"#), .invalidMetadata(key: nil)),
        Case(
            "metadata that is null",
            Safetensors.file(#"{"__metadata__":null}"#), .invalidMetadata(key: nil)),
        Case(
            "a number in the metadata",
            Safetensors.file(#"{"__metadata__":{"n":1}}"#), .invalidMetadata(key: "n")),
        Case(
            "an object in the metadata",
            Safetensors.file(#"{"__metadata__":{"a":"b","o":{}}}"#), .invalidMetadata(key: "o")),
        Case(
            "data without tensors",
            Safetensors.file("{}", data: 4), .unusedData(used: 0, data: 4)),
        Case("data after the last tensor", small + [0], .unusedData(used: 8, data: 9)),
    ]

    @Test(arguments: cases)
    func isRefused(_ wrong: Case) throws {
        let directory = TemporaryDirectory()
        let path = directory.write(wrong.bytes, to: "model.safetensors")
        let error = WeightsError.header(wrong.fault, path: path)
        #expect(throws: error) { try WeightFile(path: path) }
        #expect(error.description.contains(path))
        #expect(!error.description.contains("\n"))
        #expect(error.status == .badData)
    }

    @Test func anEmptyFileIsNamed() throws {
        let directory = TemporaryDirectory()
        let path = directory.write([], to: "model.safetensors")
        #expect(throws: WeightsError.file(.empty(path: path))) { try WeightFile(path: path) }
    }

    @Test(arguments: ["{}", "{}   ", "{}\n\t", #"{"__metadata__":{}}"#])
    func aFileWithoutTensorsIsNotWrong(header: String) throws {
        let directory = TemporaryDirectory()
        let path = directory.write(Safetensors.file(header), to: "model.safetensors")
        #expect(try WeightFile(path: path).count == 0)
    }

    @Test func everyTruncationIsRefused() throws {
        let directory = TemporaryDirectory()
        for count in 0..<Self.small.count {
            let path = directory.write(Array(Self.small.prefix(count)), to: "a")
            #expect(throws: WeightsError.self) { try WeightFile(path: path) }
        }
    }
}
