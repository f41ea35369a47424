package import SencFiles

/// What is wrong with one record of an input.
package enum RecordFault: Error, Localizable, Equatable {
    /// More bytes than a record may have.
    case tooLong(limit: Int)

    /// The input ends inside a text whose length stands before it.
    case cutFrame(bytes: Int, of: Int)

    /// A line of JSON Lines that is not one JSON value.
    case malformedJSON(JSONError)
    /// An object without the field, or no object at all.
    /// - Parameter keys: the fields that there are.
    case missingField(String, keys: [String] = [])
    case nullField(String)
    /// A field that is asked for beside the text and in which no record has a value.
    /// - Parameter keys: the fields of the last record.
    case emptyField(String, keys: [String])
    /// A field whose text is asked for and that is not a string.
    case notText(field: String, JSON.Kind)
    /// A field that is asked for as an id and is neither string nor number nor boolean.
    case notIdentifier(field: String, JSON.Kind)

    /// A CSV file without a line.
    case noHeader
    /// A column or field that a record is to get and has already.
    case existingColumn(String)
    case unknownColumn(String, columns: [String])
    /// A header of more columns than are read.
    case tooManyColumns(limit: Int)
    /// A column that is asked for and that the header names twice.
    case ambiguousColumn(String)
    /// A row of more or fewer fields than the header.
    case raggedRow(fields: Int, columns: Int, delimiter: UInt8)
    /// A row of more or fewer fields than the first, where no header names columns.
    case otherRow(fields: Int, columns: Int, delimiter: UInt8)
    /// A column that is asked for by its number, from 1, and not there.
    case noColumn(Int, of: Int)
    case unterminatedQuote
    /// Something between a closing quote and the next delimiter.
    case textAfterQuote
    /// A carriage return outside quotes without the line feed that belongs to it.
    case bareCarriageReturn

    package var message: Message {
        switch self {
        case .tooLong(let limit): "a record is over the limit of \(limit) bytes"
        case .cutFrame(let bytes, let size):
            "the input ends within a text: its bytes are \(bytes) of \(size)"
        case .malformedJSON(let error): error.message
        case .missingField(let field, let keys):
            """
            no field \(field.quoted())\(Self.others(keys, nearestTo: field)); --missing skip leaves \
            such records out, --missing empty takes an empty text
            """
        case .nullField(let field):
            """
            field \(field.quoted()) is null; --missing skip leaves such records out, --missing empty \
            takes an empty text
            """
        case .emptyField(let field, let keys):
            "no record has a value in field \(field.quoted())\(Self.others(keys, nearestTo: field))"
        case .notText(let field, let kind): "field \(field.quoted()) is not a string but \(kind)"
        case .notIdentifier(let field, let kind):
            "field \(field.quoted()) is neither string, number nor boolean but \(kind)"
        case .noHeader: "no header with the names of columns"
        case .existingColumn(let name):
            "there is a column \(name.quoted()) already; give --column another name"
        case .unknownColumn(let name, let columns):
            "no column \(name.quoted()), but \(NameList(columns, nearestTo: name))"
        case .tooManyColumns(let limit): "a header of more than \(limit) columns"
        case .ambiguousColumn(let name): "more than one column \(name.quoted())"
        case .raggedRow(let fields, let columns, let delimiter):
            fields == 1
                ? "a row of 1 field under a header of \(columns), between \(Self.name(of: delimiter))"
                : """
                a row of \(fields) fields under a header of \(columns), between \
                \(Self.name(of: delimiter))
                """
        case .otherRow(let fields, let columns, let delimiter):
            fields == 1
                ? "a row of 1 field, where the first has \(columns), between \(Self.name(of: delimiter))"
                : """
                a row of \(fields) fields, where the first has \(columns), between \
                \(Self.name(of: delimiter))
                """
        case .noColumn(let number, let count):
            count == 1
                ? "no column \(number), but 1 column" : "no column \(number), but \(count) columns"
        case .unterminatedQuote: "a quote is not closed"
        case .textAfterQuote: "text after a closing quote"
        case .bareCarriageReturn: "a carriage return without a line feed outside quotes"
        }
    }

    private static func others(_ keys: [String], nearestTo field: String) -> Message {
        keys.isEmpty ? "" : ", but \(NameList(keys, nearestTo: field))"
    }

    private static func name(of delimiter: UInt8) -> Message {
        switch delimiter {
        case UInt8(ascii: ","): "commas"
        case UInt8(ascii: ";"): "semicolons"
        case UInt8(ascii: "\t"): "tabs"
        default: Message(verbatim: String(UnicodeScalar(delimiter)).quoted())
        }
    }
}
