extension MapPage {
    static let style = #"""
        :root { color-scheme: light dark; --ink: #1b1f24; --paper: #ffffff; --line: #d0d4d9; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e8eb; --paper: #14171b; --line: #3a4048; }
        }
        * { box-sizing: border-box; }
        html, body { height: 100%; margin: 0; }
        body {
          display: flex; flex-direction: column; background: var(--paper); color: var(--ink);
          font: 14px/1.4 system-ui, sans-serif;
        }
        header {
          display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; padding: 8px 12px;
          border-bottom: 1px solid var(--line);
        }
        h1 { font-size: 16px; margin: 0; overflow-wrap: anywhere; }
        input, button {
          font: inherit; color: inherit; background: var(--paper); padding: 3px 8px;
          border: 1px solid var(--line); border-radius: 6px;
        }
        input { width: 16em; }
        button { cursor: pointer; }
        :focus-visible { outline: 2px solid #3f90da; outline-offset: 1px; }
        #found { min-width: 6em; }
        #buttons { display: flex; gap: 4px; margin-left: auto; }
        main { position: relative; flex: 1; min-height: 0; overflow: hidden; }
        canvas { position: absolute; inset: 0; width: 100%; height: 100%; }
        #over { touch-action: none; cursor: grab; outline-offset: -2px; }
        #legend {
          position: absolute; right: 8px; top: 8px; max-height: calc(100% - 16px); width: 17em;
          max-width: 45%; overflow: auto; background: var(--paper); border-radius: 6px;
          border: 1px solid var(--line); opacity: .93;
        }
        #legend:empty, #legend[hidden] { display: none; }
        #legend button {
          display: flex; gap: 6px; align-items: center; width: 100%; border: 0; text-align: left;
          border-radius: 0; background: none;
        }
        #legend button[aria-pressed=false] { opacity: .4; text-decoration: line-through; }
        #legend span { flex: 1; overflow: hidden; white-space: nowrap; text-overflow: ellipsis; }
        #legend svg { flex: none; }
        #tip {
          position: absolute; max-width: min(32em, 70%); padding: 5px 9px; pointer-events: none;
          background: var(--ink); color: var(--paper); border-radius: 6px; overflow-wrap: anywhere;
        }
        #tip small { display: block; opacity: .75; }
        """#
}
