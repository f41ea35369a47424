extension Spanish {
    /// Texts of the other commands, of those from Q to Z.
    static let commandsFromQ: [Entry] = [
        (
            "Store a model with weights of 8 or 4 bits in one GGUF file.",
            "Guardar un modelo con pesos de 8 o 4 bits en un solo archivo GGUF."
        ),
        (
            """
            The file has all of the model: tokenizer, prompts, pooling and languages too, and \
            llama.cpp and other programs read it. BERT, RoBERTa, XLM-R, CamemBERT, DistilBERT \
            and Nomic models can be stored so, from safetensors, PyTorch, ONNX or a GGUF file \
            with float weights; an adapter is merged. q8_0 is hardly to be told from the \
            float model; q4_0 takes half of that. int8 multiplies such weights as they are \
            stored.

            Examples:
              senc quantize all-MiniLM-L6-v2 --output minilm-q8_0.gguf
              senc quantize BAAI/bge-small-en-v1.5 --type q4_0 --output bge-q4_0.gguf
              senc encode --model minilm-q8_0.gguf --precision int8 --input sentences.txt
            """,
            """
            El archivo tiene todo el modelo: también tokenizador, prompts, pooling e idiomas, \
            y lo leen llama.cpp y otros programas. Se pueden guardar así los modelos BERT, \
            RoBERTa, XLM-R, CamemBERT, DistilBERT y Nomic, a partir de safetensors, PyTorch, \
            ONNX o un archivo GGUF con pesos en coma flotante; un adaptador se combina con su \
            base. q8_0 apenas se distingue del modelo en coma flotante; q4_0 ocupa la mitad. \
            int8 multiplica esos pesos tal como están guardados.

            Ejemplos:
              senc quantize all-MiniLM-L6-v2 --output minilm-q8_0.gguf
              senc quantize BAAI/bge-small-en-v1.5 --type q4_0 --output bge-q4_0.gguf
              senc encode --model minilm-q8_0.gguf --precision int8 --input sentences.txt
            """
        ),
        (
            "How weights are kept: q8_0, 8 bits a number, or q4_0, 4 bits.",
            "Cómo se guardan los pesos: q8_0, 8 bits por número, o q4_0, 4 bits."
        ),
        (
            "The file to write; its name ends in .gguf.",
            "El archivo que se escribe; su nombre termina en .gguf."
        ),
        (
            "--output must end in %1, by which models are found (%2)",
            "--output debe terminar en %1, que es como se encuentran los modelos (%2)"
        ),
        ("wrote %1: %2, %3 before", "escrito %1: %2, antes %3"),
        (
            "Print how close texts are in meaning.",
            "Imprimir lo cercanos que son unos textos en significado."
        ),
        (
            """
            The cosine of two texts' vectors, from -1 to 1, or what else the model's authors \
            compare vectors by; for more texts, the matrix of all pairs, one line a text, the \
            numbers between tabs. Larger is closer: distances are negative.

            Examples:
              senc similarity "El rey y la reina." "A king and a queen."
              senc similarity --first "It is raining." "It rains." "The sun is out."
              senc similarity --input sentences.txt --format npy --output similarities.npy
            """,
            """
            El coseno de los vectores de dos textos, de -1 a 1, o aquello con que los autores \
            del modelo comparan vectores; para más textos, la matriz de todos los pares, una \
            línea por texto, con los números separados por tabuladores. Mayor es más cercano: \
            las distancias son negativas.

            Ejemplos:
              senc similarity "El rey y la reina." "A king and a queen."
              senc similarity --first "Está lloviendo." "Llueve." "Hace sol."
              senc similarity --input sentences.txt --format npy --output similarities.npy
            """
        ),
        (
            "Compare the first text with each of the others alone, one line each.",
            "Comparar solo el primer texto con cada uno de los demás, una línea por cada uno."
        ),
        (
            "json: a number, an array for --first, or an array of arrays.",
            "json: un número, un array con --first, o un array de arrays."
        ),
        ("The same as --format json.", "Lo mismo que --format json."),
        (
            "--score percentile is for --format text, json or csv",
            "--score percentile es para --format text, json o csv"
        ),
        ("similarity needs at least two texts", "similarity necesita al menos dos textos"),
        ("Print the tokens of texts.", "Imprimir los tokens de unos textos."),
        (
            """
            Texts are not cut unless --max-tokens is given.

            Examples:
              senc tokenize "La lluvia golpea la ventana."
              senc tokenize --ids --input sentences.txt
            """,
            """
            Los textos no se cortan si no se da --max-tokens.

            Ejemplos:
              senc tokenize "La lluvia golpea la ventana."
              senc tokenize --ids --input sentences.txt
            """
        ),
        (
            "The model whose tokenizer is used, as for encode.",
            "El modelo cuyo tokenizador se usa, como en encode."
        ),
        (
            "Print token ids alone, separated by spaces.",
            "Imprimir solo los ids de los tokens, separados por espacios."
        ),
        (
            "Cut texts at this many tokens, special ones included.",
            "Cortar los textos a tantos tokens, incluidos los especiales."
        ),
        (
            """
            Which end of a longer text is cut off, as for encode; what the tokenizer's files \
            say if not given.
            """,
            """
            Qué extremo de un texto más largo se corta, como en encode; si no se da, lo que \
            digan los archivos del tokenizador.
            """
        ),
        ("--max-tokens must be at least 1", "--max-tokens debe ser al menos 1"),
        (
            "Compute a model's reference vectors again and print the largest error.",
            """
            Calcular de nuevo los vectores de referencia de un modelo e imprimir el mayor \
            error.
            """
        ),
        (
            """
            The reference vectors are those of the reference implementation, kept beside the \
            model in %1: {"tolerance": 1e-5, "texts": ["…"], "vectors": [[…]]}. --write makes \
            the file from the vectors as they are now, to tell later, or elsewhere, whether \
            they are still the same.

            Examples:
              senc verify all-MiniLM-L6-v2
              senc verify --write --vectors before.json my-model
            """,
            """
            Los vectores de referencia son los de la implementación de referencia, guardados \
            junto al modelo en %1: {"tolerance": 1e-5, "texts": ["…"], "vectors": [[…]]}. \
            --write crea el archivo con los vectores tal como son ahora, para saber más \
            tarde, o en otro lugar, si siguen siendo los mismos.

            Ejemplos:
              senc verify all-MiniLM-L6-v2
              senc verify --write --vectors before.json my-model
            """
        ),
        ("The arithmetic of the linear layers.", "La aritmética de las capas lineales."),
        (
            "The file of reference vectors; the one beside the model if not given.",
            "El archivo de vectores de referencia; el que está junto al modelo si no se da."
        ),
        ("Write the file instead of reading it.", "Escribir el archivo en lugar de leerlo."),
        (
            "--write is for float32, which the other precisions are compared to",
            "--write es para float32, con la que se comparan las demás precisiones"
        ),
        ("wrote %1", "escrito %1"),
        (
            "largest error %1, least cosine %2, over %3 texts (%4)",
            "mayor error %1, menor coseno %2, en %3 textos (%4)"
        ),
        (
            "largest error %1, least cosine %2, over 1 text (%3)",
            "mayor error %1, menor coseno %2, en 1 texto (%3)"
        ),
    ]
}
