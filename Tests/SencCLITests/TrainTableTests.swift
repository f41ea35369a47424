import Foundation
import TestSupport
import Testing

/// `senc train table` and `senc predict`.
@Suite struct TrainTableTests {
    private let files = TemporaryDirectory()

    init() {
        let rows = (0..<300).map { row -> (user: Int, city: String, size: Int, price: Double) in
            let (user, city, size) = (row * 7 % 11, row * 5 % 6, row * 13 % 50)
            return (user, "City \(city)", size, Double(user * 3 + city * 20 + size) / 2)
        }
        func write(_ range: Range<Int>, _ name: String) {
            files.write(
                "user_id:token,city,size,price,level\n"
                    + rows[range].map {
                        "\($0.user),\($0.city),\($0.size),\($0.price),\($0.price > 40 ? "high" : "low")\n"
                    }.joined(), to: name)
        }
        write(0..<260, "t.csv")
        write(260..<300, "more.csv")
        files.write(
            rows[0..<260].map {
                #"{"user_id:token":"\#($0.user)","city":"\#($0.city)","size":\#($0.size),"#
                    + #""price":\#($0.price),"level":"\#($0.price > 40 ? "high" : "low")"}"# + "\n"
            }.joined(), to: "t.jsonl")
    }

    private func train(_ arguments: String...) async throws -> Program.Outcome {
        try await Program.run(
            ["train", "table"] + arguments + ["--epochs", "8", "--batch", "32"], in: files.path)
    }

    @Test func aColumnOfNumbersIsLearnedAndTold() async throws {
        let outcome = try await train(
            "t.csv", "--target", "price", "--ignore", "level", "--output", "m")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let lines = outcome.lines.map { $0.split(separator: "\t") }
        #expect(lines.first == ["method", "RMSE"])
        #expect(lines.dropFirst().map { $0.first } == ["vectors", "one-hot", "integers"])
        #expect(outcome.messages.contains("categories: 'user_id:token', 'city'\n"))
        #expect(outcome.messages.contains("numbers: 'size'\n"))
        let told = try await Program.run(
            ["predict", "m", "more.csv", "--show", "user_id:token", "--format", "csv"],
            in: files.path)
        #expect(told.status == 0 && told.lines.count == 41, "\(told.messages)")
        #expect(told.lines.first == "prediction,user_id:token")
        #expect(told.messages.hasPrefix("senc: RMSE "))
        let objects = try await Program.run(
            ["predict", "m", "more.csv", "--json"], in: files.path)
        #expect(objects.lines.first?.hasPrefix(#"{"index":0,"prediction":"#) == true)
        let text = try await Program.run(["predict", "m", "more.csv"], in: files.path)
        #expect(text.lines.count == 40 && text.lines.allSatisfy { Double($0) != nil })
    }

