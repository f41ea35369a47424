/// Names with a number each, in the order in which they first came.
package struct NameTable: Sendable {
    private var table = WordTable()

    package init() {}

    package var count: Int { table.count }

    package subscript(number: Int) -> String { table[number] }

    package func number(of name: String) -> Int? {
        var name = name
        return name.withUTF8 { table.number(of: $0) }
    }

    package mutating func add(_ name: String) -> Int {
        var name = name
        return name.withUTF8 { table.add($0) }
    }

    package mutating func add(_ name: UnsafeBufferPointer<UInt8>) -> Int { table.add(name) }

    /// Calls `body` with the bytes of a name.
    package func withName<Result>(
        _ number: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
    ) rethrows -> Result {
        try table.withWord(number, body)
    }

    /// All names, for what looks for one like another.
    package func names(limit: Int) -> [String] { (0..<min(count, limit)).map { table[$0] } }
}
