extension Spanish {
    /// Texts of `senc index`.
    static let indexCommands: [Entry] = [
        (
            "Add files and directories to an index, or bring them up to date in it.",
            "Añadir archivos y directorios a un índice, o ponerlos al día en él."
        ),
        (
            """
            They are cut and encoded as the index's other files are.

            Example:
              senc index add notes.index more-notes
            """,
            """
            Se cortan y se codifican como los demás archivos del índice.

            Ejemplo:
              senc index add notes.index more-notes
            """
        ),
        ("The index, a directory.", "El índice, un directorio."),
        ("index", "índice"),
        ("The files and directories to add.", "Los archivos y directorios que se añaden."),
        ("path", "ruta"),
        ("The same. Repeatable.", "Lo mismo. Se puede repetir."),
        ("give the files or directories", "da los archivos o directorios"),
        (
            "Make an index of files and directories, or bring one up to date.",
            "Crear un índice de archivos y directorios, o poner uno al día."
        ),
        (
            """
            An index that is there is brought up to date: only files that changed are read, \
            only passages that are new are encoded, and what is gone is left out. Without \
            them it stays one of the same paths, and what is not given as an option stays as \
            it was. If the command is stopped, the index is as before, and the same command \
            goes on.

            With --approximate a search looks at some lists of vectors alone, and scores the \
            best of them by the vectors themselves: for millions of passages. The lists are \
            kept up to date.

            An index called FILE.faiss is one of files of vectors, for FAISS, too: all of \
            them as they are (IndexFlatIP, IndexFlatL2), or with --approximate in inverted \
            lists (IndexIVFScalarQuantizer, IndexIVFFlat). It is made whole.

            Examples:
              senc index build notes.index notes --include '*.md'
              senc index build notes.index
              senc index build vectors.faiss vectors.npy --approximate
            """,
            """
            Un índice que ya existe se pone al día: solo se leen los archivos que han \
            cambiado, solo se codifican los pasajes nuevos, y lo que ha desaparecido se \
            quita. Si no se dan, sigue siendo de las mismas rutas, y lo que no se da como \
            opción queda como estaba. Si el comando se detiene, el índice queda como antes, y \
            el mismo comando continúa.

            Con --approximate una búsqueda mira solo algunas listas de vectores, y puntúa los \
            mejores con los vectores mismos: para millones de pasajes. Las listas se \
            mantienen al día.

            Un índice llamado FILE.faiss es de archivos de vectores, también para FAISS: \
            todos tal como están (IndexFlatIP, IndexFlatL2), o con --approximate en listas \
            invertidas (IndexIVFScalarQuantizer, IndexIVFFlat). Se crea entero.

            Ejemplos:
              senc index build notes.index notes --include '*.md'
              senc index build notes.index
              senc index build vectors.faiss vectors.npy --approximate
            """
        ),
        ("The files and directories to index.", "Los archivos y directorios que se indexan."),
        (
            "How numbers are stored: float32, float16 or int8; float32 if not given.",
            "Cómo se guardan los números: float32, float16 o int8; float32 si no se da."
        ),
        (
            "an index has float32, float16 or int8 vectors",
            "un índice tiene vectores float32, float16 o int8"
        ),
        (
            "a new index needs a path: what to index (senc index build INDEX PATH)",
            "un índice nuevo necesita una ruta: lo que se indexa (senc index build INDEX PATH)"
        ),
        (
            "the index has %1 vectors; build another one (%2)",
            "el índice tiene vectores %1; construye otro (%2)"
        ),
        (
            "Show what an index is of, and what made its vectors.",
            "Mostrar de qué es un índice y cómo se hicieron sus vectores."
        ),
        (
            """
            Example:
              senc index info notes.index
            """,
            """
            Ejemplo:
              senc index info notes.index
            """
        ),
        (
            "Take files, and what is in directories, out of an index.",
            "Quitar de un índice archivos, y lo que hay en directorios."
        ),
        (
            """
            They are not found any more; their texts leave the disk when a quarter of the \
            index has gone so. What is in a directory that the index is still of comes back \
            when the index is next brought up to date.

            Example:
              senc index remove notes.index more-notes
            """,
            """
            Ya no se encuentran; sus textos dejan el disco cuando un cuarto del índice se ha \
            ido así. Lo que está en un directorio que el índice sigue teniendo vuelve cuando \
            el índice se pone al día la próxima vez.

            Ejemplo:
              senc index remove notes.index more-notes
            """
        ),
        ("The files and directories to take out.", "Los archivos y directorios que se quitan."),
        ("files removed: %1", "archivos quitados: %1"),
    ]
}
