extension Spanish {
    /// Texts of the greeting, of `senc help` and of options that go by the configuration.
    static let guide: [Entry] = [
        (
            """
            %1: sentence embeddings. Texts become vectors, and those close in
            meaning lie close.

            To try it:
              senc similarity "El perro duerme." "A dog is asleep." "Llueve."
              printf '%s\\n' "Un gato." "It rains." "Stocks fall." | senc search animals
              senc encode "La lluvia golpea la ventana."

            To go on:
              'senc help'         all commands and topics
              'senc help NAME'    one of them, such as search, models or formats
              'senc doctor'       what this machine has, and what would make senc faster

            """,
            """
            %1: embeddings de frases. Los textos se vuelven vectores, y los de significado
            cercano quedan cerca.

            Para probarlo:
              senc similarity "El perro duerme." "A dog is asleep." "Llueve."
              printf '%s\\n' "Un gato." "It rains." "Sube la bolsa." | senc search animales
              senc encode "La lluvia golpea la ventana."

            Para seguir:
              'senc help'         todos los comandos y temas
              'senc help NOMBRE'  uno de ellos, como search, models o formats
              'senc doctor'       qué hay en esta máquina y qué haría a senc más rápido

            """
        ),
        ("Texts", "Textos"), ("Files and tables", "Archivos y tablas"),
        ("Models", "Modelos"), ("This machine", "Esta máquina"),
        ("TOPICS:", "TEMAS:"),
        ("See 'senc help <topic>' for one.", "Véase 'senc help <tema>' para uno."),
        (
            "The topic %1 ('senc %2 --help' shows the command alone):",
            "El tema %1 ('senc %2 --help' muestra solo el comando):"
        ),
        (
            "Which model for which language, and how to get others.",
            "Qué modelo para qué idioma, y cómo conseguir otros."
        ),
        (
            "Languages of texts, and of senc itself.",
            "Idiomas de los textos, y del propio senc."
        ),
        ("What is read and what is written.", "Qué se lee y qué se escribe."),
        (
            "CSV, TSV and JSON Lines: columns, ids, labels.",
            "CSV, TSV y JSON Lines: columnas, ids, etiquetas."
        ),
        (
            "Words before texts, and the roles query and passage.",
            "Palabras delante de los textos; los roles query y passage."
        ),
        (
            "What commands go by if no option says otherwise.",
            "Por qué se rigen los comandos si ninguna opción dice otra cosa."
        ),
        ("The variables that are heeded.", "Las variables que se tienen en cuenta."),
        ("What a command's status says.", "Qué dice el estado de un comando."),
        (
            """
            A name on the search path, a directory, a weight file, a file of word vectors, or an \
            ORG/NAME in the local Hugging Face cache, with @REVISION if it is not main's. If not \
            given: the model that an index, a classifier or a table's model was made with, if it \
            is at hand by its name; else the one that is configured (senc help config), else %1.
            """,
            """
            Un nombre de la ruta de búsqueda, un directorio, un archivo de pesos, un archivo de \
            vectores de palabras, u ORG/NOMBRE de la caché local de Hugging Face, con @REVISIÓN \
            si no es la de main. Si no se da: el modelo con que se hizo el índice, el \
            clasificador o el modelo de una tabla, si está disponible por su nombre; si no, el configurado (senc help \
            config); si no, %1.
            """
        ),
        (
            "The arithmetic of the linear layers. If not given: what is configured, else float32.",
            """
            La aritmética de las capas lineales. Si no se da: la configurada; si no, float32.
            """
        ),
        (
            "Worker threads. If not given: what is configured, else one for each processor.",
            "Hilos de trabajo. Si no se dan: los configurados; si no, uno por procesador."
        ),
    ]

