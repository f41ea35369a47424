extension Spanish {
    /// Texts of the other commands, of those from E to L.
    static let commandsFromE: [Entry] = [
        (
            "Print or write the vectors of texts.",
            "Imprimir o escribir los vectores de unos textos."
        ),
        (
            """
            Vectors are printed as JSON arrays, one line a text, or written to a file: .npy \
            (float32, [texts, dimension]), .jsonl, .csv, .tsv, .fbin, a flat index of FAISS, or \
            rows for PostgreSQL (pgcopy). The file appears when it is whole; a job that was \
            stopped goes on with --resume. With --column, the records of a table are written back \
            as JSON Lines, each with its vector. No prompt goes before texts but a model's default \
            one: --role query or passage puts the one for searches. What made FILE.npy is in \
            FILE.npy.model.json.

            Examples:
              senc encode "La lluvia golpea la ventana."
              senc encode --input sentences.txt --output vectors.npy
              senc encode -i corpus.jsonl.gz --field text --id-field id -o v.npy --resume
              printf 'uno\\ndos\\n' | senc encode --input - --format csv
              senc encode -i a.txt -f pgcopy | psql -c "COPY t FROM STDIN (FORMAT binary)"
            """,
            """
            Los vectores se imprimen como arrays de JSON, una línea por texto, o se escriben \
            en un archivo: .npy (float32, [textos, dimensión]), .jsonl, .csv, .tsv, .fbin, un \
            índice plano de FAISS o filas para PostgreSQL (pgcopy). El archivo aparece cuando está \
            entero; un trabajo que se detuvo continúa con --resume. Con --column, los registros de \
            una tabla se escriben de nuevo como JSON Lines, cada uno con su vector. A los textos no \
            se les antepone ningún prompt salvo el que el modelo tenga por omisión: --role query o \
            passage pone el de las búsquedas. FILE.npy.model.json dice cómo se hizo FILE.npy.

            Ejemplos:
              senc encode "La lluvia golpea la ventana."
              senc encode --input sentences.txt --output vectors.npy
              senc encode -i corpus.jsonl.gz --field text --id-field id -o v.npy --resume
              printf 'uno\\ndos\\n' | senc encode --input - --format csv
              senc encode -i a.txt -f pgcopy | psql -c "COPY t FROM STDIN (FORMAT binary)"
            """
        ),
        (
            """
            The field with a record's id; ids go to FILE.ids beside the output, one a line, and of \
            pgcopy into the rows, which else have the records' numbers, from 0.
            """,
            """
            El campo con el id de un registro; los ids van a FILE.ids junto a la salida, uno por \
            línea, y con pgcopy a las filas, que si no llevan los números de los registros, desde 0.
            """
        ),
        (
            "A file to write instead of standard output.",
            "Un archivo en el que escribir, en lugar de la salida estándar."
        ),
        (
            "The output's format, if its name does not tell.",
            "El formato de la salida, si su nombre no lo dice."
        ),
        (
            "Print JSON arrays; short for --format jsonl.",
            "Imprimir arrays de JSON; abreviatura de --format jsonl."
        ),
        (
            """
            The numbers in an .npy or fbin file, or in pgcopy, float32 a vector, float16 a \
            halfvec, binary a bit. int8: the ranges of the first window of texts, or those of \
            --calibration, cut into 256 steps. binary: one bit a component, set if it is over 0.
            """,
            """
            Los números de un archivo .npy o fbin, o de pgcopy: float32 un vector, float16 un \
            halfvec, binary un bit. int8: los rangos de la primera ventana de textos, o los de \
            --calibration, divididos en 256 escalones. binary: un bit por \
            componente, puesto si es mayor que 0.
            """
        ),
        (
            """
            The ranges for int8: an .npy file [2, dimension] of minimums and maximums, as a \
            job without this option leaves it beside its output.
            """,
            """
            Los rangos para int8: un archivo .npy [2, dimensión] de mínimos y máximos, como \
            el que un trabajo sin esta opción deja junto a su salida.
            """
        ),
        (
            "Go on where an earlier run of the same command was stopped.",
            "Continuar donde se detuvo una ejecución anterior del mismo comando."
        ),
        (
            """
            Encode part I of N of the records; the parts' outputs one after the other are the \
            whole.
            """,
            """
            Codificar la parte I de N de los registros; las salidas de las partes, una tras \
            otra, son el total.
            """
        ),
        ("i/n", "i/n"),
        ("give --json or --format %1, not both", "da --json o --format %1, no ambos"),
        ("--resume needs --output FILE", "--resume necesita --output FILE"),
        ("--id-field needs --output FILE", "--id-field necesita --output FILE"),
        ("--calibration is for --output-type int8", "--calibration es para --output-type int8"),
        ("--shard must be I/N with 1 ≤ I ≤ N", "--shard debe ser I/N con 1 ≤ I ≤ N"),
        (
            "--shard needs files, since it counts their records first",
            "--shard necesita archivos, porque antes cuenta sus registros"
        ),
        (
            "--shard with int8 needs --calibration, the same for all parts",
            "--shard con int8 necesita --calibration, la misma para todas las partes"
        ),
        ("%1, %2.%3 s", "%1, %2.%3 s"),
        ("1 token", "1 token"),
        ("%1 tokens", "%1 tokens"),
        ("1 truncated", "1 cortado"),
        ("%1 truncated", "%1 cortados"),
        ("--output-type %1 is for .npy files", "--output-type %1 es para archivos .npy"),
        (
            "--format %1 does not hold %2; --format npy does",
            "--format %1 no admite %2; --format npy sí"
        ),
        (
            """
            by its name the file holds %1: give --output-type %2, or another name (%3)
            """,
            """
            por su nombre, el archivo contiene %1: da --output-type %2 u otro nombre (%3)
            """
        ),
        ("--format npy needs --output FILE", "--format npy necesita --output FILE"),
        ("--format %1 needs --output FILE", "--format %1 necesita --output FILE"),
        (
            "pgcopy is binary: give --output FILE, or a pipe to psql",
            "pgcopy es binario: da --output FILE, o una tubería hacia psql"
        ),
        (
            "--id-type is for --format pgcopy with --id-field",
            "--id-type es para --format pgcopy con --id-field"
        ),
        (
            """
            the model's vectors are compared by the Manhattan distance, which senc does not write \
            into FAISS files; --format npy takes them
            """,
            """
            los vectores del modelo se comparan por la distancia de Manhattan, que senc no escribe \
            en archivos de FAISS; --format npy los admite
            """
        ),
        (
            """
            pgvector's vectors have at most %1 components; --truncate-dimension keeps fewer
            """,
            """
            los vectores de pgvector tienen como mucho %1 componentes; --truncate-dimension deja \
            menos
            """
        ),
        (
            "What the ids of --id-field are in rows of pgcopy.",
            "Qué son los ids de --id-field en las filas de pgcopy."
        ),
        (
            "Write a model as a directory that sentence-transformers loads.",
            "Escribir un modelo como un directorio que sentence-transformers carga."
        ),
        (
            """
            Any model that senc reads (GGUF, ONNX, PyTorch, safetensors, an adapter over its \
            base, static embeddings, word vectors) becomes weights in safetensors with its \
            tokenizer, pooling, further layers and prompts. Of an adapter the merged weights \
            are written, of quantized weights their dequantized values. The vectors of the \
            directory are those of the model; with --type float16 as the rounded weights have \
            it. It appears when it is whole, and its bytes depend on the model alone.

            Examples:
              senc export multilingual-e5-small --output e5
              senc export model.gguf --output model --type float16
            """,
            """
            Cualquier modelo que senc lee (GGUF, ONNX, PyTorch, safetensors, un adaptador \
            sobre su base, embeddings estáticos, vectores de palabras) se convierte en pesos \
            en safetensors con su tokenizador, pooling, capas siguientes y prompts. De un \
            adaptador se escriben los pesos ya combinados; de pesos cuantizados, sus valores \
            sin cuantizar. Los vectores del directorio son los del modelo; con --type \
            float16, los que dan los pesos redondeados. Aparece cuando está entero, y sus \
            bytes dependen solo del modelo.

            Ejemplos:
              senc export multilingual-e5-small --output e5
              senc export model.gguf --output model --type float16
            """
        ),
        (
            "The directory to write: one that is not there yet, or is empty.",
            "El directorio que se escribe: uno que aún no existe, o está vacío."
        ),
        ("dir", "dir"),
        ("How the weights are written.", "Cómo se escriben los pesos."),
        ("wrote %1 in %2 to %3 (%4)", "escrito %1 en %2 en %3 (%4)"),
        (
            """
            Show what a model is and which file each setting came from, a file's tensors, or \
            what made vectors.
            """,
            """
            Mostrar qué es un modelo y de qué archivo viene cada ajuste, los tensores de un \
            archivo, o cómo se hicieron unos vectores.
            """
        ),
        (
            """
            Example:
              senc inspect all-MiniLM-L6-v2
              senc inspect model.gguf
              senc inspect vectors.npy
            """,
            """
            Ejemplo:
              senc inspect all-MiniLM-L6-v2
              senc inspect model.gguf
              senc inspect vectors.npy
            """
        ),
        (
            """
            The model, as for encode; a weight file, to list its tensors; or vectors that \
            encode wrote.
            """,
            """
            El modelo, como en encode; un archivo de pesos, para enumerar sus tensores; o \
            vectores que escribió encode.
            """
        ),
    ]
}
