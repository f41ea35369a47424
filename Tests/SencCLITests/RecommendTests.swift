import Foundation
import TestSupport
import Testing

/// `senc train recommend`, `senc recommend` and `senc evaluate --recommend`.
@Suite struct RecommendTests {
    private let files = TemporaryDirectory()

    /// Users like one of three kinds of things.
    init() {
        var rows = "customer:token,sku,stars,day\n"
        var random = SplitMix(seed: 5)
        for user in 0..<60 {
            for item in 0..<30 {
                let isLiked = user % 3 == item % 3
                guard Double.random(in: 0..<1, using: &random) < (isLiked ? 0.6 : 0.1) else {
                    continue
                }
                let day = 10 + (user + item) % 20
                rows += "u\(user),\"thing, \(item)\",\(isLiked ? 5 : 2),2024-05-\(day)\n"
            }
        }
        files.write(rows, to: "sales.csv")
    }

    private func run(_ line: String, environment: [String: String] = [:]) async throws
        -> Program.Outcome
    {
        try await Program.run(
            line.split(separator: " ").map { String($0.replacing("_", with: " ")) }, input: [],
            environment: environment, in: files.path)
    }

    private static let columns = "--user customer:token --item sku"

    @Test(arguments: ["ease", "als", "bpr", "popularity", "mf", "svd++"])
    func whatIsTrainedRecommends(method: String) async throws {
        let rating = ["mf", "svd++"].contains(method) ? " --rating stars" : ""
        let trained = try await run(
            "train recommend sales.csv \(Self.columns)\(rating) --method \(method) -o shop")
        #expect(trained.status == 0 && trained.text.isEmpty, "\(trained.messages)")
        #expect(trained.messages.hasPrefix("senc: \(method): users: 60, items: 30, "))
        let found = try await run("recommend shop --user u4 --top 3")
        #expect(found.status == 0 && found.lines.count == 3, "\(found.messages)")
        let like = try await run("recommend shop --item thing,_7 --top 2 --json")
        #expect(like.lines.count == 2 && like.text.hasPrefix("{\"item\":\"thing, "))
        let new = try await run(
            "recommend shop --items thing,_1 thing,_4 thing,_7 --top 4 --format csv")
        if method == "mf" {
            #expect(new.status == 64 && new.messages.contains("train with another --method"))
        } else {
            #expect(new.status == 0 && new.lines.first == "score,item", "\(new.messages)")
        }
        if method == "ease" || method == "als" {
            let kinds = new.lines.dropFirst().compactMap { line in
                line.split(separator: "\"").last.flatMap { Int($0.dropFirst(7)) }.map { $0 % 3 }
            }
            #expect(kinds.count == 4 && kinds.count { $0 == 1 } >= 3)
        }
    }

    @Test func threadsChangeNoByte() async throws {
        for method in ["ease", "als", "bpr"] {
            var all: [[Data?]] = []
            for threads in 1...3 {
                let name = "\(method)\(threads)"
                let outcome = try await run(
                    """
                    train recommend sales.csv \(Self.columns) --method \(method) -o \(name) \
                    --threads \(threads) --probabilities
                    """)
                #expect(outcome.status == 0, "\(outcome.messages)")
                #expect(outcome.messages.hasPrefix("senc: probabilities: log loss 0."))
                let names = try FileManager.default.contentsOfDirectory(atPath: files.file(name))
                all.append(
                    names.sorted().map {
                        FileManager.default.contents(atPath: files.file(name) + "/" + $0)
                    })
            }
            #expect(all[0].count >= 4 && all[1] == all[0] && all[2] == all[0])
            let found = try await run("recommend \(method)1 --user u4 --json")
            #expect(found.text.contains("\"probability\":0."))
        }
    }

    @Test func vectorsAreForOtherCommands() async throws {
        let trained = try await run(
            "train recommend sales.csv \(Self.columns) --method als -o shop")
        #expect(trained.status == 0)
        let clusters = try await run("cluster --input shop/items.npy --clusters 3 --json")
        #expect(clusters.status == 0 && clusters.text.contains("thing, 7"), "\(clusters)")
    }

