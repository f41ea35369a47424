extension Spanish {
    /// Texts of `SencFiles`.
    static let files: [Entry] = [
        ("null", "null"),
        ("a boolean", "un booleano"),
        ("a number", "un número"),
        ("a string", "una cadena"),
        ("an array", "un array"),
        ("an object", "un objeto"),
        (
            "JSON of %1 bytes is over the limit of %2",
            "un JSON de %1 bytes supera el límite de %2"
        ),
        ("JSON nested over %1 deep at byte %2", "JSON anidado más de %1 niveles en el byte %2"),
        (
            "more values in JSON than the limit of %1 at byte %2",
            "más valores en el JSON que el límite de %1 en el byte %2"
        ),
        ("invalid UTF-8 in JSON at byte %1", "UTF-8 no válido en el JSON, en el byte %1"),
        ("JSON ends too early", "el JSON termina antes de tiempo"),
        ("unexpected %1 in JSON at byte %2", "%1 inesperado en el JSON, en el byte %2"),
        ("malformed number in JSON at byte %1", "número mal formado en el JSON, en el byte %1"),
        (
            "malformed escape in JSON at byte %1",
            "secuencia de escape mal formada en el JSON, en el byte %1"
        ),
        (
            "unescaped control character in JSON at byte %1",
            "carácter de control sin escapar en el JSON, en el byte %1"
        ),
        (
            "more bytes after the JSON value at byte %1",
            "sobran bytes tras el valor JSON, desde el byte %1"
        ),
        (
            "the compressed data ends too early",
            "los datos comprimidos terminan antes de tiempo"
        ),
        ("the compressed data is corrupt: %1", "los datos comprimidos están dañados: %1"),
        (
            """
            the compressed data holds over %1 bytes; unpack the file with gunzip if you trust \
            it
            """,
            """
            los datos comprimidos ocupan más de %1 bytes; descomprime el archivo con gunzip \
            si te fías de él
            """
        ),
        ("zlib status %1", "estado %1 de zlib"),
        ("other bytes after the last member", "otros bytes tras el último miembro"),
        (
            "is a Git LFS pointer, not %1: run git lfs pull, or senc pull ORG/NAME",
            "es un puntero de Git LFS, no %1: ejecuta git lfs pull, o senc pull ORG/NAME"
        ),
        (
            "is an HTML page, not %1: download the file itself, or run senc pull ORG/NAME",
            """
            es una página HTML, no %1: descarga el archivo en sí, o ejecuta senc pull \
            ORG/NAME
            """
        ),
        (
            """
            is a server's message, %1, not %2: download the file again, or run senc pull \
            ORG/NAME
            """,
            """
            es un mensaje de un servidor, %1, no %2: descarga el archivo de nuevo, o ejecuta \
            senc pull ORG/NAME
            """
        ),
        ("the file itself", "el archivo en sí"),
        ("there is no %1", "no existe %1"),
        ("%1 is shorter than was recorded", "%1 es más corto de lo que se registró"),
        ("it has other names (hard links)", "tiene otros nombres (enlaces duros)"),
        ("it is a link", "es un enlace"),
        ("standard input", "la entrada estándar"),
        ("standard output", "la salida estándar"),
        ("standard error", "la salida de errores"),
        ("; did you mean %1?", "; ¿querías decir %1?"),
        ("no such file (%1)", "no existe el archivo (%1)"),
        ("is a link to %1, which is not there (%2)", "es un enlace a %1, que no existe (%2)"),
        (
            "the file is empty: its download or copy went wrong (%1)",
            "el archivo está vacío: su descarga o su copia falló (%1)"
        ),
        ("it changed while it was read", "cambió mientras se leía"),
        ("cannot read: %1 (%2)", "no se puede leer: %1 (%2)"),
        ("cannot write: %1 (%2)", "no se puede escribir: %1 (%2)"),
        (
            """
            a directory, where a file is needed; 'senc search' and 'senc index' read \
            directories (%1)
            """,
            """
            un directorio, y hace falta un archivo; 'senc search' y 'senc index' leen \
            directorios (%1)
            """
        ),
        ("not a regular file (%1)", "no es un archivo normal (%1)"),
        (
            "a file of %1 bytes is over the limit of %2 (%3)",
            "un archivo de %1 bytes supera el límite de %2 (%3)"
        ),
        (
            "another process is writing this file (%1)",
            "otro proceso está escribiendo este archivo (%1)"
        ),
        (
            "cannot write: %1, so that another file would be changed; remove it (%2)",
            "no se puede escribir: %1, de modo que cambiaría otro archivo; bórralo (%2)"
        ),
        (
            "the directory is not empty; name another, or one that is not there yet (%1)",
            "el directorio no está vacío; nombra otro, o uno que aún no exista (%1)"
        ),
        ("cannot resume: %1 (%2)", "no se puede reanudar: %1 (%2)"),
    ]
}