    @Test func theDirectorysVectorsAreModelsOfOtherCommands() async throws {
        let outcome = try await train(
            "t.csv", "--target", "price", "--ignore", "level", "--output", "m", "--no-baselines")
        #expect(outcome.status == 0 && outcome.lines.count == 2, "\(outcome.messages)")
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: files.path + "/m/vectors").sorted()
                == ["city", "user_id_token"].flatMap { ["\($0).npy", "\($0).txt", "\($0).vec"] })
        let map = try await Program.run(
            ["pairs", "m/vectors/city.npy", "--top", "2", "--format", "csv"], in: files.path)
        #expect(map.status == 0 && map.text.contains("City "), "\(map.text) \(map.messages)")
        let vector = try await Program.run(
            ["encode", "7", "--model", "m/vectors/user_id_token.vec", "--format", "csv"],
            in: files.path)
        #expect(vector.status == 0, "\(vector.messages)")
        #expect(vector.text.split(separator: ",").count == 6)
        let again = try await train(
            "t.csv", "--target", "price", "--ignore", "level", "--output", "again",
            "--no-baselines", "--vectors", "user_id:token=m/vectors/user_id_token.vec", "--freeze")
        #expect(again.status == 0, "\(again.messages)")
        #expect(
            again.messages.contains(
                "11 of 11 categories of the column 'user_id:token' have given vectors"))
        #expect(
            files.read("again/vectors/user_id_token.vec").sorted()
                == files.read("m/vectors/user_id_token.vec").sorted())
    }

    @Test func classesHaveProbabilities() async throws {
        let outcome = try await train(
            "t.jsonl", "--target", "level", "--ignore", "price", "--output", "m", "--json")
        #expect(outcome.status == 0, "\(outcome.messages)")
        #expect(outcome.text.hasPrefix(#"{"target":"level","methods":[{"method":"vectors","#))
        let told = try await Program.run(
            ["predict", "m", "more.csv", "--probabilities", "--format", "tsv"], in: files.path)
        #expect(told.lines.first == "prediction\tprobability\thigh\tlow", "\(told.messages)")
        #expect(told.messages.hasPrefix("senc: accuracy "))
        let text = try await Program.run(["predict", "m", "more.csv"], in: files.path)
        #expect(
            text.lines.allSatisfy {
                ["high", "low"].contains($0.split(separator: "\t").last.map(String.init))
            })
    }

    @Test func formsAndThreadsChangeNoByte() async throws {
        for (name, input, threads) in [
            ("1", "t.csv", "1"), ("2", "t.csv", "2"), ("3", "t.jsonl", "3"),
        ] {
            let outcome = try await train(
                input, "--target", "price", "--ignore", "level", "--output", name, "--threads",
                threads, "--no-baselines")
            #expect(outcome.status == 0, "\(outcome.messages)")
        }
        for name in ["table.json", "table.safetensors", "vectors/city.vec"] {
            #expect(files.read("2/\(name)") == files.read("1/\(name)"), "\(name)")
        }
        #expect(files.read("3/table.safetensors") == files.read("1/table.safetensors"))
    }

    @Test(arguments: [
        ("t.csv --target prize -o m", "did you mean 'price'?"),
        ("t.csv --target price --category citi -o m", "no column 'citi'; did you mean 'city'?"),
        ("t.csv --target city --number city -o m", "row 1 has 'City 0' in the column 'city'"),
        ("none.csv --target x -o m", "none.csv"),
        ("t.csv --target price", "--output"),
        ("t.csv --target price -o m --epochs 0", "epochs is 0, and must be 1 to 10000"),
        ("t.csv --target price -o m --batch 99999999999", "batch is 99999999999"),
        ("t.csv --target price -o m --learning-rate nan", "learning rate is nan"),
        ("t.csv --target price -o m --validation 1", "validation is 1.0"),
        ("t.csv --target price -o m --dropout inf", "dropout is inf"),
        ("t.csv --target price -o m --vectors city", "give COLUMN=FILE"),
        ("t.csv --target price -o m --vectors size=t.csv", "t.csv"),
        ("t.csv --target price -o m --freeze", "--freeze is for --vectors"),
        ("t.csv --target price -o m --ignore price", "both used and left out"),
        ("t.csv --target price -o m --text city --number city", "of texts and anything else"),
        ("t.csv --target price -o m --text price", "--text is for columns that the target"),
        ("t.csv --target price -o m --text citi", "no column 'citi'; did you mean 'city'?"),
        ("t.csv --target price -o m --text city --model nowhere", "nowhere"),
        ("t.csv --target price -o m --model nowhere", "--model is for --text"),
        ("one.csv --target y -o m", "the table has one row"),
        ("empty.csv --target y -o m", "the table has no rows"),
        ("same.csv --target y -o m", "every row has the same value"),
        ("twice.csv --target y -o m", "more than one column 'x'"),
    ])
    func mistakesAreToldAndNothingIsWritten(line: String, message: String) async throws {
        files.write("x,y\na,1\n", to: "one.csv")
        files.write("x,y\n", to: "empty.csv")
        files.write("x,y\na,k\nb,k\n", to: "same.csv")
        files.write("x,x,y\na,b,1\nb,c,2\n", to: "twice.csv")
        let outcome = try await Program.run(
            ["train", "table"] + line.split(separator: " ").map(String.init), in: files.path)
        #expect(outcome.status != 0)
        #expect(outcome.messages.contains(message), "\(outcome.messages)")
        #expect(outcome.messages.split(separator: "\n").last?.hasPrefix("senc: error: ") == true)
        #expect(!FileManager.default.fileExists(atPath: files.path + "/m"))
    }

    @Test func whatIsNoModelIsRefused() async throws {
        files.write("{}", to: "d/table.json")
        for name in ["d", "t.csv", "nowhere"] {
            let outcome = try await Program.run(["predict", name, "more.csv"], in: files.path)
            #expect(outcome.status != 0 && outcome.text == "")
            #expect(outcome.messages.hasPrefix("senc: error: "), "\(outcome.messages)")
        }
    }

    // MARK: - Texts

    private func writeTexts() {
        let adjectives = ["sunny", "dark", "large", "small", "old", "new"]
        let rows = (0..<240).map { row in
            let (first, second) = (row * 5 % 6, row * 7 % 4)
            return "\"a \(adjectives[first]) and \(adjectives[second]) flat, number \(row)\","
                + "City \(row % 3),\(first * 20 + second)\n"
        }
        files.write("text,city,price\n" + rows.joined(), to: "texts.csv")
        files.write("city,text,price\nCity 1,a dark flat,20\nCity 9,,1\n", to: "two.csv")
    }

    @Test func textsAreEncodedByTheModelThatTheDirectoryRemembers() async throws {
        writeTexts()
        let words = Goldens.path("static/words.vec")
        let without = try await train("texts.csv", "--target", "price", "--output", "w")
        #expect(
            without.messages.contains(
                "left out, nearly all values differ: 'text'; --text has a column encoded"))
        let outcome = try await train(
            "texts.csv", "--target", "price", "--text", "text", "--output", "m")
        #expect(outcome.status == 0 && outcome.lines.count == 4, "\(outcome.messages)")
        #expect(outcome.messages.contains("texts: 'text', encoded by \(Program.model)\n"))
        let told = try await Program.run(["predict", "m", "two.csv"], in: files.path)
        #expect(told.status == 0 && told.lines.count == 2, "\(told.messages)")
        // By another name of the same model, on another number of threads.
        files.link(Goldens.repository + "/Weights/\(Program.model)", as: "other-name")
        let same = try await Program.run(
            ["predict", "m", "two.csv", "--model", "other-name", "--threads", "3"],
            in: files.path)
        #expect(same.text == told.text, "\(same.messages)")
        let other = try await Program.run(
            ["predict", "m", "two.csv", "--model", words], in: files.path)
        #expect(other.status == 65 && other.text == "")
        #expect(
            other.messages.hasPrefix(
                "senc: error: the texts were encoded by '\(Program.model)', which 'words.vec' "
                    + "does not match: their weights differ; give that one with --model"),
            "\(other.messages)")
    }

    @Test func aModelThatIsNoLongerThereIsNamed() async throws {
        writeTexts()
        files.link(Goldens.path("tiny-bert"), as: "own-model")
        let outcome = try await train(
            "texts.csv", "--target", "price", "--text", "text", "--output", "m", "--model",
            "own-model", "--no-baselines")
        #expect(outcome.status == 0, "\(outcome.messages)")
        let lost = try await Program.run(["predict", "m", "two.csv"], in: files.path)
        #expect(lost.status == 65)
        #expect(lost.messages.contains("Goldens/tiny-bert', which"), "\(lost.messages)")
        let found = try await Program.run(
            ["predict", "m", "two.csv", "--model", "own-model"], in: files.path)
        #expect(found.status == 0 && found.lines.count == 2, "\(found.messages)")
        // What the directory says of it is as hostile as the rest.
        for text in ["{}", "[", #"{"format":"senc table encoder","version":1,"model":{}}"#] {
            files.write(text, to: "m/encoder.json")
            let damaged = try await Program.run(
                ["predict", "m", "two.csv", "--model", "own-model"], in: files.path)
            #expect(damaged.status != 0 && damaged.messages.hasPrefix("senc: error: "))
        }
        files.remove("m/encoder.json")
        let missing = try await Program.run(["predict", "m", "two.csv"], in: files.path)
        #expect(missing.messages.contains("encoder.json"), "\(missing.messages)")
        let plain = try await train(
            "t.csv", "--target", "price", "--ignore", "level", "--output", "p", "--no-baselines")
        #expect(plain.status == 0)
        let needless = try await Program.run(
            ["predict", "p", "more.csv", "--model", "own-model"], in: files.path)
        #expect(needless.messages.contains("--model is for models of tables"))
    }

    // MARK: - Resuming

    @Test func whatIsKilledGoesOnToTheSameBytes() async throws {
        let line = [
            "train", "table", "t.csv", "--target", "price", "--ignore", "level", "--epochs", "300",
            "--batch", "16", "--patience", "300",
        ]
        let whole = try await Program.run(line + ["--output", "whole"], in: files.path)
        #expect(whole.status == 0, "\(whole.messages)")
        let checkpoint = files.file("m.checkpoint")
        _ = try await Program.kill(line + ["--output", "m", "--checkpoint", "0"], in: files.path) {
            FileManager.default.fileExists(atPath: checkpoint)
        }
        #expect(!FileManager.default.fileExists(atPath: files.file("m")))
        let other = try await train("t.csv", "--target", "price", "--output", "m", "--resume")
        #expect(other.messages.contains("of a run with other settings"), "\(other.messages)")
        let resumed = try await Program.run(
            line + ["--output", "m", "--resume", "--threads", "3"], in: files.path)
        #expect(resumed.status == 0 && resumed.text == whole.text, "\(resumed.messages)")
        for name in ["table.json", "table.safetensors", "vectors/city.npy"] {
            #expect(files.read("m/\(name)") == files.read("whole/\(name)"), "\(name)")
        }
        #expect(!FileManager.default.fileExists(atPath: checkpoint))
        files.write("no checkpoint", to: "n.checkpoint")
        let none = try await train("t.csv", "--target", "price", "--output", "n")
        #expect(none.messages.contains("is not a checkpoint: move it"), "\(none.messages)")
    }
}
