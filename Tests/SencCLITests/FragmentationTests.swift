import Foundation
import TestSupport
import Testing

/// The warning that a model's tokenizer does not know a text's language.
@Suite struct FragmentationTests {
    private static let warning =
        "senc: warning: the model's tokenizer breaks some of the texts into mostly unknown tokens "
        + "or single characters; their language may be one that the model does not know\n"

    @Test(arguments: [
        "Быстрая коричневая лиса прыгает через ленивую собаку.", "我喜欢在下雨天的时候坐在窗边喝茶看书。",
        "나는 비 오는 날 창가에 앉아 차를 마시는 것을 좋아합니다.", "ฉันชอบนั่งริมหน้าต่างดื่มชาในวันที่ฝนตก",
        "मुझे बारिश के दिन खिड़की के पास बैठकर चाय पीना पसंद है।", "أحب الجلوس بجانب النافذة وشرب الشاي",
        "Η γρήγορη καφέ αλεπού πηδάει πάνω από το τεμπέλικο σκυλί.",
    ])
    func aTextInAnUnknownScriptWarns(text: String) async throws {
        #expect(try await Program.run("encode", text).messages == Self.warning)
    }

    @Test(arguments: [
        "", "a b c d e f g h i j k l", "1 2 3 4 5 6 7 8 9 10 11 12 13", "🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
        "f47ac10b-58cc-4372-a567-0e02b2c3d479", "La lluvia golpea la ventana mientras duerme.",
        "Příliš žluťoučký kůň úpěl ďábelské ódy.", "let x = (a[i] + b[j]) * c; return x;", "東京",
    ])
    func otherTextsDoNot(text: String) async throws {
        #expect(try await Program.run("encode", text).messages == "")
    }

    @Test func aRunWarnsOnce() async throws {
        let files = TemporaryDirectory()
        let text = String(repeating: "Быстрая коричневая лиса.\nlluvia\n", count: 3000)
        let input = files.write(text, to: "in.txt")
        let model = Goldens.path("tiny-bert")
        let job = try await Program.run(
            "encode", "--input", input, "--output", files.file("o.npy"), "--model", model)
        #expect(job.messages.hasPrefix(Self.warning))
        #expect(job.messages.components(separatedBy: "warning").count == 2)
        let printed = try await Program.run("encode", "--input", input, "--model", model)
        #expect(printed.messages == Self.warning)
        let words = Goldens.path("static/words.vec")
        let unknown = try await Program.run(
            "similarity", "nothing here is known", "zzzzz zzzzz", "--model", words)
        #expect(unknown.messages == Self.warning)
    }
}
