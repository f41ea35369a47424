package import SencFiles

/// Why it is not clear how to read an input.
package enum FormatFault: Error, Localizable, Equatable {
    /// A format that has fields, of which none is asked for and none is plainly the text.
    /// - Parameter names: the fields or columns that there are, as far as is known.
    case fieldNeeded(RecordFormat.Kind, names: [String] = [])
    /// A field or an id is asked for in lines of text, which have none.
    case fieldOfText(String)
    /// An option, named as users write it, that says nothing of this format.
    case optionOf(RecordFormat.Kind, option: String)

    package var message: Message {
        switch self {
        case .fieldNeeded(let kind, let names):
            """
            reading \(kind.rawValue) needs the name of a field: --field NAME\(Self.list(names)); or \
            --input-format lines for lines as they are
            """
        case .fieldOfText(let field): "lines of text have no field \(field.quoted())"
        case .optionOf(let kind, let option):
            kind == .text
                ? "lines of text have no use for \(option)"
                : "\(kind.rawValue) has no use for \(option)"
        }
    }

    private static func list(_ names: [String]) -> Message {
        names.isEmpty ? "" : " with one of \(NameList(names))"
    }
}
