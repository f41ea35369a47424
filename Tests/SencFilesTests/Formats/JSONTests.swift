import SencFiles
import TestSupport
import Testing

struct JSONTests {
    @Test func readsEveryKindOfValue() throws {
        let json = try parse(
            #" { "a" : null, "b":true,"c":false, "d":-12, "e":1.5e3, "f":"x", "g":[1,[],{}], "h":{} } "#
        )
        #expect(json.kind == .object)
        #expect(json["a"]?.isNull == true)
        #expect(json["b"]?.bool == true)
        #expect(json["c"]?.bool == false)
        #expect(json["d"]?.int == -12)
        #expect(json["d"]?.double == -12)
        #expect(json["e"]?.double == 1500)
        #expect(json["e"]?.int == nil)
        #expect(json["f"]?.string == "x")
        #expect(json["g"]?.elements?.map(\.kind) == [.number, .array, .object])
        #expect(json["h"]?.members?.count == 0)
        #expect(json["i"] == nil)
        #expect(json.members?.map(\.key) == ["a", "b", "c", "d", "e", "f", "g", "h"])
    }

    @Test func valuesAreNotTakenForOtherKinds() throws {
        let json = try parse(#"["1", 1, true, null, {}, []]"#)
        let elements = try #require(json.elements)
        #expect(elements.map(\.int) == [nil, 1, nil, nil, nil, nil])
        #expect(elements.map(\.string) == ["1", nil, nil, nil, nil, nil])
        #expect(elements.map(\.bool) == [nil, nil, true, nil, nil, nil])
        #expect(elements.map { $0.elements != nil } == [false, false, false, false, false, true])
        #expect(elements.map { $0.members != nil } == [false, false, false, false, true, false])
        #expect(json["a"] == nil)
    }

    @Test func decodesEscapes() throws {
        let json = try parse(#"["\"\\\/\b\f\n\r\t", "\u00e9\u4e2d", "\ud83d\ude00", "é中😀"]"#)
        #expect(
            json.elements?.map(\.string) == ["\"\\/\u{8}\u{c}\n\r\t", "é中", "😀", "é中😀"])
        #expect(try parse(#"{"\u0061b":1}"#)["ab"]?.int == 1)
    }

    @Test(arguments: [
        (#""a \ud83d""#, "a \u{FFFD}", 1), (#""\ude00 a""#, "\u{FFFD} a", 1),
        (#""\ud83d\u0041""#, "\u{FFFD}A", 1), (#""\ud83dx""#, "\u{FFFD}x", 1),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀", 1), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}", 2),
        (#""\ud83d\n\ufffd""#, "\u{FFFD}\n\u{FFFD}", 1), (#""\ud83d\ude00""#, "😀", 0),
    ])
    func halvesOfSurrogatePairsAreReplacedAndCounted(
        text: String, value: String, count: Int
    ) throws {
        let json = try parse(text)
        #expect(json.string.map { Array($0.unicodeScalars) } == Array(value.unicodeScalars))
        #expect(json.replacementCount == count)
    }

    @Test func whatPythonWritesForNoNumberIsPassedOver() throws {
        let json = try parse(#"{"a":NaN,"b":[Infinity,-Infinity , 1],"c":"rain"}"#)
        #expect(json["c"]?.string == "rain")
        #expect(json["a"]?.kind == .number)
        #expect(json["a"]?.double == nil && json["a"]?.int == nil)
        #expect(json["a"]?.literal == "NaN")
        #expect(json["b"]?.elements?.map(\.double) == [nil, nil, 1])
        #expect(json["b"]?.elements?.map(\.literal) == ["Infinity", "-Infinity", "1"])
        #expect(json["b"]?.numbers == nil)
    }

    @Test func numbersOfAnArray() throws {
        let json = try parse(#"[[1,-2.5e1],[],[1,"2"],[[1]],1]"#)
        #expect(json.elements?.map(\.numbers) == [[1, -25], [], nil, nil, nil])
    }

    @Test func membersAreCountedAndMeasured() throws {
        let json = try parse(#" {"a":{"b":1,"c":[2,3]},"d":"x"} "#)
        #expect(json["a"]?["c"]?.memberCount == 2)
        #expect(json["d"]?.memberCount == 0)
        #expect(json["a"]?.sourceCount ?? 0 >= 17)
        #expect(json["a"]?.members?.map(\.key) == ["b", "c"])
    }

    @Test func theLastOfEqualKeysCounts() throws {
        #expect(try parse(#"{"a":1,"a":2}"#)["a"]?.int == 2)
    }

    @Test(arguments: [
        ("9223372036854775807", Int.max), ("-9223372036854775807", -Int.max),
        ("9223372036854775808", nil), ("123456789012345678901234567890", nil), ("-0", 0),
        ("1.0", nil), ("1e2", nil),
    ])
    func integersThatDoNotFitAreNone(text: String, value: Int?) throws {
        let json = try parse(#"{"a":\#(text)}"#)
        #expect(json["a"]?.int == value)
        json.forEachIntegerMember { _, visited in #expect(visited == value) }
    }

    @Test func integerMembersAreVisitedInOrder() throws {
        let json = try parse(#"{"a":1,"\u00e9":2,"":"x","b":[3]}"#)
        var keys: [String] = []
        var values: [Int?] = []
        json.forEachIntegerMember { key, value in
            keys.append(String(decoding: key, as: UTF8.self))
            values.append(value)
        }
        #expect(keys == ["a", "é", "", "b"])
        #expect(values == [1, 2, nil, nil])
    }

    @Test(arguments: [
        ("", JSONError.endOfInput), ("  ", .endOfInput), ("[", .endOfInput), ("{", .endOfInput),
        ("[1,", .endOfInput), (#"{"a""#, .endOfInput), (#"{"a":"#, .endOfInput),
        (#""abc"#, .endOfInput), (#""\"#, .endOfInput), ("tru", .endOfInput),
        ("trux", .unexpectedByte(UInt8(ascii: "x"), offset: 3)),
        ("[1,]", .unexpectedByte(UInt8(ascii: "]"), offset: 3)),
        ("[,1]", .unexpectedByte(UInt8(ascii: ","), offset: 1)),
        ("[1 2]", .unexpectedByte(UInt8(ascii: "2"), offset: 3)),
        ("[1}", .unexpectedByte(UInt8(ascii: "}"), offset: 2)),
        (#"{"a":1,}"#, .unexpectedByte(UInt8(ascii: "}"), offset: 7)),
        ("{1:2}", .unexpectedByte(UInt8(ascii: "1"), offset: 1)),
        (#"{"a" 1}"#, .unexpectedByte(UInt8(ascii: "1"), offset: 5)),
        ("1 2", .trailingBytes(offset: 2)), ("{}}", .trailingBytes(offset: 2)),
        ("01", .invalidNumber(offset: 0)), ("-", .invalidNumber(offset: 0)),
        ("1.", .invalidNumber(offset: 0)), ("1e", .invalidNumber(offset: 0)),
        ("1e+", .invalidNumber(offset: 0)), ("-a", .invalidNumber(offset: 0)),
        ("+1", .unexpectedByte(UInt8(ascii: "+"), offset: 0)),
        (".5", .unexpectedByte(UInt8(ascii: "."), offset: 0)),
        ("Nan", .unexpectedByte(UInt8(ascii: "n"), offset: 2)),
        ("+Infinity", .unexpectedByte(UInt8(ascii: "+"), offset: 0)),
        ("-NaN", .invalidNumber(offset: 0)), ("Inf", .endOfInput), ("-Inf", .endOfInput),
        (#""\x""#, .invalidEscape(offset: 1)), (#""\u12""#, .invalidEscape(offset: 1)),
        (#""\u12g4""#, .invalidEscape(offset: 1)), (#""\u""#, .invalidEscape(offset: 1)),
        (#""\ud800\u004""#, .invalidEscape(offset: 7)), ("\"a\nb\"", .controlCharacter(offset: 2)),
        ("\"a\0b\"", .controlCharacter(offset: 2)),
    ])
    func refusesMalformedText(text: String, error: JSONError) {
        #expect(throws: error) { try parse(text) }
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], 1), ([0x22, 0xC0, 0x80, 0x22], 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], 1),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], 1), ([0x22, 0xE4, 0xB8], 1),
        ] as [([UInt8], Int)])
    func refusesInvalidUTF8(bytes: [UInt8], offset: Int) {
        #expect(throws: JSONError.invalidUTF8(offset: offset)) { try JSON(parsing: bytes) }
    }

    @Test func refusesDeepNesting() throws {
        let brackets = String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.tooDeep(offset: 128)) { try parse(brackets) }
        #expect(throws: JSONError.tooDeep(offset: 640)) {
            try parse(String(repeating: #"{"a":"#, count: 100_000))
        }
        let allowed =
            String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
        #expect(try parse(allowed).kind == .array)
    }

    @Test func everyTruncationIsAnError() {
        let text = Array(#"{"a":[1.5e-3,true,"\ud83d\ude00é"],"b":{"c":null}}"#.utf8)
        for count in 0..<text.count {
            #expect(throws: JSONError.self) { try JSON(parsing: Array(text[..<count])) }
        }
    }

    @Test func mutatedTextNeverTraps() {
        let text = Array(#"{"a":[1.5e-3,true,"\ud83d\ude00é"],"b":{"c":null,"d":[{},[]]}}"#.utf8)
        var generator = SplitMix(seed: 11)
        var accepted = 0
        for _ in 0..<5_000 {
            var mutant = text
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let place = Int.random(in: 0..<mutant.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: mutant[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: mutant.remove(at: place)
                default: mutant.insert(text.randomElement(using: &generator) ?? 0, at: place)
                }
            }
            guard let json = try? JSON(parsing: mutant) else { continue }
            visit(json)
            accepted += 1
        }
        #expect(accepted > 50 && accepted < 4_950, "\(accepted) accepted")
    }

    private func visit(_ json: JSON) {
        _ = (json.bool, json.int, json.double, json.string, json.memberCount, json.sourceCount)
        for element in json.elements ?? [] { visit(element) }
        for (_, value) in json.members ?? [] { visit(value) }
        json.forEachIntegerMember { _, _ in }
    }

    @discardableResult
    private func parse(_ text: String) throws(JSONError) -> JSON {
        try JSON(parsing: Array(text.utf8))
    }
}
