extension Spanish {
    /// Why a server's settings or its index cannot be used.
    static let serving: [Entry] = [
        (
            "the server's settings are not JSON: %1",
            "la configuración del servidor no es JSON: %1"
        ),
        (
            "the server's settings have no valid %1",
            "la configuración del servidor no tiene un %1 válido"
        ),
        (
            "the index's settings are damaged; build it again (%1)",
            "la configuración del índice está dañada; vuelve a crearlo (%1)"
        ),
    ]

    /// Texts of `serve`.
    static let serve: [Entry] = [
        (
            "Serve vectors to programs, and a page to people.",
            "Sirve vectores a programas y una página a personas."
        ),
        (
            """
            Clients of OpenAI, text-embeddings-inference, Ollama, Cohere and others ask it as they \
            are; a browser finds a page at the same address. Vectors are the same to the bit as \
            those of encode, whoever asks at the same time. A signal to end (SIGTERM) has accepted \
            requests answered first, a second one ends at once.

            Examples:
              senc serve
              senc serve --model all-MiniLM-L6-v2 --model es=multilingual-e5-small
            """,
            """
            Los clientes de OpenAI, text-embeddings-inference, Ollama, Cohere y otros le preguntan \
            tal como son; un navegador encuentra una página en la misma dirección. Los vectores son \
            idénticos bit a bit a los de encode, pregunte quien pregunte a la vez. Una señal de fin \
            (SIGTERM) hace que antes se respondan las peticiones aceptadas; una segunda termina en \
            el acto.

            Ejemplos:
              senc serve
              senc serve --model all-MiniLM-L6-v2 --model es=multilingual-e5-small
            """
        ),
        (
            """
            A model, as for encode; NAME=MODEL serves it by a name of its own. Repeatable: \
            requests without a name mean the first one.
            """,
            """
            Un modelo, como en encode; NOMBRE=MODELO lo sirve con un nombre propio. Repetible: las \
            peticiones sin nombre se refieren al primero.
            """
        ),
        (
            "An index to search, which senc index makes.",
            "Un índice en el que buscar, hecho por senc index."
        ),
        (
            "What becomes of texts over the model's limit, if requests do not say.",
            "Qué se hace con los textos que pasan del límite del modelo, si la petición no lo dice."
        ),
        (
            "Take token ids for the model's own; they are refused otherwise.",
            "Toma los ids de tokens por los del modelo; si no, se rechazan."
        ),
        (
            "Log requests on standard error, a line of JSON each, without their texts.",
            "Registra las peticiones en la salida de errores, una línea de JSON cada una, sin sus textos."
        ),
        (
            "The address to listen at; 0.0.0.0 for all of this machine's.",
            "La dirección en la que escuchar; 0.0.0.0 para todas las de esta máquina."
        ),
        ("The port; 0 for any that is free.", "El puerto; 0 para uno cualquiera que esté libre."),
        (
            "A Unix socket to listen at, in place of host and port.",
            "Un socket de Unix en el que escuchar, en lugar de dirección y puerto."
        ),
        (
            "The server's certificate for TLS, in PEM.",
            "El certificado del servidor para TLS, en PEM."
        ),
        ("The key of the certificate, in PEM.", "La clave del certificado, en PEM."),
        (
            """
            A key that requests must show, as Authorization: Bearer KEY; better in SENC_API_KEY, \
            for others see the arguments of programs.
            """,
            """
            Una clave que las peticiones deben mostrar, como Authorization: Bearer CLAVE; mejor en \
            SENC_API_KEY, pues otros ven los argumentos de los programas.
            """
        ),
        (
            """
            The origin of a page that may ask, as https://example.org; '*' for any. Repeatable.
            """,
            """
            El origen de una página que puede preguntar, como https://example.org; '*' para \
            cualquiera. Repetible.
            """
        ),
        (
            """
            A name by which the server may be asked for, beside localhost. Repeatable.
            """,
            """
            Un nombre por el que se puede preguntar al servidor, además de localhost. Repetible.
            """
        ),
        ("key", "clave"), ("origin", "origen"),
        ("--port must be from 0 to 65535", "--port debe estar entre 0 y 65535"),
        (
            "--certificate and --private-key go together",
            "--certificate y --private-key van juntos"
        ),
        ("--api-key is empty", "--api-key está vacía"),
        ("--host is empty", "--host está vacío"),
        (
            "Memory for vectors of texts that come again, as 64M; 0 for none.",
            "Memoria para vectores de textos que vuelven, como 64M; 0 para ninguna."
        ),
        (
            "Tokens that wait at most; more are refused with 429.",
            "Tokens que esperan como mucho; los demás se rechazan con 429."
        ),
        ("Texts of a request at most.", "Textos de una petición como mucho."),
        (
            "Seconds in which accepted requests are answered at the end.",
            "Segundos en los que al final se responden las peticiones aceptadas."
        ),
        (
            "Seconds for a request to arrive, and for its response to be taken.",
            "Segundos para que llegue una petición y para que se recoja su respuesta."
        ),
        ("--cache must be from 0 to 1T", "--cache debe estar entre 0 y 1T"),
        (
            "two models are called %1; --model NAME=MODEL names one of them",
            "dos modelos se llaman %1; --model NOMBRE=MODELO da otro nombre a uno de ellos"
        ),
        (
            """
            senc-server is not beside senc; where senc was built, build it with SENC_SERVER=1 \
            swift build -c release --product senc-server (%1)
            """,
            """
            senc-server no está junto a senc; donde se compiló senc, compílalo con SENC_SERVER=1 \
            swift build -c release --product senc-server (%1)
            """
        ),
        (
            "the server cannot be started: %1 (%2)",
            "no se puede iniciar el servidor: %1 (%2)"
        ),
    ]
}
