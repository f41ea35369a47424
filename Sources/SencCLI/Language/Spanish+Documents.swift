extension Spanish {
    /// Texts about documents, and about a hub that cannot be reached.
    static let documents: [Entry] = [
        (
            """
            What text files are cut into: lines, paragraphs (the default for directories and for \
            Markdown, HTML and PDF), or windows of tokens. What is too long for the model is cut \
            into windows.
            """,
            """
            En qué se dividen los archivos de texto: lines (líneas), paragraphs (párrafos; por \
            defecto en directorios y en Markdown, HTML y PDF) o windows (ventanas de tokens). Lo \
            que es demasiado largo para el modelo se divide en ventanas.
            """
        ),
        (
            "PDF files are read by pdftotext; install it (poppler-utils)",
            "los archivos PDF se leen con pdftotext; hay que instalarlo (poppler-utils)"
        ),
        (
            "HTML files are read with libxml2, which cannot be loaded; install it (libxml2)",
            """
            los archivos HTML se leen con libxml2, que no se puede cargar; hay que instalarla \
            (libxml2)
            """
        ),
        (
            "the document is over the limit of %1 bytes",
            "el documento supera el límite de %1 bytes"
        ),
        (
            "its elements are nested over %1 deep",
            "sus elementos están anidados a más de %1 niveles"
        ),
        ("pdftotext cannot be started: %1", "no se puede ejecutar pdftotext: %1"),
        (
            """
            pdftotext cannot read it: it is damaged, or a password protects it (status %1)
            """,
            """
            pdftotext no puede leerlo: está dañado o protegido con contraseña (estado %1)
            """
        ),
        (
            "the PDF does not allow to copy its text",
            "el PDF no permite copiar su texto"
        ),
        (
            "the PDF's text is over the limit of %1 bytes",
            "el texto del PDF supera el límite de %1 bytes"
        ),
        ("pdftotext took over %1 s", "pdftotext ha tardado más de %1 s"),
        (
            "warning: 1 PDF file is skipped: pdftotext is not installed (poppler-utils)",
            "aviso: se omite 1 archivo PDF: pdftotext no está instalado (poppler-utils)"
        ),
        (
            "warning: %1 PDF files are skipped: pdftotext is not installed (poppler-utils)",
            "aviso: se omiten %1 archivos PDF: pdftotext no está instalado (poppler-utils)"
        ),
        (
            "warning: 1 HTML file is skipped: libxml2 cannot be loaded; install it (libxml2)",
            """
            aviso: se omite 1 archivo HTML: no se puede cargar libxml2; hay que instalarla \
            (libxml2)
            """
        ),
        (
            """
            warning: %1 HTML files are skipped: libxml2 cannot be loaded; install it (libxml2)
            """,
            """
            aviso: se omiten %1 archivos HTML: no se puede cargar libxml2; hay que instalarla \
            (libxml2)
            """
        ),
        (
            "the name of the proxy cannot be resolved; check https_proxy (%1)",
            "no se puede resolver el nombre del proxy; revisa https_proxy (%1)"
        ),
        (
            """
            the server's name cannot be resolved: check the network, or HF_ENDPOINT for another \
            hub; without a network, HF_HUB_OFFLINE=1 takes what was pulled before, and --model \
            takes a directory copied from elsewhere (%1)
            """,
            """
            no se puede resolver el nombre del servidor: revisa la red, o HF_ENDPOINT si el hub \
            es otro; sin red, HF_HUB_OFFLINE=1 usa lo que ya se descargó y --model acepta un \
            directorio copiado de otro sitio (%1)
            """
        ),
        (
            """
            no connection, %1: check the network, or HF_ENDPOINT for another hub; without a \
            network, HF_HUB_OFFLINE=1 takes what was pulled before, and --model takes a \
            directory copied from elsewhere (%2)
            """,
            """
            sin conexión, %1: revisa la red, o HF_ENDPOINT si el hub es otro; sin red, \
            HF_HUB_OFFLINE=1 usa lo que ya se descargó y --model acepta un directorio copiado de \
            otro sitio (%2)
            """
        ),
    ]
}