    @Test func recommendationsAreMeasured() async throws {
        let outcome = try await run(
            "evaluate --recommend sales.csv \(Self.columns) --method als --dimension 8 --at 5 --json"
        )
        #expect(outcome.status == 0, "\(outcome.messages)")
        let measures = try #require(
            JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any])
        let gain = try #require(measures["ndcg@5"] as? Double)
        let popular = try #require(measures["popularity_ndcg@5"] as? Double)
        #expect(gain > 1.5 * popular && measures["users"] as? Int == 60)
        #expect(measures["recall@5"] != nil && measures["coverage@5"] != nil)
        let again = try await run(
            """
            evaluate --recommend sales.csv \(Self.columns) --rating stars --time day --method mf \
            --epochs 200 --dimension 8 --split time --write-split parts
            """)
        #expect(again.status == 0 && again.text.contains("rmse\t0."), "\(again)")
        let test = String(decoding: files.read("parts/test.csv"), as: UTF8.self)
        #expect(test.hasPrefix("customer:token,sku,stars,day\n"))
        // What was written is divided in the same way.
        let told = try await run(
            """
            evaluate --recommend parts/train.csv parts/test.csv \(Self.columns) --rating stars \
            --time day --method mf --epochs 200 --dimension 8
            """)
        #expect(told.lines.count == 5 && told.lines.first == again.lines.first)
        #expect(told.lines[1] == again.lines[1] && told.lines.last == again.lines.last)
        #expect(
            try await run("train recommend parts/train.csv \(Self.columns) -o m").status == 0)
        let model = try await run(
            "evaluate --recommend parts/test.csv \(Self.columns) --model m --at 10")
        #expect(model.status == 0 && model.text.hasPrefix("model\tm\nmethod\tease\n"), "\(model)")
    }

    /// By vectors in a file.
    @Test func itemsThatNobodyChoseAreRecommended() async throws {
        let ids = (0..<33).map { "thing, \($0)\n" }.joined()
        let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (33, 2), }"
        let padded = header + String(repeating: " ", count: 117 - header.utf8.count) + "\n"
        var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
        for item in 0..<33 {
            for kind in 0..<2 {
                withUnsafeBytes(of: Float(item % 3 == kind ? 1 : 0)) { bytes += $0 }
            }
        }
        files.write(bytes, to: "kinds.npy")
        let train = "train recommend sales.csv \(Self.columns) --dimension 8"
        let missing = try await run("\(train) --item-vectors kinds.npy -o shop")
        #expect(missing.status == 66 && missing.messages.contains("kinds.npy.ids"))
        files.write(ids, to: "kinds.npy.ids")
        let trained = try await run("\(train) --item-vectors kinds.npy -o shop")
        #expect(trained.status == 0, "\(trained.messages)")
        #expect(
            trained.messages.hasPrefix(
                "senc: items by their features alone: 3, learned from 30; of the vectors of"))
        let found = try await run("recommend shop --user u1 --top 40")
        let new = found.lines.filter { ["30", "31", "32"].contains($0.suffix(2)) }
        #expect(new.count == 3 && new[0].hasSuffix("thing, 31"), "\(found.text)")
        let other = try await run("\(train) --method ease --item-vectors kinds.npy -o x")
        #expect(other.status == 64, "\(other.messages)")
    }

    @Test func tuningSaysWhatItChose() async throws {
        let outcome = try await run(
            """
            train recommend sales.csv \(Self.columns) --method als --dimension 8 --epochs 4 --tune \
            -o shop
            """)
        #expect(outcome.status == 0)
        let lines = outcome.messages.split(separator: "\n")
        #expect(lines[0].hasPrefix("senc: trial 1/6: --method als --dimension 8 --epochs 4 "))
        #expect(
            lines.dropLast().last?.hasPrefix(
                "senc: chosen by the NDCG@10 on a fifth of the interactions: --method als ")
                ?? false)
    }

    @Test(
        arguments: [
            ("train recommend none.csv -o m", 66, "none.csv"),
            ("train recommend sales.csv -o m", 65, "customer:token"),
            ("train recommend sales.csv --user x --item sku -o m", 65, "x"),
            (
                "train recommend words.csv --rating n -o m", 65,
                "\"many\" is not a finite number (words.csv, line 3)"
            ),
            ("train recommend below.csv --rating n -o m", 65, "is negative, and says how much"),
            ("train recommend below.csv --rating n --time n --method mf -o m", 65, "one item only"),
            ("train recommend words.csv --time n -o m", 65, "the time \"many\" is neither"),
            ("train recommend empty.csv -o m", 65, "empty.csv"),
            ("train recommend header.csv -o m", 65, "there is no interaction to learn from"),
            ("train recommend one.csv -o m", 65, "there is one item only"),
            ("train recommend blank.csv -o m", 65, "the user is empty (blank.csv, line 2)"),
            ("train recommend pairs.csv --method mf -o m", 64, "name their column with --rating"),
            (
                "train recommend pairs.csv --method ease --alpha 3 -o m", 64,
                "--alpha says nothing to --method ease"
            ),
            (
                "train recommend pairs.csv --method als --dimension 0 -o m", 64,
                "dimension is 0, and must be 1 to 4096"
            ),
            (
                "train recommend pairs.csv --method als --regularization nan -o m", 64,
                "regularization is nan"
            ),
            (
                "train recommend pairs.csv --method ease --regularization 0 -o m", 64,
                "regularization is 0.0"
            ),
            (
                "train recommend pairs.csv --method als --epochs 9999999999 -o m", 64,
                "epochs is 9999999999"
            ),
            ("train recommend pairs.csv --field x -o m", 64, "--field is for texts"),
            ("train recommend pairs.csv -o pairs.csv", 74, "pairs.csv"),
            ("recommend none --user a", 66, "none"),
            ("recommend . --user a", 65, "not a recommender's directory"),
            ("recommend . --user a --item b", 64, "give one of --user, --item and --items"),
            ("evaluate --recommend pairs.csv", 65, "nothing can be measured"),
            ("evaluate --recommend pairs.csv pairs.csv --split user", 64, "are for one file"),
            ("evaluate --recommend pairs.csv --split time", 64, "--time NAME"),
            ("evaluate --recommend pairs.csv --test-share 2", 64, "--test-share must be over 0"),
            ("evaluate pairs.csv --method als", 64, "--method is for --recommend"),
        ] as [(String, Int32, String)])
    func mistakesAreToldAndNothingIsWritten(
        _ line: String, _ status: Int32, _ message: String
    ) async throws {
        files.write("user,item,n\na,b,1\na,c,many\n", to: "words.csv")
        files.write("user,item,n\na,b,-1\n", to: "below.csv")
        files.write("", to: "empty.csv")
        files.write("user,item\n", to: "header.csv")
        files.write("user,item\na,b\nc,b\n", to: "one.csv")
        files.write("user,item\n\"\",b\nc,b\n", to: "blank.csv")
        files.write("user,item\na,b\nb,c\n", to: "pairs.csv")
        let outcome = try await run(line)
        let told = message.replacing("\"", with: "'")
        #expect(
            outcome.status == status
                && (outcome.messages.contains(message) || outcome.messages.contains(told)),
            "\(outcome)")
        #expect(outcome.messages.split(separator: "\n").count == 1)
        #expect(
            ["m", "m.senc-partial"].allSatisfy {
                !FileManager.default.fileExists(atPath: files.file($0))
            })
    }

    @Test func whatWasNotSeenIsTold() async throws {
        files.write("user,item\nanna,tea\nanna,cup\nbert,tea\n", to: "t.csv")
        #expect(try await run("train recommend t.csv -o t").status == 0)
        let user = try await run("recommend t --user ana")
        #expect(
            user.status == 64
                && user.messages
                    == "senc: error: no user 'ana' was learned from; did you mean 'anna'?\n"
        )
        let item = try await run("recommend t --items teas")
        #expect(item.messages.contains("no item 'teas' was learned from; did you mean 'tea'?"))
        let all = try await run("recommend t --user anna")
        #expect(all.status == 65 && all.messages.contains("has had every item"))
        let spanish = try await run("recommend t --user ana", environment: ["LANG": "es"])
        #expect(spanish.messages.contains("no se aprendió de ningún usuario 'ana'"))
    }
}
