import Foundation
import SencFiles
import SencMath
import TestSupport
import Testing

@testable import SencCLI

/// The record of a job on the disk. `Tests/Goldens/jobs` has what two stopped jobs left: of version
/// 1 as the last program that wrote it did, with words that stand for what differs between machines.
struct JobJournalTests {
    private let model = TinyModel.copy()
    private let files = TemporaryDirectory()

    /// The input of the goldens' jobs, whose few records fill several windows.
    private static let input =
        "text;id\n"
        + (0..<8).map {
            "rain \($0) " + String(repeating: "on the sea ", count: 30_000) + ";r\($0)\n"
        }.joined()
    private static let choices = [
        "--max-tokens", "8", "--overflow", "chunk", "--truncation-side", "left", "--prompt-text",
        "the \"sea\" é\n x", "--truncate-dimension", "8", "--normalize", "--input-format", "csv",
        "--field", "text", "--id-field", "id", "--delimiter", ";", "--quoting", "none", "--missing",
        "empty", "--encoding", "latin1", "--output-type", "float16",
    ]

    private func golden(_ name: String) throws -> String {
        String(decoding: try Goldens.bytes("jobs/\(name).job"), as: UTF8.self)
    }

    private func encode(_ output: String, _ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(
            ["encode", "--model", model.path, "--input", "-", "--output", output] + arguments,
            input: Array(Self.input.utf8), in: files.path)
    }

    /// Lays out what a stopped job left, whose whole output is there.
    private func place(_ golden: String, of whole: String, as output: String) throws {
        let weights = model.file("model.safetensors")
        let journal = try self.golden(golden)
            .replacing("STAMP", with: #require(Path.stamp(of: weights)))
            .replacing("MODEL", with: model.path)
            .replacing("KERNELS", with: KernelFamily.selected.name)
        let json = try JSON(parsing: Array(journal.utf8))
        files.write(journal, to: output + ".job")
        for (end, key) in [("", "outputBytes"), (".ids", "idBytes")] {
            let count = try #require(json[key]?.int)
            guard count > 0 else { continue }
            files.write(
                Array(files.read(whole + end)[..<count]), to: output + end + ".senc-partial")
        }
    }

    @Test(arguments: ["plain", "choices"])
    func jobsOfBothVersionsAreResumed(name: String) async throws {
        let options = name == "plain" ? [] : Self.choices
        #expect(try await encode("w.npy", options).status == 0)
        for version in 1...2 {
            let golden = "version-\(version)-\(name)"
            try place(golden, of: "w.npy", as: "v.npy")
            for more in [["--max-tokens", "7"], ["--no-normalize"], ["--format", "csv"]]
            where name == "plain" {
                let refused = try await encode("v.npy", more + ["--resume"])
                #expect(refused.status == 65, "\(golden) \(more): \(refused)")
                #expect(refused.messages.hasPrefix("senc: error: cannot resume: the job was begun"))
                #expect(refused.messages.contains("start anew without --resume"))
                #expect(refused.messages.contains("recorded them otherwise") == (version == 1))
            }
            let outcome = try await encode("v.npy", options + ["--resume"])
            #expect(outcome.status == 0, "\(golden): \(outcome)")
            #expect(files.read("v.npy") == files.read("w.npy"), "\(golden)")
            #expect(!Path.exists(files.file("v.npy.job")))
            if name == "choices" { #expect(files.read("v.npy.ids") == files.read("w.npy.ids")) }
        }
    }

    /// What is written has the names of the goldens to the byte: renamed, a field would make old
    /// jobs those of other options.
    @Test(arguments: ["plain", "choices"])
    func journalsAreWrittenAsTheyWere(name: String) throws {
        let text = try golden("version-2-\(name)")
        let path = files.write(text, to: "v.npy.job")
        let journal = try #require(try JobJournal.read(path))
        #expect(!journal.identity.isInWords && journal.progress.longest > 90_000)
        try journal.write(to: path)
        #expect(String(decoding: files.read("v.npy.job"), as: UTF8.self) == text)
        let earlier = try #require(
            try JobJournal.read(files.write(golden("version-1-\(name)"), to: "u.npy.job")))
        #expect(earlier.identity == journal.identity.inWords)
    }

    @Test func textsAndFilesInWords() {
        files.write("rain\n", to: "t.txt")
        let path = files.file("t.txt")
        let settings = ["shard": "1/2", "calibration": "r.npy", "prompt": "query", "x": nil]
        let identity = JobIdentity(settings: settings, texts: [], files: [path, "-"])
        #expect(identity.settings.count == 3)
        #expect(
            identity.inWords.inputs == [["words": "\(path) \(Path.stamp(of: path) ?? ""); - -"]])
        let words = identity.inWords.settings["words"] ?? ""
        #expect(words.contains("promptName: Optional(\"query\"), prompt: nil"))
        #expect(words.contains("; format - - r.npy; field -; id -; layout -; shard 1/2"))
        let texts = JobIdentity(settings: [:], texts: ["rain", "sea"], files: [])
        #expect(texts.inputs == [["text": "rain"], ["text": "sea"]])
        #expect(texts.inWords.inputs == [["words": "rain; sea"]])
    }

    @Test(arguments: [
        #""settings":{"a":1},"inputs":[]"#, #""settings":{},"inputs":{}"#,
        #""settings":{},"inputs":["a"]"#, #""settings":{},"inputs":"a""#,
        #""settings":"a","inputs":[]"#, #""settings":{}"#,
    ])
    func whatIsNoIdentityIsDamage(members: String) {
        let rest = """
            "complete":false,"digest":"0","records":0,"outputBytes":0,"idBytes":0,"tokens":0,\
            "truncated":0,"longest":0
            """
        let path = files.write("{\"version\":2,\(members),\(rest)}\n", to: "v.npy.job")
        #expect(throws: JobError.damagedJournal(path: path)) { try JobJournal.read(path) }
        let whole = #""settings":{},"inputs":[]"#
        files.write("{\"version\":3,\(whole),\(rest)}\n", to: "v.npy.job")
        #expect(throws: JobError.damagedJournal(path: path)) { try JobJournal.read(path) }
        files.write("{\"version\":2,\(whole),\(rest)}\n", to: "v.npy.job")
        #expect(throws: Never.self) { try JobJournal.read(path) }
    }
}
