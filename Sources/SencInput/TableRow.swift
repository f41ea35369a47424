/// A value that each row of a table should have.
package struct TableField: Equatable, Sendable {
    /// Names of its column or JSON field, of which the first that is there counts.
    package var names: [String]
    /// Where the value is if no header names columns, from 0.
    package var position: Int?
    /// Whether there need not be such a column or field.
    package var isOptional: Bool
    /// Whether JSON has to have a string; else it may have a number or a boolean, too.
    package var isText: Bool
    /// Whether the value is only shown: JSON may have anything, which is as it is written, and a
    /// row without it is none the worse.
    package var isShown: Bool

    package init(
        _ names: [String], position: Int? = nil, isOptional: Bool = false, isText: Bool = true,
        isShown: Bool = false
    ) {
        self.names = names
        self.position = position
        self.isOptional = isOptional
        self.isText = isText
        self.isShown = isShown
    }

    /// What errors call it.
    var name: String { names.first ?? "" }

    /// Where the value is in rows without names: a name that is a number counts from 1.
    var place: Int? {
        position ?? names.lazy.compactMap { Int($0) }.first { $0 > 0 }.map { $0 - 1 }
    }
}

/// Whether the first row of delimited values names the columns.
package enum TableHeader: Equatable, Sendable {
    case present
    /// Columns are called by their numbers, from 1, where a field has no position.
    case absent
    /// It does unless it looks like a row of values; columns are called by their numbers then.
    case unlessValues
    /// It does if it has the names of the fields that are wanted; it is a row like others if it has
    /// a number at this position, from 0.
    case unlessNumber(at: Int)
}

/// A row of a table.
package struct TableRow: Equatable, Sendable {
    /// One for each field; `nil` if that is optional and not there.
    package var values: [String?]
    /// Where the row starts, counted from 1.
    package var line: Int

    package init(values: [String?], line: Int) {
        (self.values, self.line) = (values, line)
    }
}

/// A row of a table with all its columns.
package struct NamedRow: Equatable, Sendable {
    /// In their order; numbers from 1 where no header names columns. A name may be there twice.
    package var names: [String]
    /// One for each name; `nil` for null.
    package var values: [String?]
    /// Where the row starts, counted from 1.
    package var line: Int
}