    /// Texts of the configuration.
    static let settings: [Entry] = [
        (
            "Show or change what commands go by if no option says otherwise.",
            """
            Mostrar o cambiar aquello por lo que se rigen los comandos si ninguna opción dice \
            otra cosa.
            """
        ),
        (
            """
            An option beats the environment (SENC_MODEL, SENC_PRECISION, SENC_THREADS, \
            SENC_LANGUAGE), which beats the file, which beats what is built in.

            Examples:
              senc config
              senc config set precision int8
              senc config unset precision
            """,
            """
            Una opción vence al entorno (SENC_MODEL, SENC_PRECISION, SENC_THREADS, \
            SENC_LANGUAGE), que vence al archivo, que vence a lo predeterminado.

            Ejemplos:
              senc config
              senc config set precision int8
              senc config unset precision
            """
        ),
        (
            "Show each setting, its value and where that comes from.",
            "Mostrar cada ajuste, su valor y de dónde viene."
        ),
        (
            """
            Example:
              senc config show --json
            """,
            """
            Ejemplo:
              senc config show --json
            """
        ),
        (
            "Write a setting into the configuration file.",
            "Escribir un ajuste en el archivo de configuración."
        ),
        (
            """
            The rest of the file stays as it is, comments too.

            Examples:
              senc config set model all-MiniLM-L6-v2
              senc config set threads 4
            """,
            """
            El resto del archivo queda como está, también los comentarios.

            Ejemplos:
              senc config set model all-MiniLM-L6-v2
              senc config set threads 4
            """
        ),
        ("What to set: %1.", "Qué ajustar: %1."),
        ("What commands will go by.", "Por qué se regirán los comandos."),
        (
            "%1 cannot be %2: that cannot stand in the file",
            "%1 no puede ser %2: eso no puede estar en el archivo"
        ),
        (
            "hint: %1 is set, and beats the file",
            "sugerencia: %1 está definida, y vence al archivo"
        ),
        (
            "Remove a setting from the configuration file.",
            "Quitar un ajuste del archivo de configuración."
        ),
        (
            """
            Example:
              senc config unset model
            """,
            """
            Ejemplo:
              senc config unset model
            """
        ),
        ("What to remove: %1.", "Qué quitar: %1."),
        ("hint: %1 was not set in the file", "sugerencia: %1 no estaba en el archivo"),
        (
            "%1 is not a setting; the settings are %2%3",
            "%1 no es un ajuste; los ajustes son %2%3"
        ),
        (
            "there is no place for the file: neither HOME nor XDG_CONFIG_HOME is set",
            "no hay lugar para el archivo: faltan HOME y XDG_CONFIG_HOME"
        ),
        ("from", "origen"), ("can be", "puede ser"),
        (
            "'senc config set SETTING VALUE' writes it; an option or SENC_… beats it.",
            "'senc config set AJUSTE VALOR' lo escribe; una opción o SENC_… lo vence."
        ),
        ("%1 (one for each processor)", "%1 (uno por procesador)"),
        ("%1, line %2", "%1, línea %2"), ("the locale", "la configuración regional"),
        ("built in", "predeterminado"), ("what --model takes", "lo que admite --model"),
        ("1 or more", "1 o más"),
        (
            "No file: neither HOME nor XDG_CONFIG_HOME is set.",
            "Sin archivo: faltan HOME y XDG_CONFIG_HOME."
        ),
        ("File: %1", "Archivo: %1"),
        ("File: %1 (not there yet)", "Archivo: %1 (aún no existe)"),
        (
            "the line is not a setting, such as threads = 4 (%1, line %2)",
            "la línea no es un ajuste, como threads = 4 (%1, línea %2)"
        ),
        (
            "%1 is not a setting; the settings are %2%3 (%4, line %5)",
            "%1 no es un ajuste; los ajustes son %2%3 (%4, línea %5)"
        ),
        ("%1 needs a value (%2, line %3)", "%1 necesita un valor (%2, línea %3)"),
        (
            "%1 is set above already; remove one of the two (%2, line %3)",
            "%1 ya está más arriba; hay que quitar uno de los dos (%2, línea %3)"
        ),
        ("%1 (the environment's %2)", "%1 (%2 del entorno)"),
        ("%1 cannot be %2, but %3%4", "%1 no puede ser %2, sino %3%4"),
        (
            "threads must be a number of 1 or more, not %1",
            "threads debe ser un número de 1 o más, no %1"
        ),
    ]

