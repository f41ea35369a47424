internal import SencFiles

/// The tables of an index, to the letter: a database with any other, or with a view or a trigger,
/// is nobody's of ours, and no query is run on it.
///
/// | table | a row is |
/// |---|---|
/// | `state` | the index: its summary, and the name and length of the file of vectors |
/// | `text` | a text and the row of its vector |
/// | `file` | a version of a file, and how far it is (`IndexDatabase.FileState`) |
/// | `passage` | a passage of a file, whose text others may have too |
enum IndexSchema {
    static let applicationID = 0x73_65_6E_63
    static let version = 1

    /// SQLite keeps them as they are written here.
    private static let statements = [
        """
        CREATE TABLE state (
            stamp TEXT NOT NULL, settings TEXT NOT NULL, dimension INTEGER NOT NULL,
            element_type TEXT NOT NULL, generation INTEGER NOT NULL, rows INTEGER NOT NULL)
        """,
        """
        CREATE TABLE text (
            id INTEGER PRIMARY KEY, row INTEGER NOT NULL, hash INTEGER NOT NULL,
            content TEXT NOT NULL)
        """,
        "CREATE INDEX text_row ON text (row)",
        "CREATE INDEX text_hash ON text (hash)",
        """
        CREATE TABLE file (
            id INTEGER PRIMARY KEY, path TEXT NOT NULL, size INTEGER NOT NULL,
            changed INTEGER NOT NULL, cut TEXT NOT NULL, state INTEGER NOT NULL)
        """,
        "CREATE INDEX file_path ON file (path)",
        """
        CREATE TABLE passage (
            id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES file ON DELETE CASCADE,
            text INTEGER NOT NULL REFERENCES text, first_line INTEGER NOT NULL,
            last_line INTEGER NOT NULL)
        """,
        "CREATE INDEX passage_file ON passage (file)",
        "CREATE INDEX passage_text ON passage (text)",
    ]

    /// Makes the tables in an empty database.
    static func create(in database: Database) throws {
        try database.execute(
            """
            PRAGMA application_id = \(applicationID);
            PRAGMA user_version = \(version);

            """ + statements.joined(separator: ";\n"))
    }

    /// - Throws: `IndexError` for the database of something else, of another version, and for one
    ///   whose schema is not ours.
    static func check(_ database: Database, path: String) throws {
        let identifier = try database.rows("PRAGMA application_id").first?.integer(0)
        guard identifier == applicationID else { throw IndexError.notAnIndex(path: path) }
        let version = try database.rows("PRAGMA user_version").first?.integer(0)
        guard version == Self.version else {
            throw IndexError.unknownVersion(version ?? 0, path: path)
        }
        let found = try database.rows(
            "SELECT sql FROM sqlite_schema LIMIT \(statements.count + 1)")
        guard try found.map({ try $0.text(0) }).sorted() == statements.sorted() else {
            throw IndexError.damaged(path: path, reason: "its tables are not those of an index")
        }
    }
}
