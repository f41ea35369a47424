import SencFiles

/// Why it is not clear how to read an input.
package enum FormatFault: Error, CustomStringConvertible, Equatable {
    /// A field is asked for, and the name does not tell where fields are.
    case unknown
    /// A format that has fields, and none is asked for.
    case fieldNeeded(RecordFormat.Kind)
    /// A field or an id is asked for in lines of text, which have none.
    case fieldOfText(String)

    package var description: String {
        switch self {
        case .unknown:
            "cannot tell the format from the name; end it in .jsonl, .csv or .tsv, or name the "
                + "format"
        case .fieldNeeded(let kind): "reading \(kind.rawValue) needs the name of a field"
        case .fieldOfText(let field): "lines of text have no field \(field.quoted())"
        }
    }
}
