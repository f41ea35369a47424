package import SencFiles

/// What is wrong with one record of an input.
package enum RecordFault: Error, CustomStringConvertible, Equatable {
    /// More bytes than a record may have.
    case tooLong(limit: Int)

    /// A line of JSON Lines that is not one JSON value.
    case malformedJSON(JSONError)
    /// An object without the field, or no object at all.
    case missingField(String)
    /// A field whose text is asked for and that is no string.
    case notText(field: String, JSON.Kind)
    /// A field that is asked for as an id and is neither string nor number nor boolean.
    case notIdentifier(field: String, JSON.Kind)

    /// A CSV file without a line.
    case noHeader
    case unknownColumn(String)
    /// A column that is asked for and that the header names twice.
    case ambiguousColumn(String)
    /// A row of more or fewer fields than the header.
    case raggedRow(fields: Int, columns: Int)
    case unterminatedQuote
    /// Something between a closing quote and the next delimiter.
    case textAfterQuote
    /// A carriage return outside quotes without the line feed that belongs to it.
    case bareCarriageReturn

    package var description: String {
        switch self {
        case .tooLong(let limit): "a record is over the limit of \(limit) bytes"
        case .malformedJSON(let error): error.description
        case .missingField(let field): "no field \(field.quoted())"
        case .notText(let field, let kind): "field \(field.quoted()) is no string but \(kind)"
        case .notIdentifier(let field, let kind):
            "field \(field.quoted()) is neither string, number nor boolean but \(kind)"
        case .noHeader: "no header with the names of columns"
        case .unknownColumn(let name): "no column \(name.quoted())"
        case .ambiguousColumn(let name): "more than one column \(name.quoted())"
        case .raggedRow(let fields, let columns):
            "a row of \(fields) fields under a header of \(columns)"
        case .unterminatedQuote: "a quote is not closed"
        case .textAfterQuote: "text after a closing quote"
        case .bareCarriageReturn: "a carriage return without a line feed outside quotes"
        }
    }
}