    /// Texts of `senc doctor`.
    static let doctor: [Entry] = [
        (
            "Show what senc finds on this machine, and what would help.",
            "Mostrar lo que senc encuentra en esta máquina y qué ayudaría."
        ),
        (
            """
            The CPU and what computes on it, the default model, loaded and compared with its \
            reference vectors, the libraries that are there, caches and the configuration; at the \
            end what would make senc faster, or mend it. Nothing is measured: that is senc \
            benchmark.

            Examples:
              senc doctor
              senc doctor --json
            """,
            """
            La CPU y lo que calcula en ella; el modelo predeterminado, cargado y comparado con \
            sus vectores de referencia; las bibliotecas que hay, las cachés y la configuración; \
            al final, qué haría a senc más rápido o lo arreglaría. No se mide nada: eso es senc \
            benchmark.

            Ejemplos:
              senc doctor
              senc doctor --json
            """
        ),
        ("Nothing: all is well.", "Nada: todo está bien."),
        ("What would help", "Qué ayudaría"),
        ("senc", "senc"), ("--backend blas", "--backend blas"), ("senc pull", "senc pull"),
        ("version", "versión"), ("program", "programa"), ("configuration", "configuración"),
        ("language", "idioma"), ("terminal", "terminal"), ("Machine", "Máquina"),
        ("CPU", "CPU"), ("kernels", "kernels"), ("it can run", "puede ejecutar"),
        ("processors", "procesadores"), ("threads", "hilos"), ("memory", "memoria"),
        ("Model", "Modelo"), ("default", "predeterminado"),
        ("weights", "pesos"), ("vectors", "vectores"),
        ("check", "comprobación"), ("Models at hand", "Modelos disponibles"),
        ("by name", "por nombre"), ("search path", "ruta de búsqueda"),
        ("Hugging Face cache", "caché de Hugging Face"), ("what is in it", "contenido"),
        ("Libraries and programs", "Bibliotecas y programas"),
        ("%1 (not there; none is needed)", "%1 (no existe; no hace falta)"),
        (
            "none: neither HOME nor XDG_CONFIG_HOME is set",
            "ninguna: faltan HOME y XDG_CONFIG_HOME"
        ),
        ("%1 columns", "%1 columnas"), ("none", "ninguno"), ("unknown", "desconocida"),
        ("%1, one for each processor", "%1, uno por procesador"),
        ("%1, as configured", "%1, según la configuración"), ("not known", "no se sabe"),
        (
            "%1 numbers, of %2 tokens at most",
            "%1 números, de %2 tokens como máximo"
        ),
        ("cannot be loaded: %1", "no se puede cargar: %1"),
        (
            "its vectors are the reference's, over %1 texts",
            "sus vectores son los de la referencia, en %1 textos"
        ),
        (
            "its vectors are the reference's, over 1 text",
            "sus vectores son los de la referencia, en 1 texto"
        ),
        ("it has no reference vectors", "no tiene vectores de referencia"),
        ("%1, as 'senc models' lists them", "%1, como los muestra 'senc models'"),
        ("none: neither HF_HOME nor HOME is set", "ninguna: faltan HF_HOME y HOME"),
        ("1 model, %1", "1 modelo, %1"), ("%1 models, %2", "%1 modelos, %2"),
        ("found (%1)", "está (%1)"), ("not found (%1)", "no está (%1)"),
        ("files in zstd (.zst)", "archivos en zstd (.zst)"),
        ("files in bzip2 (.bz2)", "archivos en bzip2 (.bz2)"),
        ("files in xz (.xz)", "archivos en xz (.xz)"),
        ("text of HTML documents", "texto de documentos HTML"),
        ("text of PDF documents", "texto de documentos PDF"),
        ("Mend the configuration: %1.", "Corregir la configuración: %1."),
        (
            """
            Mend the default model, or choose one of 'senc models' with 'senc config set model \
            NAME': %1.
            """,
            """
            Arreglar el modelo predeterminado, o elegir uno de 'senc models' con 'senc config set \
            model NOMBRE': %1.
            """
        ),
        (
            "Fetch the model anew, it computes something else: %1.",
            "Descargar de nuevo el modelo, que calcula otra cosa: %1."
        ),
        ("Install %1 (Debian: %2) for: %3.", "Instalar %1 (Debian: %2) para: %3."),
        (
            "Unset SENC_KERNELS: this CPU can run %1, which is faster.",
            "Quitar SENC_KERNELS: esta CPU puede ejecutar %1, que es más rápido."
        ),
        (
            """
            --precision int8, or 'senc config set precision int8': %1 as many texts a second on \
            CPUs with %2, vectors within a cosine of 0.998 (measured with all-MiniLM-L6-v2).
            """,
            """
            --precision int8, o 'senc config set precision int8': %1 más rápido en CPU con \
            %2, con vectores a un coseno de 0.998 o más (medido con all-MiniLM-L6-v2).
            """
        ),
        ("1.6 times", "1,6 veces"), ("2 to 3 times", "de 2 a 3 veces"),
        (
            "float32 or int8 in place of bfloat16, which is slower on CPUs with avx2.",
            "float32 o int8 en lugar de bfloat16, que es más lento en CPU con avx2."
        ),
        (
            "Threads are limited to %1 of %2 processors: see senc config.",
            "Los hilos están limitados a %1 de %2 procesadores: véase senc config."
        ),
        (
            """
            'senc quantize %1 --output NAME.gguf' stores the model in 8 bits a weight: sooner \
            loaded, less memory.
            """,
            """
            'senc quantize %1 --output NOMBRE.gguf' guarda el modelo en 8 bits por peso: carga \
            antes y ocupa menos memoria.
            """
        ),
    ]
}
