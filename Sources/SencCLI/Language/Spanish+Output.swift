extension Spanish {
    /// Texts about what commands write.
    static let output: [Entry] = [
        (
            """
            warning: 1 text was cut at %1 tokens (the longest has %2); --overflow error \
            refuses them, --overflow chunk averages their pieces
            """,
            """
            aviso: se cortó 1 texto a %1 tokens (el más largo tiene %2); --overflow error los \
            rechaza, --overflow chunk promedia sus trozos
            """
        ),
        (
            """
            warning: %1 texts were cut at %2 tokens (the longest has %3); --overflow error \
            refuses them, --overflow chunk averages their pieces
            """,
            """
            aviso: se cortaron %1 textos a %2 tokens (el más largo tiene %3); --overflow \
            error los rechaza, --overflow chunk promedia sus trozos
            """
        ),
        (
            "another process is fetching %1; waiting for it",
            "otro proceso está descargando %1; se espera a que termine"
        ),
        ("warning: %1; again in %2 s", "aviso: %1; se vuelve a intentar en %2 s"),
        (
            """
            warning: the vectors were made with %1, the model's prompt for queries; what is \
            searched has no prompt there (--role passage) (%2)
            """,
            """
            aviso: los vectores se hicieron con %1, el prompt del modelo para consultas; \
            aquello en que se busca no lleva ahí ningún prompt (--role passage) (%2)
            """
        ),
        (
            """
            warning: the vectors were made with %1, the model's prompt for queries; what is \
            searched has %2 there (--role passage) (%3)
            """,
            """
            aviso: los vectores se hicieron con %1, el prompt del modelo para consultas; \
            aquello en que se busca lleva ahí %2 (--role passage) (%3)
            """
        ),
        (
            """
            warning: the queries have %1, the model's prompt for what is searched (--role \
            query) (%2)
            """,
            """
            aviso: las consultas llevan %1, el prompt del modelo para aquello en que se busca \
            (--role query) (%2)
            """
        ),
        ("warning: %1", "aviso: %1"),
        ("%1 and %2", "%1 y %2"),
        ("%1 other languages", "otros %1 idiomas"),
        (
            "the texts seem to be in %1; %2 is for %3 ('senc models' lists others)",
            "los textos parecen estar en %1; %2 es para %3 ('senc models' enumera otros)"
        ),
        (
            """
            the model's tokenizer breaks some of the texts into mostly unknown tokens or \
            single characters; their language may be one that the model does not know
            """,
            """
            el tokenizador del modelo divide algunos textos en su mayoría en tokens \
            desconocidos o caracteres sueltos; puede que el modelo no conozca su idioma
            """
        ),
        (
            """
            cannot tell the format from the name %1; end it in .npy, .jsonl, .csv, .tsv, .fbin, \
            .faiss or .pgcopy, or say --format
            """,
            """
            el nombre %1 no dice el formato; termínalo en .npy, .jsonl, .csv, .tsv, .fbin, .faiss \
            o .pgcopy, o usa --format
            """
        ),
    ]
}
