extension Spanish {
    /// Texts of long jobs.
    static var jobs: [Entry] {
        [
            (
                "files: %1, read: %2, gone: %3; passages encoded: %4",
                "archivos: %1, leídos: %2, desaparecidos: %3; pasajes codificados: %4"
            )
        ]
    }
}
