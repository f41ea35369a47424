"""Directories of tokenizers that have no tokenizer.json: SentencePiece models, and vocab.json with
merges.txt. Made with the reference, for the goldens and the fuzzing.

Needs transformers 5.23.0 besides what sample_tokenizers.py needs.
"""

import functools
import json

from sample_tokenizers import sentencepiece_model, sentencepiece_models, tokenizers


@functools.cache
def directories():
    """The files of directories that have no tokenizer.json."""
    models = dict(sentencepiece_models())
    models["albert"] = sentencepiece_model(
        model_type="unigram", vocab_size=420, character_coverage=0.98, pad_id=0, unk_id=1,
        bos_id=-1, eos_id=-1, control_symbols=["[CLS]", "[SEP]"], user_defined_symbols=["[MASK]"],
        normalization_rule_name="nmt_nfkc")
    models["t5"] = sentencepiece_model(
        model_type="unigram", vocab_size=420, character_coverage=0.98, pad_id=0, eos_id=1, unk_id=2,
        bos_id=-1, normalization_rule_name="nmt_nfkc")
    lifted = {"__type": "AddedToken", "content": "<mask>", "lstrip": True, "rstrip": False,
              "normalized": True, "single_word": False}
    result = {}

    def add(name, model, file, **config):
        files = {file: models[model]}
        if config:
            files["tokenizer_config.json"] = json.dumps(config).encode()
        result[name] = files

    add("xlm-roberta", "unigram", "sentencepiece.bpe.model", tokenizer_class="XLMRobertaTokenizer")
    add("xlm-roberta, lifted mask", "unigram cased bytes",
        "sentencepiece.bpe.model", tokenizer_class="XLMRobertaTokenizerFast", mask_token=lifted)
    add("camembert", "unigram", "sentencepiece.bpe.model", tokenizer_class="CamembertTokenizer",
        mask_token=lifted)
    add("t5", "t5", "spiece.model", tokenizer_class="T5Tokenizer", extra_ids=7)
    add("albert", "albert", "spiece.model", tokenizer_class="AlbertTokenizer")
    add("albert, cased", "albert", "spiece.model", tokenizer_class="AlbertTokenizer",
        do_lower_case=False, keep_accents=True)
    add("llama", "bpe bytes", "tokenizer.model", tokenizer_class="LlamaTokenizer", add_bos_token=True)
    add("gemma", "bpe bytes", "tokenizer.model", tokenizer_class="GemmaTokenizer",
        bos_token="<s>", eos_token="</s>", pad_token="<unk>", mask_token="<unk>")
    add("plain unigram", "unigram cased bytes", "tokenizer.model",
        tokenizer_class="PreTrainedTokenizerFast")
    add("plain bpe", "bpe", "tokenizer.model", tokenizer_class="PreTrainedTokenizerFast")
    add("plain bpe bytes", "bpe bytes", "tokenizer.model")
    for name, config in {
        "roberta": {"tokenizer_class": "RobertaTokenizer"},
        "roberta, prefix": {"tokenizer_class": "RobertaTokenizerFast", "add_prefix_space": True,
                            "mask_token": lifted},
        "roberta, untrimmed": {"tokenizer_class": "RobertaTokenizer", "trim_offsets": False},
        "gpt2": {"tokenizer_class": "GPT2Tokenizer", "add_bos_token": True},
        "qwen2": {"tokenizer_class": "Qwen2Tokenizer"},
    }.items():
        model = tokenizers()["roberta"]["model"]
        merges = "#version: 0.2\n" + "\n".join(" ".join(merge) for merge in model["merges"]) + "\n"
        result["vocab.json, " + name] = {
            "vocab.json": json.dumps(model["vocab"]).encode(), "merges.txt": merges.encode(),
            "tokenizer_config.json": json.dumps(config).encode()}
    letters = "abcdefghijklmnoprstuvxyzñé'.,<>[]0123456789語国"
    words = ["<s>", "<pad>", "</s>", "<unk>", "hola", "foo", "##bar", *letters,
             *("##" + letter for letter in letters), "<mask>", "[UNK]"]
    result["vocab.txt, mpnet by its type"] = {
        "vocab.txt": "\n".join(words).encode(), "config.json": b'{"model_type":"mpnet"}'}
    return result


def reference(directory):
    """What transformers makes of a directory."""
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(directory).backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
