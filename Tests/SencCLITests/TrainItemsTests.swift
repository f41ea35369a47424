import Foundation
import TestSupport
import Testing

@testable import SencCLI

/// `senc train items`, and `--init` of both kinds.
@Suite struct TrainItemsTests {
    private let files = TemporaryDirectory()
    private let usual = ["--session", "order", "--item", "product"]

    init() {
        let shelves = [
            ["coffee", "milk", "sugar"], ["bread", "butter", "jam"], ["soap", "towel"],
        ]
        var (rows, carts, lists) = (["order,product,at"], [String](), ["id;products"])
        for order in 0..<120 {
            let shelf = shelves[order % 3]
            let basket = [shelf[order / 3 % shelf.count], shelf[(order / 3 + 1) % shelf.count]]
            for (place, item) in basket.enumerated() {
                rows.append("\(order),\(item),2026-11-\(10 + order % 20)T10:0\(place)")
            }
            carts.append(#"{"products":["\#(basket[0])","\#(basket[1])"]}"#)
            lists.append("\(order);\(basket.joined(separator: " | "))")
        }
        files.write(rows.joined(separator: "\n") + "\n", to: "o.csv")
        files.write(carts.joined(separator: "\n") + "\n", to: "c.jsonl")
        files.write(lists.joined(separator: "\n") + "\n", to: "l.csv")
        // The same rows, those of a session apart.
        let mixed = stride(from: 2, through: 240, by: 2).map { rows[$0] }
        let others = stride(from: 1, through: 239, by: 2).map { rows[$0] }
        files.write(([rows[0]] + mixed + others).joined(separator: "\n") + "\n", to: "m.csv")
    }

    private func train(_ arguments: [String]) async throws -> Program.Outcome {
        try await Program.run(
            ["train", "items", "--dimension", "12", "--epochs", "8"] + arguments, in: files.path)
    }

    @Test func itemsOfAShelfAreNeighbors() async throws {
        let outcome = try await Program.run(
            ["train", "items", "o.csv", "--dimension", "12", "--epochs", "60", "-o", "s.vec"]
                + usual, in: files.path)
        #expect(outcome.status == 0)
        #expect(outcome.messages.hasPrefix("senc: 8 items of 240 interactions, "))
        let near = try await Program.run(
            ["neighbors", "s.vec", "jam", "--top", "2"], in: files.path)
        #expect(Set(near.lines.map { $0.split(separator: "\t").last }) == ["bread", "butter"])
    }

    @Test func formsOfTablesAndThreadsChangeNoByte() async throws {
        #expect(try await train(["o.csv", "-o", "1.vec", "--threads", "1"] + usual).status == 0)
        let one = files.read("1.vec")
        for options in [
            ["o.csv", "--threads", "2"] + usual, ["o.csv", "--threads", "3"] + usual,
            ["o.csv", "--time", "at"] + usual,
            ["m.csv", "--time", "at", "--session", "order", "--item", "product"],
            ["c.jsonl", "--items", "products"],
            ["l.csv", "--items", "products", "--separator", "|"],
        ] {
            let outcome = try await train(options + ["-o", "2.vec"])
            #expect(outcome.status == 0, "\(options) \(outcome.messages)")
            // Sessions stand in the order in which they are met.
            if options[0] != "m.csv" { #expect(files.read("2.vec") == one, "\(options)") }
        }
        let array = try await train(["o.csv", "-o", "a.npy"] + usual)
        #expect(array.status == 0)
        let ids = String(decoding: files.read("a.npy.ids"), as: UTF8.self).split(separator: "\n")
        #expect(ids.count == 8)
        let near = try await Program.run(["neighbors", "a.npy", "soap", "-n", "1"], in: files.path)
        #expect(near.status == 0 && near.lines.count == 1)
    }

    @Test func namesWithSpacesGoIntoArrays() async throws {
        files.write("s,i\n1,green tea\n1,honey\n2,honey\n2,green tea\n", to: "t.csv")
        let options = ["t.csv", "--session", "s", "--item", "i", "-o"]
        let text = try await train(options + ["t.vec"])
        #expect(text.status == 64)
        #expect(text.messages.contains("the item 'green tea' has white space in its name"))
        #expect(!FileManager.default.fileExists(atPath: files.file("t.vec")))
        #expect(try await train(options + ["t.npy"]).status == 0)
        let near = try await Program.run(["neighbors", "t.npy", "green tea"], in: files.path)
        #expect(near.text.hasSuffix("\thoney\n"))
    }

    @Test func tuningTellsWhatItChose() async throws {
        let options =
            ["train", "items", "o.csv", "-o", "s.vec", "--tune", "--trials", "4"]
            + ["--dimension", "8", "--epochs", "4"] + usual
        let outcome = try await Program.run(options + ["--json"], in: files.path)
        #expect(outcome.status == 0, "\(outcome.messages)")
        let object = try JSONSerialization.jsonObject(with: Data(outcome.output))
        let report = try #require(object as? [String: Any])
        let trials = try #require(report["trials"] as? [[String: Any]])
        #expect(trials.count == 4 && trials.allSatisfy { $0["epochs"] as? Int == 4 })
        #expect((report["chosen"] as? [String: Any])?["dimension"] as? Int == 8)
        let lines = outcome.messages.split(separator: "\n")
        #expect(lines.count == 7 && lines[0].contains("hits@10"))
        #expect(lines[5].contains("of 4 trials"))
        let first = files.read("s.vec")
        let again = try await Program.run(options + ["--threads", "3"], in: files.path)
        #expect(again.output.isEmpty && files.read("s.vec") == first)
    }

    @Test func vectorsThatAreThereAreBegunWith() async throws {
        #expect(try await train(["o.csv", "-o", "1.vec"] + usual).status == 0)
        let again = try await Program.run(
            ["train", "items", "o.csv", "-o", "2.vec", "--epochs", "1", "--init", "1.vec"]
                + ["--learning-rate", "1e-30"] + usual, in: files.path)
        #expect(again.status == 0, "\(again.messages)")
        #expect(again.messages.contains("8 of 8 began with vectors that are there (1.vec)"))
        #expect(files.read("2.vec") == files.read("1.vec"))
        files.write("coffee milk coffee milk\nmilk tea coffee\n", to: "w.txt")
        let words =
            ["train", "words", "w.txt", "--min-count", "1", "-o", "w.vec", "--init", "1.vec"] + [
                "--subsampling", "0",
            ]
        let narrow = try await Program.run(words, in: files.path)
        #expect(narrow.status == 64 && narrow.messages.contains("give --dimension 12"))
        let wide = try await Program.run(words + ["--dimension", "12"], in: files.path)
        #expect(wide.messages.contains("2 of 3 began with vectors that are there"))
        let parts = try await Program.run(words + ["--ngrams", "3"], in: files.path)
        #expect(parts.status == 64 && parts.messages.contains("leave out --ngrams"))
    }

    @Test(
        arguments: [
            (
                "o.csv --session order --item product", "w.npz", 64,
                "does not tell the form of the file"
            ),
            ("o.csv --session order", "w.vec", 64, "name the columns with --session and --item"),
            ("o.csv --items product --session order", "w.vec", 64, "rows of --items are sessions"),
            ("o.csv --separator x --session order --item product", "w.vec", 64, "is for --items"),
            ("--session order --item product", "w.vec", 64, "give a table of sessions"),
            ("o.csv --session order --item produkt", "w.vec", 65, "produkt"),
            ("none.csv --session order --item product", "w.vec", 66, "none.csv"),
            (
                "o.csv --session order --item product --min-count 900", "w.vec", 65,
                "900 times or more"
            ),
            ("o.csv --session order --item product --min-count -1", "w.vec", 64, "minimum count"),
            ("o.csv --session order --item product --negatives -3", "w.vec", 64, "negatives is -3"),
            ("o.csv --session order --item product --window 0", "w.vec", 64, "window is 0"),
            ("o.csv --session order --item product --time order", "nowhere/w.vec", 74, "nowhere"),
            ("o.csv --session order --item product --trials 3", "w.vec", 64, "are for --tune"),
            ("o.csv --session order --item product --time product", "w.vec", 65, "line 2"),
            ("mixed.csv --session s --item i --time t", "w.vec", 65, "cannot be compared"),
            ("one.csv --session s --item i", "w.vec", 65, "one item alone, 'a'"),
            ("single.csv --session s --item i", "w.vec", 65, "no session has two items"),
            ("header.csv --session s --item i", "w.vec", 65, "no session with an item"),
            ("empty.csv --session s --item i", "w.vec", 65, "empty.csv"),
            ("list.csv --items i", "w.vec", 65, "is not a list of items in JSON"),
            ("o.csv --session order --item product --init o.csv", "w.vec", 65, "o.csv"),
        ] as [(String, String, Int32, String)])
    func mistakesAreToldAndNothingIsWritten(
        _ line: String, _ output: String, _ status: Int32, _ message: String
    ) async throws {
        files.write("s,i,t\n1,a,5\n1,b,2026-01-01\n", to: "mixed.csv")
        files.write("s,i\n1,a\n1,a\n", to: "one.csv")
        files.write("s,i\n1,a\n2,b\n", to: "single.csv")
        files.write("s,i\n", to: "header.csv")
        files.write("", to: "empty.csv")
        files.write("i\n\"a,b\"\n", to: "list.csv")
        let outcome = try await Program.run(
            ["train", "items"] + line.split(separator: " ").map(String.init) + ["-o", output],
            input: [], in: files.path)
        #expect(outcome.status == status && outcome.messages.contains(message), "\(outcome)")
        #expect(outcome.messages.split(separator: "\n").count == 1, "\(outcome)")
        for name in [output, output + ".senc-partial", output + ".ids"] {
            #expect(!FileManager.default.fileExists(atPath: files.file(name)))
        }
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-02T00:00:01", 86_401), ("2000-03-01", 951_868_800),
        ("2026-11-27 13:05:59.5Z", 1_795_784_759.5), ("2026-11-27T13:05+01:00", 1_795_781_100),
        ("2024-02-29", 1_709_164_800), ("1969-12-31T23:59:59", -1),
    ])
    func datesAreSeconds(text: String, seconds: Double) {
        #expect(SessionTime.seconds(text) == seconds, "\(text)")
    }

    @Test(arguments: ["", "2026", "2026-13-01", "2026-1-1", "2026-01-01T", "2026-01-01Tx", "nan"])
    func othersAreNoDates(text: String) {
        #expect(SessionTime.seconds(text) == nil)
    }
}
