extension Spanish {
    /// Texts about what commands read.
    static let sources: [Entry] = [
        ("record %1 has an empty label", "el registro %1 tiene una etiqueta vacía"),
        ("not a classifier of senc (%1)", "no es un clasificador de senc (%1)"),
        (
            """
            the classifier is damaged, or of another version of senc: %1 is not what it \
            should be (%2)
            """,
            """
            el clasificador está dañado, o es de otra versión de senc: %1 no es lo que \
            debería (%2)
            """
        ),
        (
            "%1 %2: with --no-header, columns are named by their numbers, from 1",
            "%1 %2: con --no-header, las columnas se nombran por sus números, desde 1"
        ),
        (
            "warning: 1 ill-formed sequence was replaced (%1)",
            "aviso: se sustituyó 1 secuencia mal formada (%1)"
        ),
        (
            "warning: %1 ill-formed sequences were replaced (%2)",
            "aviso: se sustituyeron %1 secuencias mal formadas (%2)"
        ),
        (
            "1 row with missing values was skipped (%1)",
            "se omitió 1 fila con valores ausentes (%1)"
        ),
        (
            "%1 rows with missing values were skipped (%2)",
            "se omitieron %1 filas con valores ausentes (%2)"
        ),
        ("1 blank text left out", "1 texto en blanco omitido"),
        ("%1 blank texts left out", "%1 textos en blanco omitidos"),
        (
            "warning: %1 %2 matches no file or directory",
            "aviso: %1 %2 no coincide con ningún archivo ni directorio"
        ),
        ("skipped", "se omite"),
        ("warning: %1; %2", "aviso: %1; %2"),
        ("warning: %1 more could not be read", "aviso: tampoco se pudieron leer otros: %1"),
        ("1 file is not text; skipped", "1 archivo no es texto; se omite"),
        ("%1 files are not text; skipped", "%1 archivos no son texto; se omiten"),
        (
            "warning: 1 ill-formed sequence was replaced when it was read (%1)",
            "aviso: se sustituyó 1 secuencia mal formada cuando se leyó (%1)"
        ),
        (
            "warning: %1 ill-formed sequences were replaced when it was read (%2)",
            "aviso: se sustituyeron %1 secuencias mal formadas cuando se leyó (%2)"
        ),
        (
            "warning: ill-formed sequences were replaced in 1 more file when it was read: %1",
            "aviso: secuencias mal formadas sustituidas en otro archivo cuando se leyó: %1"
        ),
        (
            """
            warning: ill-formed sequences were replaced in %1 more files when they were \
            read: %2
            """,
            """
            aviso: secuencias mal formadas sustituidas en otros %1 archivos cuando se \
            leyeron: %2
            """
        ),
        (
            "warning: ill-formed sequences were replaced in 1 more file: %1",
            "aviso: secuencias mal formadas sustituidas en otro archivo: %1"
        ),
        (
            "warning: ill-formed sequences were replaced in %1 more files: %2",
            "aviso: secuencias mal formadas sustituidas en otros %1 archivos: %2"
        ),
        (
            """
            these are vectors, where texts are needed; search, pairs, dedupe, cluster, \
            outliers and map take vectors (%1)
            """,
            """
            son vectores, y hacen falta textos; search, pairs, dedupe, cluster, outliers y \
            map aceptan vectores (%1)
            """
        ),
        (
            "warning: 1 ill-formed UTF-8 sequence was replaced (%1)",
            "aviso: se sustituyó 1 secuencia mal formada de UTF-8 (%1)"
        ),
        (
            "warning: %1 ill-formed UTF-8 sequences were replaced (%2)",
            "aviso: se sustituyeron %1 secuencias mal formadas de UTF-8 (%2)"
        ),
        (
            """
            warning: 1 text is in quotes, which are part of it in TSV; --quoting double \
            takes them off, --quoting none keeps them (%1)
            """,
            """
            aviso: 1 texto está entre comillas, que en TSV forman parte de él; --quoting \
            double las quita, --quoting none las conserva (%1)
            """
        ),
        (
            """
            warning: %1 texts are in quotes, which are part of them in TSV; --quoting double \
            takes them off, --quoting none keeps them (%2)
            """,
            """
            aviso: %1 textos están entre comillas, que en TSV forman parte de ellos; \
            --quoting double las quita, --quoting none las conserva (%2)
            """
        ),
        (
            "1 record without text or id was skipped (%1)",
            "se omitió 1 registro sin texto o sin id (%1)"
        ),
        (
            "%1 records without text or id were skipped (%2)",
            "se omitieron %1 registros sin texto o sin id (%2)"
        ),
        (
            """
            warning: the lines are JSON, and are taken as they are; --input-format jsonl \
            takes the texts out of them (%1)
            """,
            """
            aviso: las líneas son JSON y se toman tal cual; --input-format jsonl saca de \
            ellas los textos (%1)
            """
        ),
        (
            """
            warning: HTML is taken line by line, with its tags; 'senc search' and 'senc \
            index' take the text of such files, in passages (%1)
            """,
            """
            aviso: el HTML se toma línea a línea, con sus etiquetas; 'senc search' y 'senc \
            index' toman el texto de estos archivos, en pasajes (%1)
            """
        ),
        (
            "give vectors as numbers or as text, not both",
            "da los vectores como números o como texto, no de las dos formas"
        ),
    ]
}
