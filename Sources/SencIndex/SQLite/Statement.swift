internal import CSQLite

/// A compiled statement of a connection to a database.
final class Statement {
    private let handle: OpaquePointer

    /// - Parameter handle: which is finalized with the object.
    init(_ handle: OpaquePointer) { self.handle = handle }

    deinit { sqlite3_finalize(handle) }

    /// Gives the parameters their values.
    /// - Returns: a result code, `SQLITE_RANGE` unless there is one argument a parameter.
    func bind(_ arguments: [any DatabaseArgument]) -> Int32 {
        guard arguments.count == Int(sqlite3_bind_parameter_count(handle)) else {
            return SQLITE_RANGE
        }
        for (position, argument) in zip(Int32(1)..., arguments) {
            let status = argument.bind(to: handle, at: position)
            guard status == SQLITE_OK else { return status }
        }
        return SQLITE_OK
    }

    /// Whether it writes nothing to the database.
    var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    /// - Returns: `SQLITE_ROW`, `SQLITE_DONE` or an error.
    func step() -> Int32 { sqlite3_step(handle) }

    /// Ends the statement's run, so that it locks nothing, and forgets its arguments.
    func reset() {
        // What went wrong was returned by `step`.
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// A copy of the row that was stepped to.
    func row() throws -> Row {
        Row(values: try (0..<sqlite3_column_count(handle)).map(value))
    }

    private func value(_ column: Int32) throws -> Row.Value {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_TEXT:
            // Converts to UTF-8, before the bytes are counted.
            guard let start = sqlite3_column_text(handle, column) else {
                throw DatabaseError(SQLITE_NOMEM)
            }
            let count = Int(sqlite3_column_bytes(handle, column))
            let bytes = UnsafeBufferPointer(start: start, count: count)
            return .text(String(decoding: bytes, as: UTF8.self))
        default: return .other
        }
    }
}

/// A row of a query, whose columns are counted from 0. What is not there or of another type than is
/// asked for is a `WrongValue`.
struct Row {
    enum Value {
        case integer(Int64)
        case text(String)
        /// A real number, a blob or NULL, none of which any table of ours has.
        case other
    }

    let values: [Value]

    func integer(_ column: Int) throws -> Int {
        guard values.indices.contains(column), case .integer(let value) = values[column],
            let number = Int(exactly: value)
        else { throw WrongValue() }
        return number
    }

    func text(_ column: Int) throws -> String {
        guard values.indices.contains(column), case .text(let value) = values[column] else {
            throw WrongValue()
        }
        return value
    }
}

/// A value that no writer of indexes puts there.
struct WrongValue: Error {}

/// What a statement's parameter can be.
protocol DatabaseArgument {
    /// - Parameter position: counted from 1.
    /// - Returns: a result code of SQLite's.
    func bind(to statement: OpaquePointer, at position: Int32) -> Int32
}

extension Int64: DatabaseArgument {
    func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
        sqlite3_bind_int64(statement, position, self)
    }
}

extension Int: DatabaseArgument {
    func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
        Int64(self).bind(to: statement, at: position)
    }
}

extension String: DatabaseArgument {
    func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                sqlite_bind_text(statement, position, $0.baseAddress, UInt64($0.count))
            }
        }
    }
}
