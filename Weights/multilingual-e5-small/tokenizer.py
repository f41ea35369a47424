"""Writes Tokenizers/xlm-roberta-western-europe: the tokenizer of the GGUF file beside this script.

    pip install gguf==0.19.0 sentencepiece==0.2.3 protobuf==7.36.2
    python tokenizer.py

The pieces and scores are written as a SentencePiece model with the ids that fairseq counts from,
one less than XLM-R's (`<unk>` `<s>` `</s>` at its beginning, neither `<pad>` nor `<mask>`), and the
map of nmt_nfkc beside them; transformers and senc read it as XLM-R's. The same file gives the same
bytes. Prints its size and hash.
"""

import hashlib
import json
import pathlib

import gguf
from sentencepiece import sentencepiece_model_pb2 as proto

HERE = pathlib.Path(__file__).resolve().parent
PLACE = HERE.parent.parent / "Tokenizers/xlm-roberta-western-europe"
SPECIAL = ["<s>", "<pad>", "</s>", "<unk>"]


def main():
    reader = gguf.GGUFReader(HERE / "multilingual-e5-small-q4_0.gguf")
    values = {name: field.contents() for name, field in reader.fields.items()}
    tokens = values["tokenizer.ggml.tokens"]
    scores = values["tokenizer.ggml.scores"]
    assert tokens[:4] == SPECIAL and tokens[-1] == "<mask>"

    model = proto.ModelProto()
    for piece, kind in (("<unk>", "UNKNOWN"), ("<s>", "CONTROL"), ("</s>", "CONTROL")):
        model.pieces.add(
            piece=piece, score=0, type=getattr(proto.ModelProto.SentencePiece, kind)
        )
    for token, score in zip(tokens[4:-1], scores[4:-1]):
        model.pieces.add(piece=token, score=score)
    model.trainer_spec.model_type = proto.TrainerSpec.UNIGRAM
    model.trainer_spec.vocab_size = len(model.pieces)
    model.trainer_spec.unk_id, model.trainer_spec.bos_id, model.trainer_spec.eos_id = 0, 1, 2
    model.trainer_spec.pad_id = -1
    model.normalizer_spec.name = "nmt_nfkc"
    model.normalizer_spec.precompiled_charsmap = bytes(
        values["tokenizer.ggml.precompiled_charsmap"]
    )
    model.normalizer_spec.add_dummy_prefix = True
    model.normalizer_spec.remove_extra_whitespaces = True
    model.normalizer_spec.escape_whitespaces = True

    PLACE.mkdir(parents=True, exist_ok=True)
    data = model.SerializeToString(deterministic=True)
    (PLACE / "sentencepiece.bpe.model").write_bytes(data)
    config = {
        "tokenizer_class": "XLMRobertaTokenizer",
        "model_max_length": values["bert.context_length"],
        "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>",
        "cls_token": "<s>", "sep_token": "</s>",
        "mask_token": {
            "__type": "AddedToken", "content": "<mask>", "lstrip": True, "normalized": False,
            "rstrip": False, "single_word": False, "special": True,
        },
    }
    (PLACE / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")
    print(hashlib.sha256(data).hexdigest(), len(data), "sentencepiece.bpe.model")


if __name__ == "__main__":
    main()
