/// Text of JSON put together by hand, for the two readers of GGUF that still do so.
package struct JSONText {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func append(raw text: some StringProtocol) {
        bytes.append(contentsOf: text.utf8)
    }

    package mutating func append(string: some StringProtocol) {
        JSONEscapes.appendQuoted(String(string), to: &bytes)
    }

    /// The shortest number that reads back bit-equal; null for what JSON has no number for.
    package mutating func append(number: Float) {
        append(raw: number.isFinite ? number.description : "null")
    }

    package mutating func append(number: Double) {
        append(raw: number.isFinite ? number.description : "null")
    }

    package mutating func append<Element>(
        array: some Sequence<Element>, _ appendElement: (inout JSONText, Element) -> Void
    ) {
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for element in array {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            appendElement(&self, element)
        }
        bytes.append(UInt8(ascii: "]"))
    }
}
