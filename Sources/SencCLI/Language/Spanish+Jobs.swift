extension Spanish {
    /// Texts of long jobs.
    static let jobs: [Entry] = [
        (
            "skipped; what the index has of it stays",
            "se omite; lo que el índice tiene de él se conserva"
        ),
        (
            "files: %1, read: %2, gone: %3; passages encoded: %4",
            "archivos: %1, leídos: %2, desaparecidos: %3; pasajes codificados: %4"
        ),
    ]
}
