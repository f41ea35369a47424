import Foundation
import Senc
import SencMath
import SencVectors
import TestSupport
import Testing

/// `senc encode --output FILE`
@Suite struct EncodeOutputTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    private func encode(_ arguments: String..., input: String = "") async throws -> Program.Outcome
    {
        try await Program.run(
            ["encode", "--model", model.path] + arguments, input: Array(input.utf8),
            in: files.path)
    }

    /// The names of all that is in the directory of the outputs.
    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: files.path).sorted() }
    }

    @Test func npyHoldsTheVectorsUnderNumPysHeader() async throws {
        let texts = ["rain", "", "the sea"]
        let outcome = try await Program.run(
            ["encode", "--model", model.path, "--output", "v.npy"] + texts, in: files.path)
        #expect(outcome == .printed(""))
        let vectors = try await SentenceEncoder(model: model.path).encode(texts)
        let bytes = vectors.matrix.elements.flatMap { element in
            withUnsafeBytes(of: element.bitPattern.littleEndian, Array.init)
        }
        let numPy = [UInt8](try Data(contentsOf: URL(filePath: Goldens.path("vectors.npy"))))
        #expect(files.read("v.npy") == numPy.prefix(128) + bytes)
        #expect(try names == ["v.npy", "v.npy.model.json"])
    }

    @Test func npyOfNoTextsIsWhatNumPySaves() async throws {
        files.write("", to: "none.txt")
        let outcome = try await encode("--input", "none.txt", "--output", "v.npy")
        #expect(outcome.status == 0)
        #expect(outcome.messages.hasPrefix("senc: 0 texts, 0 tokens, 0 truncated, "))
        let numPy = [UInt8](try Data(contentsOf: URL(filePath: Goldens.path("vectors-empty.npy"))))
        #expect(files.read("v.npy") == numPy)
    }

    @Test func aMatrixIsSavedAsNumPySavesIt() throws {
        let writer = try NPYWriter(path: files.file("v.npy"), columns: 32)
        let elements = (0..<96).map { Float($0) / 7 - 3 }
        try writer.append(Matrix(rows: 2, columns: 32, elements: Array(elements.prefix(64))))
        try writer.append(Matrix(rows: 1, columns: 32, elements: Array(elements.dropFirst(64))))
        try writer.finish()
        let numPy = [UInt8](try Data(contentsOf: URL(filePath: Goldens.path("vectors.npy"))))
        #expect(files.read("v.npy") == numPy)
    }

    @Test(arguments: ["v.jsonl", "v.JSONL", "v.json", "v.ndjson", "v.csv"])
    func textFilesHoldWhatIsPrintedOtherwise(_ name: String) async throws {
        let format = name.hasSuffix("csv") ? "csv" : "jsonl"
        let printed = try await encode("--format", format, "rain", "sea")
        #expect(try await encode("--output", name, "rain", "sea") == .printed(""))
        #expect(files.read(name) == printed.output)
        #expect(printed.lines.count == 2)
    }

    @Test func formatOverridesTheName() async throws {
        let printed = try await encode("rain")
        #expect(
            try await encode("--output", "v.npy", "--format", "jsonl", "rain") == .printed(""))
        #expect(files.read("v.npy") == printed.output)
        #expect(try await encode("--output", "v", "--format", "npy", "rain") == .printed(""))
        #expect(files.read("v").count == 128 + 32 * 4)
    }

    @Test func anExistingFileIsReplaced() async throws {
        files.write("old", to: "v.csv")
        let printed = try await encode("--format", "csv", "rain")
        #expect(try await encode("--output", "v.csv", "rain") == .printed(""))
        #expect(files.read("v.csv") == printed.output)
    }

    @Test func aLinkStaysALink() async throws {
        files.write("old", to: "elsewhere/real.csv")
        files.link("elsewhere/real.csv", as: "v.csv")
        #expect(try await encode("--output", "v.csv", "rain") == .printed(""))
        #expect(
            try await encode("--format", "csv", "rain").output
                == files.read("elsewhere/real.csv"))
        let target = try FileManager.default.destinationOfSymbolicLink(
            atPath: files.file("v.csv"))
        #expect(target == "elsewhere/real.csv")
        #expect(try names == ["elsewhere", "v.csv"])
    }

    @Test func aDeviceIsWrittenTo() async throws {
        #expect(
            try await encode("--output", "/dev/null", "--format", "npy", "rain") == .printed(""))
    }

    @Test func aFailureLeavesNothingBehind() async throws {
        files.write("rain\n" + String(repeating: "rain ", count: 99), to: "texts.txt")
        let outcome = try await encode(
            "--input", "texts.txt", "--overflow", "error", "--output", "v.npy")
        #expect(
            outcome
                == .failed(
                    65,
                    "text 2 has 101 tokens, over the limit of 48; --overflow chunk averages the "
                        + "pieces of such texts, --overflow truncate cuts them"))
        #expect(try names == ["texts.txt"])
    }

    @Test func aFailureLeavesAnExistingFileAsItWas() async throws {
        files.write("old", to: "v.npy")
        let outcome = try await encode(
            "--overflow", "error", "--output", "v.npy", String(repeating: "rain ", count: 99))
        #expect(outcome.status == 65)
        #expect(files.read("v.npy") == Array("old".utf8))
        #expect(try names == ["v.npy"])
    }

    @Test func aMissingDirectoryIsAnError() async throws {
        #expect(
            try await encode("--output", "none/v.npy", "rain")
                == .failed(74, "cannot write: No such file or directory (none/v.npy)"))
    }

    @Test func aDirectoryIsNoOutput() async throws {
        files.write("", to: "v.npy/inside")
        #expect(
            try await encode("--output", "v.npy", "rain")
                == .failed(74, "cannot write: Is a directory (v.npy)"))
        #expect(try names == ["v.npy"])
    }

    #if os(Linux)
    @Test(arguments: ["npy", "jsonl", "csv"])
    func aFullDeviceIsAnError(_ format: String) async throws {
        #expect(
            try await encode("--output", "/dev/full", "--format", format, "rain")
                == .failed(74, "cannot write: No space left on device (/dev/full)"))
    }

    @Test func fullStandardOutputIsAnError() async throws {
        let outcome = try await Program.run(
            ["encode", "--model", model.path, "rain"], redirection: ">/dev/full")
        #expect(
            outcome
                == .failed(74, "cannot write: No space left on device (standard output)"))
    }
    #endif

    @Test func oneTextIsCountedAsOne() async throws {
        let input = files.write("rain\n", to: "one.txt")
        for (locale, count) in [
            ("C", "senc: 1 text, "), ("es", "senc: 1 texto, "),
        ] {
            let outcome = try await Program.run(
                [
                    "encode", "--input", input, "--output", files.file("one.npy"), "--model",
                    model.path,
                ], environment: ["LC_ALL": locale])
            #expect(outcome.messages.hasPrefix(count), "\(outcome.messages)")
        }
    }
}
