extension Spanish {
    /// Texts of `worker`.
    static let worker: [Entry] = [
        (
            "Answer texts from a pipe with their vectors, as they come.",
            "Responde a los textos de una tubería con sus vectores, según llegan."
        ),
        (
            """
            For programs that start others: the pipe of an RDD, Beam, Flink, a script. Every text \
            from standard input is answered on standard output, in order, as soon as none is \
            waiting before it; who writes faster than texts are encoded is held up by the pipe. It \
            ends with its input, or after a bad line with an error.

            Lines are texts, or with --input-format jsonl strings of JSON or objects with a text; \
            answers are JSON arrays, one a line. With --format frames an answer is the number of \
            its bytes, 32 bits, little-endian, and the vector's elements; the first one, before \
            any text, is a JSON object with "dimension", "outputType" and "model", the fingerprint \
            of the vectors. --input-format frames has the number of its bytes before each text.

            Examples:
              senc worker --threads 1 < texts.txt > vectors.jsonl
              senc worker --input-format jsonl --field body --column vector
            """,
            """
            Para programas que inician otros: el pipe de un RDD, Beam, Flink, un script. A cada \
            texto de la entrada estándar se le responde en la salida estándar, por orden, en cuanto \
            no espera ninguno antes que él; a quien escribe más deprisa de lo que se codifican los \
            textos lo frena la tubería. Termina con su entrada, o tras una línea mala con un error.

            Las líneas son textos, o con --input-format jsonl cadenas de JSON u objetos con un \
            texto; las respuestas son arrays de JSON, uno por línea. Con --format frames, una \
            respuesta es el número de sus bytes, de 32 bits, little-endian, y los elementos del \
            vector; la primera, antes de todo texto, es un objeto JSON con "dimension", \
            "outputType" y "model", la huella de los vectores. --input-format frames lleva delante \
            de cada texto el número de sus bytes.

            Ejemplos:
              senc worker --threads 1 < texts.txt > vectors.jsonl
              senc worker --input-format jsonl --field body --column vector
            """
        ),
        ("How the texts come.", "Cómo llegan los textos."),
        (
            "The field of JSON Lines that has the text.",
            "El campo de JSON Lines que tiene el texto."
        ),
        (
            "How the answers go; that of the texts if not given, or else jsonl.",
            "Cómo salen las respuestas; como los textos si no se da, o si no jsonl."
        ),
        ("The numbers in frames.", "Los números de los frames."),
        (
            "The ranges for int8, an .npy file [2, dimension] of minimums and maximums.",
            "Los rangos para int8, un archivo .npy [2, dimensión] de mínimos y máximos."
        ),
        (
            """
            What to do with an object whose text is null or not there: error, skip it without an \
            answer, or take it as empty.
            """,
            """
            Qué hacer con un objeto cuyo texto es null o no está: error, skip para saltarlo sin \
            respuesta, o empty para tomarlo como vacío.
            """
        ),
        ("--field is for --input-format jsonl", "--field es para --input-format jsonl"),
        ("--missing is for --input-format jsonl", "--missing es para --input-format jsonl"),
        (
            "--column is for lines of text or JSON, and answers in JSON Lines",
            "--column es para líneas de texto o de JSON, y respuestas en JSON Lines"
        ),
        ("--output-type is for --format frames", "--output-type es para --format frames"),
        (
            "--output-type int8 needs --calibration FILE",
            "--output-type int8 necesita --calibration FILE"
        ),
    ]
}
