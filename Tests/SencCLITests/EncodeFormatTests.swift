import Foundation
import Senc
import SencIVF
import SencMath
import SencVectors
import TestSupport
import Testing

/// `senc encode` into files of other programs.
@Suite struct EncodeFormatTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()
    private let texts = ["rain", "", "the sea", "wind"]

    private func encode(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(["encode", "--model", model.path] + arguments, in: files.path)
    }

    private func elements(_ type: VectorElementType) async throws -> [UInt8] {
        let outcome = try await encode(
            ["--output", "e.npy", "--output-type", type.rawValue] + texts)
        #expect(outcome == .printed(""))
        return Array(files.read("e.npy").dropFirst(128))
    }

    @Test(
        arguments: [
            ("v.fbin", .float32), ("v.f16bin", .float16), ("v.u8bin", .binary),
        ] as [(String, VectorElementType)])
    func binHoldsTheElementsUnderTheirNumber(name: String, type: VectorElementType) async throws {
        let arguments = ["--output", name, "--output-type", type.rawValue]
        #expect(try await encode(arguments + texts) == .printed(""))
        let header = BinHeader(vectors: type, rows: texts.count, dimension: 32).bytes
        #expect(try await files.read(name) == header + elements(type))
    }

    @Test func int8HasItsRangesBeside() async throws {
        #expect(
            try await encode(["--output", "v.i8bin", "--output-type", "int8"] + texts)
                == .printed(""))
        let bytes = try await elements(.int8)
        #expect(Array(files.read("v.i8bin").dropFirst(8)) == bytes)
        #expect(files.read("v.i8bin.ranges.npy") == files.read("e.npy.ranges.npy"))
    }

    @Test func faissHoldsTheVectorsWithLengthOne() async throws {
        #expect(try await encode(["--output", "v.faiss"] + texts) == .printed(""))
        let index = try FlatIndex(path: files.file("v.faiss"))
        #expect(index.metric == .innerProduct && index.vectors.count == texts.count)
        #expect(try await encode(["--output", "n.npy", "--normalize"] + texts) == .printed(""))
        #expect(Array(files.read("v.faiss").suffix(512)) == Array(files.read("n.npy").suffix(512)))
    }

    @Test func rowsOfPostgreSQLAreAFileOrAPipe() async throws {
        let arguments = ["--format", "pgcopy"]
        let printed = try await encode(arguments + texts)
        #expect(printed.status == 0 && printed.messages.isEmpty)
        #expect(try await encode(["--output", "v.pgcopy"] + texts) == .printed(""))
        #expect(files.read("v.pgcopy") == printed.output)
        let matrix = try await SentenceEncoder(model: model.path).encode(texts).matrix
        let rows = PostgreSQLRows(.float32, dimension: 32).bytes(matrix, first: 0)
        #expect(printed.output == PostgreSQLRows.header + rows + PostgreSQLRows.trailer)
        let none = try await encode(arguments + ["--input", "/dev/null"])
        #expect(none.output == PostgreSQLRows.header + PostgreSQLRows.trailer)
    }

    @Test func rowsHaveTheIdsOfRecords() async throws {
        let records = (0..<6).map { "{\"id\": \"\($0 * 7)\", \"text\": \"rain \($0)\"}\n" }
        files.write(records.joined(), to: "t.jsonl")
        let input = ["--input", "t.jsonl", "--field", "text", "--format", "pgcopy"]
        let matrix = try await SentenceEncoder(model: model.path)
            .encode((0..<6).map { "rain \($0)" }).matrix
        let rows = PostgreSQLRows(.float32, dimension: 32)
        let ids = (0..<6).map { String($0 * 7) }
        for (type, options) in [
            (PostgreSQLRows.ID.text, [String]()), (.bigint, ["--id-type", "bigint"]),
        ] {
            let expected =
                try PostgreSQLRows.header + rows.bytes(matrix, ids: ids, as: type, first: 0)
                + PostgreSQLRows.trailer
            let printed = try await encode(input + ["--id-field", "id"] + options)
            #expect(printed.output == expected)
            let outcome = try await encode(
                input + ["--id-field", "id", "--output", "v.pgcopy"] + options)
            #expect(outcome.status == 0)
            #expect(files.read("v.pgcopy") == expected)
            #expect(!FileManager.default.fileExists(atPath: files.file("v.pgcopy.ids")))
        }
        // The numbers of a part are those among all records.
        let part = try await encode(input + ["--shard", "2/2", "--output", "p.pgcopy"])
        #expect(part.status == 0)
        let half = Matrix(rows: 3, columns: 32, elements: Array(matrix.elements.suffix(96)))
        #expect(
            files.read("p.pgcopy")
                == PostgreSQLRows.header + rows.bytes(half, first: 3) + PostgreSQLRows.trailer)
    }

    @Test func anIdThatIsNoNumberIsNamed() async throws {
        files.write(
            "{\"id\": \"1\", \"text\": \"a\"}\n{\"id\": \"x\", \"text\": \"b\"}\n", to: "t.jsonl")
        let outcome = try await encode([
            "--input", "t.jsonl", "--field", "text", "--id-field", "id", "--id-type", "bigint",
            "--output", "v.pgcopy",
        ])
        #expect(outcome.status == 65)
        #expect(
            outcome.messages.contains("the id 'x' of record 1 is not a number that a bigint holds"))
        #expect(!FileManager.default.fileExists(atPath: files.file("v.pgcopy")))
    }

    @Test(
        arguments: [
            (["--format", "fbin"], "--format fbin needs --output FILE"),
            (["--format", "faiss"], "--format faiss needs --output FILE"),
            (
                ["--output", "v.faiss", "--output-type", "int8"],
                "--format faiss does not hold int8; --format npy does"
            ),
            (
                ["--format", "pgcopy", "--output-type", "int8"],
                "--format pgcopy does not hold int8; --format npy does"
            ),
            (
                ["--output", "v.i8bin"],
                "by its name the file holds int8: give --output-type int8, or another name (v.i8bin)"
            ),
            (
                ["--id-type", "bigint"], "--id-type is for --format pgcopy with --id-field"
            ),
        ])
    func whatMakesNoSenseIsAUsageError(options: [String], message: String) async throws {
        #expect(try await encode(options + ["rain"]) == .failed(64, message))
    }

    @Test func whatBeginsWithItsNumberIsNoPipe() async throws {
        try #require(mkfifo(files.file("pipe"), 0o600) == 0)
        let reader = try #require(FileHandle(forUpdatingAtPath: files.file("pipe")))
        let outcome = try await encode(["--output", "pipe", "--format", "fbin", "rain"])
        try reader.close()
        #expect(
            outcome
                == .failed(
                    64,
                    "a .fbin file cannot be written to a pipe or a terminal; use .jsonl or .csv (pipe)"
                ))
    }
}
