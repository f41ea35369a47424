extension Spanish {
    /// Texts of `SencFiles`.
    static var files: [Entry] {
        [
            ("no such file (%1)", "no existe el archivo (%1)")
        ]
    }
}
