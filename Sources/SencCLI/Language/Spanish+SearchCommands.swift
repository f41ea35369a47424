extension Spanish {
    /// Texts of the commands that search.
    static let searchCommands: [Entry] = [
        (
            "--show needs the records of the vectors: --texts FILE",
            "--show necesita los registros de los vectores: --texts FILE"
        ),
        (
            "Find the texts or vectors that are closest to queries.",
            "Encontrar los textos o vectores más cercanos a unas consultas."
        ),
        (
            """
            Searches all of a file or directory, exactly: texts, one a line, which are \
            encoded on the fly; the text files of a directory, cut into passages; an index of \
            such files, which senc index makes; or vectors, .npy or .npz (FILE.npz:NAME for \
            one array of several), mapped into memory, with their texts in FILE.txt and their \
            ids in FILE.npy.ids, if those are there. Of an index made with --approximate, a few \
            lists are searched, so that close ones may be missed. An answer is the score, where it is, the text, the id and what --show asks for, between \
            tabs; larger scores are closer. Blank texts are no answers. In JSON, an object a \
            query: "indices" (from 0), "scores", and what is known of "query", "texts", \
            "ids", "fields", "files" and "lines".

            Examples:
              senc search "when does it rain?" sentences.txt --top 3
              senc search "when does it rain?" notes --include '*.md' --context 2
              senc search "when does it rain?" -i vectors.npy --threshold 0.5 --json
              senc search --query-vectors queries.npy -i vectors.npy --json
            """,
            """
            Busca en todo un archivo o directorio, de forma exacta: textos, uno por línea, \
            que se codifican sobre la marcha; los archivos de texto de un directorio, \
            cortados en pasajes; un índice de esos archivos, que crea senc index; o vectores, \
            .npy o .npz (FILE.npz:NAME para un array de varios), asignados a memoria, con sus \
            textos en FILE.txt y sus ids en FILE.npy.ids, si están ahí. En un índice \
            creado con --approximate se busca en unas pocas listas, de modo que puede faltar \
            alguno cercano. Una respuesta es la puntuación, dónde está, el texto, el id y lo \
            que pida --show, separados por tabuladores; más puntuación es más cerca. Los \
            textos en blanco no son respuestas. En JSON, un objeto por consulta: "indices" \
            (desde 0), "scores", y lo que se sepa de "query", "texts", "ids", "fields", \
            "files" y "lines".

            Ejemplos:
              senc search "¿cuándo llueve?" sentences.txt --top 3
              senc search "¿cuándo llueve?" notes --include '*.md' --context 2
              senc search "¿cuándo llueve?" -i vectors.npy --threshold 0.5 --json
              senc search --query-vectors queries.npy -i vectors.npy --json
            """
        ),
        (
            """
            What to search for, and then, if there is no --input, the files and directories \
            to search; of a pipe as standard input its lines are searched. - stands for \
            queries on standard input, one a line.
            """,
            """
            Lo que se busca y después, si no hay --input, los archivos y directorios en que \
            se busca; si la entrada estándar es una tubería, se busca en sus líneas. - \
            representa las consultas de la entrada estándar, una por línea.
            """
        ),
        ("query", "consulta"),
        (
            "What to search. Repeatable: files of a kind are one, row after row.",
            """
            Dónde se busca. Se puede repetir: los archivos de un mismo tipo son uno, fila \
            tras fila.
            """
        ),
        (
            "Queries in a file, one a line, - for standard input. Repeatable.",
            """
            Consultas de un archivo, una por línea, - para la entrada estándar. Se puede \
            repetir.
            """
        ),
        (
            "Vectors to search for: .npy, .npz, .jsonl or .csv. Repeatable.",
            "Vectores que se buscan: .npy, .npz, .jsonl o .csv. Se puede repetir."
        ),
        ("How many answers to a query.", "Cuántas respuestas por consulta."),
        ("The least score of an answer.", "La menor puntuación de una respuesta."),
        (
            "The texts of the vectors, one a line. Repeatable.",
            "Los textos de los vectores, uno por línea. Se puede repetir."
        ),
        (
            "The ranges of int8 vectors, if they are not in FILE.ranges.npy.",
            "Los rangos de los vectores int8, si no están en FILE.ranges.npy."
        ),
        (
            """
            The same vectors in a finer element type, to score the best answers again. \
            Repeatable.
            """,
            """
            Los mismos vectores en un tipo de elemento más fino, para puntuar de nuevo las \
            mejores respuestas. Se puede repetir.
            """
        ),
        (
            "How many times --top are scored again; 64 for binary vectors, else 4.",
            "Cuántas veces --top se puntúan de nuevo; 64 para vectores binarios, si no 4."
        ),
        (
            "Print this many lines of its file before and after each passage, as grep does.",
            """
            Imprimir tantas líneas de su archivo antes y después de cada pasaje, como hace \
            grep.
            """
        ),
        ("lines", "líneas"),
        (
            "give queries, --queries FILE or --query-vectors FILE, one of them alone",
            "da consultas, --queries FILE o --query-vectors FILE, solo uno de ellos"
        ),
        (
            "give what to search: files or a directory after the query, or --input PATH",
            """
            di dónde se busca: archivos o un directorio después de la consulta, o --input \
            PATH
            """
        ),
        (
            "vectors are not cut into passages: --input a text file or directory",
            """
            los vectores no se cortan en pasajes: da a --input un archivo de texto o un \
            directorio
            """
        ),
        (
            "--field, --input-format and the like are for files that are not cut",
            "--field, --input-format y similares son para archivos que no se cortan"
        ),
        (
            "--texts, --ranges and --rescore are for --input FILE.npy",
            "--texts, --ranges y --rescore son para --input FILE.npy"
        ),
        ("--oversample needs --rescore", "--oversample necesita --rescore"),
        ("give --context or --json, not both", "da --context o --json, no ambos"),
        (
            "--passage-prompt is for texts, not for vectors",
            "--passage-prompt es para textos, no para vectores"
        ),
        ("--context is for --format text", "--context es para --format text"),
        (
            "--score percentile is for queries that are texts",
            "--score percentile es para consultas que son textos"
        ),
        ("--prompt is for queries that are texts", "--prompt es para consultas que son textos"),
        (
            "search files of vectors or of texts, not both",
            "busca en archivos de vectores o de textos, no en ambos"
        ),
        ("an index is searched by itself (%1)", "en un índice se busca por sí solo (%1)"),
        (
            """
            --query-vectors searches vectors: --input FILE.npy, .npz, .jsonl or .csv, or an \
            index
            """,
            """
            --query-vectors busca en vectores: --input FILE.npy, .npz, .jsonl o .csv, o un \
            índice
            """
        ),
        (
            "records, and a directory's files are cut into passages",
            "registros, y los de un directorio se cortan en pasajes"
        ),
        (
            "an index says itself how texts are cut and encoded; senc index build changes it",
            """
            un índice ya dice cómo se cortan y codifican los textos; senc index build lo \
            cambia
            """
        ),
        ("records, not an index", "registros, no para un índice"),
    ]
}
