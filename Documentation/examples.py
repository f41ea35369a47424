"""The Swift code of documentation pages as one source file, to be compiled: the blocks of a page
are one function."""
import re


def source(pages):
    functions = [function(number, page) for number, page in enumerate(pages)]
    imports = sorted({line for lines, _ in functions for line in lines})
    return "\n".join([*imports, "", *(code for _, code in functions)])


def function(number, page):
    blocks = re.findall(r"^```swift\n(.*?)^```", page.read_text(), re.DOTALL | re.MULTILINE)
    lines = [line for block in blocks for line in block.splitlines()]
    imports = [line for line in lines if line.startswith("import ")]
    # Where nothing is awaited, calls are those of a function that does not wait either.
    effects = "async throws" if any("await " in line for line in lines) else "throws"
    body = "\n".join("    " + line for line in lines if line not in imports)
    return imports, f"// {page}\nfunc page{number}() {effects} {{\n{body}\n}}\n"
