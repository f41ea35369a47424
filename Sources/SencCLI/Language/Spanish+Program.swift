extension Spanish {
    /// Texts of the program as a whole.
    static let program: [Entry] = [
        (
            """
            cannot resume: the input has changed since the job was begun; start anew without \
            --resume (%1)
            """,
            """
            no se puede reanudar: la entrada ha cambiado desde que empezó el trabajo; empieza \
            de nuevo sin --resume (%1)
            """
        ),
        (
            """
            cannot resume: the job was begun with another model or other options; repeat \
            those, or start anew without --resume (%1)
            """,
            """
            no se puede reanudar: el trabajo empezó con otro modelo u otras opciones; \
            repítelos, o empieza de nuevo sin --resume (%1)
            """
        ),
        (
            """
            cannot resume: the job was begun with another model or other options, or by a \
            version of senc that recorded them otherwise; repeat those, or start anew without \
            --resume (%1)
            """,
            """
            no se puede reanudar: el trabajo empezó con otro modelo u otras opciones, o con \
            una versión de senc que los registraba de otro modo; repítelos, o empieza de \
            nuevo sin --resume (%1)
            """
        ),
        (
            "cannot resume: the record of the job is damaged; start anew without --resume (%1)",
            """
            no se puede reanudar: el registro del trabajo está dañado; empieza de nuevo sin \
            --resume (%1)
            """
        ),
        (
            """
            not the record of a job, which would replace it; move it away, or give --output \
            another name (%1)
            """,
            """
            no es el registro de un trabajo, que lo sustituiría; muévelo a otro sitio, o da \
            otro nombre a --output (%1)
            """
        ),
        (
            """
            not senc's record of what made vectors, which would replace it; move it away, or \
            give --output another name (%1)
            """,
            """
            no es el registro de senc de cómo se hicieron unos vectores, que lo sustituiría; \
            muévelo a otro sitio, o da otro nombre a --output (%1)
            """
        ),
        (
            "interrupted after %1 texts; the same command with --resume continues there",
            "interrumpido tras %1 textos; el mismo comando con --resume continúa desde ahí"
        ),
        (
            "interrupted after 1 text; the same command with --resume continues there",
            "interrumpido tras 1 texto; el mismo comando con --resume continúa desde ahí"
        ),
        ("interrupted after %1 texts", "interrumpido tras %1 textos"),
        ("interrupted after 1 text", "interrumpido tras 1 texto"),
        ("interrupted; nothing was written (%1)", "interrumpido; no se ha escrito nada (%1)"),
        ("interrupted; --resume goes on from %1", "interrumpido; --resume sigue desde %1"),
        (
            "a .%1 file cannot be written to a pipe or a terminal; use .jsonl or .csv (%2)",
            """
            un archivo .%1 no se puede escribir en una tubería o un terminal; usa .jsonl o .csv (%2)
            """
        ),
        (
            "the format holds at most %1 vectors; encode parts of the texts with --shard",
            """
            el formato admite como mucho %1 vectores; codifica los textos por partes con --shard
            """
        ),
        ("there are %1 texts for %2 vectors (%3)", "hay %1 textos para %2 vectores (%3)"),
        ("there is 1 text for %1 vectors (%2)", "hay 1 texto para %1 vectores (%2)"),
        ("there are %1 texts for 1 vector (%2)", "hay %1 textos para 1 vector (%2)"),
        ("there are %1 ids for %2 vectors (%3)", "hay %1 ids para %2 vectores (%3)"),
        ("there is 1 id for %1 vectors (%2)", "hay 1 id para %1 vectores (%2)"),
        ("there are %1 ids for 1 vector (%2)", "hay %1 ids para 1 vector (%2)"),
        (
            """
            the ranges of these int8 vectors are not those of the first file; encode both \
            with the same --calibration (%1)
            """,
            """
            los rangos de estos vectores int8 no son los del primer archivo; codifica ambos \
            con el mismo --calibration (%1)
            """
        ),
        (
            "the index is damaged: its settings cannot be read (%1)",
            "el índice está dañado: su configuración no se puede leer (%1)"
        ),
        (
            """
            the index has no text yet: its first build was stopped; senc index build %1 \
            continues it (%2)
            """,
            """
            el índice aún no tiene ningún texto: se detuvo su primera construcción; senc \
            index build %1 la continúa (%2)
            """
        ),
        ("%1; build it anew: %2", "%1; constrúyelo de nuevo: %2"),
        ("there is no text (%1)", "no hay ningún texto (%1)"),
        (
            "the %1 %2 is not a finite number (%3, line %4)",
            "el valor de %1, %2, no es un número finito (%3, línea %4)"
        ),
        (
            "the %1 %2 is neither 0 nor 1; --score-field NAME reads scores (%3, line %4)",
            """
            el valor de %1, %2, no es ni 0 ni 1; --score-field NAME lee puntuaciones (%3, \
            línea %4)
            """
        ),
        (
            "there is no %1, which the rows before have (%2, line %3)",
            "falta %1, que las filas anteriores tienen (%2, línea %3)"
        ),
        (
            """
            there is neither a score nor a label; name the field with --score-field or \
            --label (%1, line %2)
            """,
            """
            no hay ni puntuación ni etiqueta; nombra el campo con --score-field o --label \
            (%1, línea %2)
            """
        ),
        (
            "scores and labels are measured each by themselves, in two runs (%1, line %2)",
            """
            las puntuaciones y las etiquetas se miden por separado, en dos ejecuciones (%1, \
            línea %2)
            """
        ),
        ("no pair has the id %1 (%2, line %3)", "ningún par tiene el id %1 (%2, línea %3)"),
        (
            "no query has the id %1 (%2, line %3)",
            "ninguna consulta tiene el id %1 (%2, línea %3)"
        ),
        (
            "no passage has the id %1 (%2, line %3)",
            "ningún pasaje tiene el id %1 (%2, línea %3)"
        ),
        (
            "an earlier pair has the id %1, too (%2, line %3)",
            "un par anterior tiene también el id %1 (%2, línea %3)"
        ),
        (
            "an earlier query has the id %1, too (%2, line %3)",
            "una consulta anterior tiene también el id %1 (%2, línea %3)"
        ),
        (
            "an earlier passage has the id %1, too (%2, line %3)",
            "un pasaje anterior tiene también el id %1 (%2, línea %3)"
        ),
        (
            """
            not the ids of a query and a passage and how relevant it is, but %1 words (%2, \
            line %3)
            """,
            """
            no son los ids de una consulta y un pasaje y cuánta relevancia tiene, sino %1 \
            palabras (%2, línea %3)
            """
        ),
        ("there is no pair (%1)", "no hay ningún par (%1)"),
        ("there is no query (%1)", "no hay ninguna consulta (%1)"),
        ("there is no passage (%1)", "no hay ningún pasaje (%1)"),
        (
            "hint: %1 is a file's name, taken as a text; %2 reads files",
            """
            sugerencia: %1 es el nombre de un archivo, y se ha tomado como texto; %2 lee \
            archivos
            """
        ),
        ("--output is also an input (%1)", "--output es también una entrada (%1)"),
        (
            "a file that is written with --output is also an input (%1)",
            "un archivo que se escribe con --output es también una entrada (%1)"
        ),
        ("%1 must be a number", "%1 debe ser un número"),
        ("%1 must be finite", "%1 debe ser finito"),
        (
            "%1 %2 is not a cosine, which is at most 1; for %3 %, give %4",
            "%1 %2 no es un coseno, que es como mucho 1; para un %3 %, da %4"
        ),
        (
            "%1 %2 is not a cosine, which is from -1 to 1",
            "%1 %2 no es un coseno, que va de -1 a 1"
        ),
        (
            """
            %1 %2 is over all scores of %3, which are distances with a minus sign, 0 at \
            most; for distances up to %4, give %5
            """,
            """
            %1 %2 supera todas las puntuaciones de %3, que son distancias con signo menos, 0 \
            como mucho; para distancias de hasta %4, da %5
            """
        ),
        ("%1 must be over 0", "%1 debe ser mayor que 0"),
        ("%1 cannot be negative", "%1 no puede ser negativo"),
        ("%1 must be at least %2", "%1 debe ser al menos %2"),
        (
            "Sentence embeddings: text in, vectors out.",
            "Embeddings de frases: entra texto, salen vectores."
        ),
        (
            """
            Example:
              senc encode "La lluvia golpea la ventana."
            """,
            """
            Ejemplo:
              senc encode "La lluvia golpea la ventana."
            """
        ),
        ("error: %1", "error: %1"),
        ("error: %1 (see '%2')", "error: %1 (mira '%2')"),
    ]
}
