extension Spanish {
    /// Texts of `SencIndex`.
    static let index: [Entry] = [
        (
            """
            a writer was killed, and what it left half done can only be undone by who may \
            write the index; senc index build does
            """,
            """
            se mató a un proceso que escribía, y lo que dejó a medias solo lo puede deshacer \
            quien puede escribir el índice; senc index build lo hace
            """
        ),
        ("a value of the wrong type", "un valor de tipo incorrecto"),
        (
            "not an index; senc index build makes one (%1)",
            "no es un índice; senc index build lo crea (%1)"
        ),
        (
            """
            this is a file, and an index is a directory; give the name of one that is not \
            there yet (%1)
            """,
            """
            esto es un archivo, y un índice es un directorio; da el nombre de uno que aún no \
            exista (%1)
            """
        ),
        (
            "a writer of the index was killed; senc index build undoes what it left (%1)",
            """
            se mató a un proceso que escribía el índice; senc index build deshace lo que dejó \
            (%1)
            """
        ),
        (
            "the index has lost its vectors, but none of the files it is of: %1 (%2)",
            """
            el índice ha perdido sus vectores, pero ninguno de los archivos que contiene: %1 \
            (%2)
            """
        ),
        (
            "the index is of version %1, which this senc does not know (%2)",
            "el índice es de la versión %1, que este senc no conoce (%2)"
        ),
        ("the index is damaged: %1 (%2)", "el índice está dañado: %1 (%2)"),
        (
            "another process is writing the index (%1)",
            "otro proceso está escribiendo el índice (%1)"
        ),
        ("the index cannot be used: %1 (%2)", "el índice no se puede usar: %1 (%2)"),
        ("%1 is not in the index (%2)", "%1 no está en el índice (%2)"),
        ("a query of it does not end", "una consulta suya no termina"),
        ("a value is too large", "un valor es demasiado grande"),
        ("there is a %1%2, which no senc made", "hay un %1%2, que ningún senc creó"),
        (
            "its database is written in a way that no senc does",
            "su base de datos está escrita de un modo que ningún senc usa"
        ),
        (
            "its journal would have SQLite delete another file",
            "su diario haría que SQLite borrase otro archivo"
        ),
        (
            "%1 has other names (hard links), by which another file would be changed",
            "%1 tiene otros nombres (enlaces duros), con lo que cambiaría otro archivo"
        ),
        (
            "%1 is a link, by which another file would be changed",
            "%1 es un enlace, con lo que cambiaría otro archivo"
        ),
        ("%1 is not a regular file", "%1 no es un archivo normal"),
        ("its tables are not those of an index", "sus tablas no son las de un índice"),
        ("a text has no vector", "un texto no tiene vector"),
        ("SQLite's error %1", "error %1 de SQLite"),
        ("not the vectors of the index", "no son los vectores del índice"),
        ("it has too few rows", "tiene muy pocas filas"),
    ]
}
