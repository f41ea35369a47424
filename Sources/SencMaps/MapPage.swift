/// The page of a map: its style, and the script that draws the data.
///
/// Points are drawn by WebGL, thousands of them as fast as one. Without a graphics processor plain
/// drawing is several times faster than WebGL's imitation, and done instead. A second canvas above has
/// the names of groups, texts, and what is pointed at.
enum MapPage {
    /// - Parameter data: JSON fit to stand in a script element, as `TextMap` writes it.
    static func html(title: String, data: String) -> String {
        let title = Markup.escaped(title)
        return #"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy"
              content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
            <title>\#(title)</title>
            <style>
            \#(style)
            </style>
            </head>
            <body>
            <header>
            <h1>\#(title)</h1>
            <input id="search" type="search" autocomplete="off" spellcheck="false">
            <output id="found" for="search"></output>
            <span id="buttons"></span>
            </header>
            <main>
            <canvas id="points"></canvas>
            <canvas id="over" tabindex="0" role="application"></canvas>
            <nav id="legend"></nav>
            <div id="tip" role="status" aria-live="polite" hidden></div>
            </main>
            <script type="application/json" id="data">\#(data)</script>
            <script>
            \#(script)
            </script>
            </body>
            </html>

            """#
    }
}
