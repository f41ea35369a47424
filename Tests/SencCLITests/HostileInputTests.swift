import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Files that claim what cannot be: each is an answer or one line, never a signal.
@Suite struct HostileInputTests {
    private let files = TemporaryDirectory()

    private func array(_ shape: String, data: [UInt8] = []) -> [UInt8] {
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(shape), }\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0]
            + Array(header.utf8) + data
    }

    private static let tasks: [[String]] = [
        ["pairs", "--input", "v.npy"], ["dedupe", "--input", "v.npy"],
        ["cluster", "--input", "v.npy"], ["cluster", "--input", "v.npy", "--clusters", "2"],
        ["outliers", "--input", "v.npy"], ["map", "v.npy", "--output", "m.svg"],
        ["search", "--query-vectors", "v.npy", "--in", "v.npy"],
        ["classify", "--labels", "rain, sun", "--input", "v.npy"],
    ]

    @Test(arguments: tasks, [1 << 32, 1 << 62])
    func noRowsOfEndlessColumnsAreRefused(task: [String], columns: Int) async throws {
        files.write(array("(0, \(columns))"), to: "v.npy")
        #expect(
            try await Program.run(task, in: files.path)
                == .failed(
                    65,
                    "not a usable .npy file: rows of \(columns) components are over the limit of "
                        + "16777216 (v.npy)"))
    }

    @Test(arguments: tasks, [3, 1 << 24])
    func noRowsAreAnAnswerOrAnErrorInOneLine(task: [String], columns: Int) async throws {
        files.write(array("(0, \(columns))"), to: "v.npy")
        let outcome = try await Program.run(task, in: files.path)
        #expect([0, 64, 65].contains(outcome.status))
        #expect(outcome.messages.utf8.count { $0 == UInt8(ascii: "\n") } <= 1)
    }

    @Test(arguments: ["records", "tokens", "truncated", "longest", "outputBytes", "idBytes"])
    func aJournalOfEndlessCountsIsDamaged(key: String) async throws {
        let model = TinyModel.copy()
        files.write("rain\n", to: "t.txt")
        let keys = ["records", "outputBytes", "idBytes", "tokens", "truncated", "longest"]
        let counts = keys.map { "\"\($0)\":\($0 == key ? Int.max : 1)" }.joined(separator: ",")
        files.write(
            "{\"version\":1,\"settings\":\"\",\"inputs\":\"\",\"complete\":false,\"digest\":\"0\","
                + counts + "}\n", to: "v.npy.job")
        files.write(array("(0, 3)"), to: "v.npy.senc-partial")
        let outcome = try await Program.run(
            [
                "encode", "--model", model.path, "--input", "t.txt", "--output", "v.npy",
                "--resume",
            ], in: files.path)
        #expect(outcome.status == 65)
        #expect(outcome.messages.hasPrefix("senc: error: cannot resume: the record of the job"))
    }

    /// An array that says it inflates to the most that deflate could make of its bytes, and more;
    /// its own header tells of as many rows.
    @Test(arguments: [1032, 1033])
    func anArrayThatWouldInflateAThousandfold(ratio: Int) async throws {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let stored = 1 << 10
        let deflatedCount = stored + 5
        let size = ratio * deflatedCount / 4 * 4
        let name = Array("a.npy".utf8)
        var data = array("(000000, 1)")
        data = array(String(format: "(%06d, 1)", (size - data.count) / 4))
        data += [UInt8](repeating: 0, count: stored - data.count)
        // One block that is stored as it is, the last: RFC 1951, 3.2.4.
        let deflated = [1] + little(stored, 2) + little(~stored, 2) + data
        let fields =
            little(20, 2) + little(0, 2) + little(8, 2) + little(0, 8) + little(deflated.count, 4)
            + little(size, 4) + little(name.count, 2) + little(0, 2)
        let member = Array("PK\u{3}\u{4}".utf8) + fields + name + deflated
        let entry =
            Array("PK\u{1}\u{2}".utf8) + little(20, 2) + fields + little(0, 14) + name
        let end =
            Array("PK\u{5}\u{6}".utf8) + little(0, 4) + little(1, 2) + little(1, 2)
            + little(entry.count, 4) + little(member.count, 4) + little(0, 2)
        files.write(member + entry + end, to: "v.npz")
        let outcome = try await Program.run(["pairs", "--input", "v.npz"], in: files.path)
        #expect(outcome.status == 65 && outcome.output.isEmpty, "\(outcome)")
        #expect(
            outcome.messages.hasSuffix("the array 'a' is damaged (v.npz)\n"), "\(outcome)")
        #expect(outcome.messages.split(separator: "\n").count == 1)
    }

    @Test func aConfigurationOfManyGigabytesIsRefused() async throws {
        let model = TinyModel.copy()
        // In place of the link to the model's own.
        let path = model.write("{}", to: "config.json")
        try #require(truncate(path, off_t(200 << 30)) == 0)
        #expect(
            try await Program.run(["encode", "--model", model.path, "rain"])
                == .failed(
                    65,
                    "a file of \(200 << 30) bytes is over the limit of \(1 << 25) (\(path))"))
    }

    @Test func moreThreadsThanThereCanBe() async throws {
        files.write(array("(2, 1)", data: [0, 0, 0x80, 0x3F, 0, 0, 0x80, 0x3F]), to: "v.npy")
        #expect(
            try await Program.run(
                ["pairs", "--input", "v.npy", "--top", "\(Int.max)", "--threads", "\(Int.max)"],
                in: files.path) == .printed("1.0\t1\t2\n"))
    }
}
