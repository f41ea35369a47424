internal import SencFiles

extension JSONText {
    /// A file of one object, with a line for each member.
    /// - Parameter members: keys, and values as JSON has them.
    static func file(of members: [(key: String, value: String)]) -> [UInt8] {
        var text = JSONText()
        text.append(raw: "{")
        for (index, (key, value)) in members.enumerated() {
            text.append(raw: index == 0 ? "\n  " : ",\n  ")
            text.append(string: key)
            text.append(raw: ": " + value)
        }
        text.append(raw: "\n}\n")
        return text.bytes
    }

    /// A string as JSON has it.
    static func value(of string: String) -> String {
        var text = JSONText()
        text.append(string: string)
        return String(decoding: text.bytes, as: UTF8.self)
    }
}
