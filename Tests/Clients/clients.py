"""The clients: each a function that embeds with a client's defaults, where no more is set than the
address, the key and the model, and checks what comes back."""
import asyncio
import base64
import functools
import importlib.metadata
import os
import struct
import sys

CLIENTS = {}


def client(distribution, *, environment="requirements.txt"):
    """Enters a function under its name; `distribution` is whose version is told."""

    def enter(function):
        name = function.__name__.replace("_", "-")
        CLIENTS[name] = (distribution, environment, function)
        return function

    return enter


def version(distribution):
    """None where it is not installed."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def prepare():
    """What clients would fetch or tell, were they not asked not to."""
    os.environ.update(
        LITELLM_LOCAL_MODEL_COST_MAP="True", ANONYMIZED_TELEMETRY="False",
        HAYSTACK_TELEMETRY_ENABLED="False", HF_HUB_DISABLE_TELEMETRY="1",
        LITELLM_LOG="ERROR", TOKENIZERS_PARALLELISM="false")
    # langchain-openai cuts texts by OpenAI's own tokens; litellm's wheel has the file that tiktoken
    # would fetch.
    spec = importlib.util.find_spec("litellm")
    if spec:
        os.environ["TIKTOKEN_CACHE_DIR"] = os.path.join(
            os.path.dirname(spec.origin), "litellm_core_utils", "tokenizers")


def lines_joined(texts):
    """As llama-index and LangChain send texts."""
    return [text.replace("\n", " ") for text in texts]


# OpenAI


@client("openai")
def openai(server):
    import openai as package

    api = package.OpenAI(base_url=server.v1, api_key=server.key)
    texts, model = server.texts, server.model
    answer = api.embeddings.create(model=model, input=texts)
    server.same([row.embedding for row in answer.data], texts)
    assert [row.index for row in answer.data] == list(range(len(texts))), "index is out of order"
    assert answer.usage.prompt_tokens == answer.usage.total_tokens > 0, answer.usage
    assert answer.object == "list" and answer.model == model, (answer.object, answer.model)
    one = api.embeddings.create(model=model, input=texts[0])
    server.same([one.data[0].embedding], texts[:1])
    plain = api.embeddings.create(model=model, input=texts, encoding_format="float", user="x")
    server.same([row.embedding for row in plain.data], texts)
    native = api.embeddings.create(model=model, input=texts[:1], dimensions=server.dimension)
    server.same([native.data[0].embedding], texts[:1])
    server.raises(package.NotFoundError, lambda: api.embeddings.create(
        model="no-such-model", input="x"), says="no-such-model", code="model_not_found")
    server.raises(package.AuthenticationError, lambda: api.with_options(
        api_key="wrong").embeddings.create(model=model, input="x"), code="invalid_api_key",
        keyed=True)
    server.raises(package.BadRequestError, lambda: api.embeddings.create(
        model=model, input="x", dimensions=10**6), says="dimensions")


@client("openai")
def openai_models(server):
    import openai as package

    api = package.OpenAI(base_url=server.v1, api_key=server.key)
    assert server.model in [model.id for model in api.models.list()]
    model = api.models.retrieve(server.model)
    assert model.id == server.model and model.object == "model", model
    server.raises(package.NotFoundError, lambda: api.models.retrieve("no-such-model"))


@client("openai")
def openai_async(server):
    import openai as package

    async def run():
        async with package.AsyncOpenAI(base_url=server.v1, api_key=server.key) as api:
            parts = await asyncio.gather(*(
                api.embeddings.create(model=server.model, input=text) for text in server.texts))
            return [part.data[0].embedding for part in parts]

    server.same(asyncio.run(run()), server.texts)


@client("openai")
def openai_azure(server):
    import openai as package

    def api(key):
        return package.AzureOpenAI(
            azure_endpoint=server.address, api_key=key, api_version="2024-10-21")

    answer = api(server.key).embeddings.create(model=server.model, input=server.texts)
    server.same([row.embedding for row in answer.data], server.texts)
    server.raises(package.NotFoundError, lambda: api(server.key).embeddings.create(
        model="no-such-model", input="x"))
    server.raises(package.AuthenticationError, lambda: api("wrong").embeddings.create(
        model=server.model, input="x"), keyed=True)


@client("langchain-openai")
def langchain_openai(server):
    from langchain_openai import OpenAIEmbeddings

    model = OpenAIEmbeddings(
        base_url=server.v1, api_key=server.key, model=server.model,
        check_embedding_ctx_length=False)
    server.same(model.embed_documents(server.texts), server.texts)
    server.same([model.embed_query(server.texts[0])], server.texts[:1])


@client("langchain-openai")
def langchain_openai_tokens(server):
    """Its default sends ids of OpenAI's tokens, which mean nothing to other models."""
    import openai as package
    from langchain_openai import OpenAIEmbeddings

    model = OpenAIEmbeddings(base_url=server.v1, api_key=server.key, model=server.model)
    server.raises(package.BadRequestError, lambda: model.embed_documents(server.texts),
                  says="check_embedding_ctx_length=False")
    server.raises(package.BadRequestError, lambda: model.embed_query(server.texts[0]),
                  says="check_embedding_ctx_length=False")


@client("llama-index-embeddings-openai-like")
def llama_index_openai_like(server):
    from llama_index.embeddings.openai_like import OpenAILikeEmbedding

    model = OpenAILikeEmbedding(
        model_name=server.model, api_base=server.v1, api_key=server.key)
    texts = lines_joined(server.texts)
    server.same(model.get_text_embedding_batch(server.texts), texts)
    server.same([model.get_query_embedding(server.texts[0])], texts[:1])


@client("haystack-ai")
def haystack_openai(server):
    from haystack import Document
    from haystack.components.embedders import OpenAIDocumentEmbedder, OpenAITextEmbedder
    from haystack.utils import Secret

    settings = dict(
        api_key=Secret.from_token(server.key), model=server.model, api_base_url=server.v1)
    embedder = OpenAITextEmbedder(**settings)
    server.same([embedder.run(server.texts[0])["embedding"]], server.texts[:1])
    documents = OpenAIDocumentEmbedder(progress_bar=False, **settings).run(
        [Document(content=text) for text in server.texts])["documents"]
    server.same([document.embedding for document in documents], server.texts)


@client("voyageai")
def voyageai(server):
    import voyageai as package

    def api(key):
        return package.Client(api_key=key, base_url=server.v1)

    answer = api(server.key).embed(server.texts, model=server.model)
    server.same(answer.embeddings, server.texts)
    assert answer.total_tokens > 0
    query = api(server.key).embed(server.texts[:1], model=server.model, input_type="query")
    server.same(query.embeddings, server.texts[:1], role="query")
    small = api(server.key).embed(
        server.texts, model=server.model, input_type="document", output_dtype="int8",
        output_dimension=server.dimension)
    server.quantized(small.embeddings, server.texts, role="document", lowest=-128)
    binary = api(server.key).embed(server.texts, model=server.model, output_dtype="ubinary")
    server.signs(binary.embeddings, server.texts)
    server.raises(package.error.VoyageError, lambda: api(server.key).embed(
        ["x"], model="no-such-model"), says="no-such-model")
    # Another class says that the body has no `detail`.
    server.raises(package.error.AuthenticationError, lambda: api("wrong").embed(
        ["x"], model=server.model), keyed=True)


@client("voyageai")
def voyageai_rerank(server):
    import voyageai as package

    api = package.Client(api_key=server.key, base_url=server.v1)
    answer = api.rerank(server.texts[0], server.texts, model=server.model, top_k=2)
    server.ranking([(row.index, row.relevance_score) for row in answer.results], 2)


# Text Embeddings Inference


@client("huggingface_hub")
def huggingface_hub(server):
    from huggingface_hub import InferenceClient
    from huggingface_hub.errors import HfHubHTTPError

    api = InferenceClient(server.address, token=server.key)
    server.same(api.feature_extraction(server.texts[0]), server.texts[:1])
    server.same(api.feature_extraction(server.texts), server.texts)
    raw = api.feature_extraction(
        server.texts, normalize=False, truncate=True, truncation_direction="right")
    server.same(raw, server.texts, normalized=False)
    scores = api.sentence_similarity(server.texts[0], other_sentences=server.texts[1:])
    server.similar(scores, server.texts)
    server.raises(HfHubHTTPError, lambda: InferenceClient(
        server.address, token="wrong").feature_extraction("x"), status=401, keyed=True)
    server.raises(HfHubHTTPError, lambda: api.feature_extraction(
        "x", prompt_name="no-such-prompt"), status=422, says="no-such-prompt")


@client("langchain-huggingface")
def langchain_huggingface(server):
    """It takes no address for its model, so that the client inside is replaced."""
    from huggingface_hub import InferenceClient
    from langchain_huggingface import HuggingFaceEndpointEmbeddings

    model = HuggingFaceEndpointEmbeddings(
        model="x/y", huggingfacehub_api_token=server.key, provider="hf-inference")
    model.client = InferenceClient(model=server.address, token=server.key)
    texts = lines_joined(server.texts)
    server.same(model.embed_documents(server.texts), texts)
    server.same([model.embed_query(server.texts[0])], texts[:1])


@client("llama-index-embeddings-text-embeddings-inference")
def llama_index_tei(server):
    from llama_index.embeddings.text_embeddings_inference import TextEmbeddingsInference

    def model(key):
        return TextEmbeddingsInference(
            model_name=server.model, base_url=server.address, auth_token=key)

    # It strips the texts of space at the ends.
    texts = [text.strip() for text in server.texts]
    server.same(model(server.key).get_text_embedding_batch(server.texts), texts)
    server.same([model(server.key).get_query_embedding(server.texts[0])], texts[:1])
    # The status is not looked at, and an error's body is taken for vectors: a KeyError.
    server.raises(KeyError, lambda: model("wrong").get_text_embedding("x"), keyed=True)


@client("huggingface-api-haystack")
def haystack_huggingface(server):
    """Its default is `normalize: false`."""
    from haystack import Document
    from haystack.utils import Secret
    from haystack_integrations.components.embedders.huggingface_api import (
        HuggingFaceAPIDocumentEmbedder, HuggingFaceAPITextEmbedder)

    settings = dict(
        api_type="text_embeddings_inference", api_params={"url": server.address},
        token=Secret.from_token(server.key))
    one = HuggingFaceAPITextEmbedder(**settings)
    one.warm_up()
    server.same([one.run(server.texts[0])["embedding"]], server.texts[:1], normalized=False)
    several = HuggingFaceAPIDocumentEmbedder(progress_bar=False, **settings)
    several.warm_up()
    documents = several.run([Document(content=text) for text in server.texts])["documents"]
    server.same([document.embedding for document in documents], server.texts, normalized=False)


@client("chromadb")
def chromadb_tei(server):
    from chromadb.utils.embedding_functions import HuggingFaceEmbeddingServer

    function = HuggingFaceEmbeddingServer(server.address + "/embed", api_key=server.key)
    server.same(function(server.texts), server.texts)
    server.raises(Exception, lambda: HuggingFaceEmbeddingServer(
        server.address + "/embed", api_key="wrong")(["x"]), keyed=True)


@client("chromadb")
def chromadb_openai(server):
    from chromadb.utils.embedding_functions import OpenAIEmbeddingFunction

    function = OpenAIEmbeddingFunction(
        api_key=server.key, api_base=server.v1, model_name=server.model)
    server.same(function(server.texts), server.texts)


# Ollama


@client("ollama")
def ollama(server):
    import ollama as package

    api = package.Client(host=server.address, headers=server.bearer)
    answer = api.embed(model=server.model, input=server.texts)
    server.same(answer.embeddings, server.texts)
    assert answer.model == server.model and answer.prompt_eval_count > 0, answer
    server.same(api.embed(server.model, server.texts[0]).embeddings, server.texts[:1])
    server.same(api.embed(server.model + ":latest", server.texts[0]).embeddings, server.texts[:1])
    one = api.embeddings(model=server.model, prompt=server.texts[0])
    server.same([one.embedding], server.texts[:1], normalized=False)
    assert api.embed(server.model, []).embeddings == [], "no input is an empty list"
    error = server.raises(package.ResponseError, lambda: api.embed("no-such-model", "x"))
    assert not error or error.status_code == 404 and "no-such-model" in error.error, error
    error = server.raises(package.ResponseError, lambda: package.Client(
        host=server.address, headers={"Authorization": "Bearer wrong"}).embed(server.model, "x"),
        keyed=True)
    assert not error or error.status_code == 401, error


@client("ollama")
def ollama_models(server):
    import ollama as package

    api = package.Client(host=server.address, headers=server.bearer)
    names = [model.model for model in api.list().models]
    assert any(name.split(":")[0] == server.model for name in names), names
    shown = api.show(server.model)
    assert "embedding" in (shown.capabilities or []), shown.capabilities
    assert isinstance(list(api.ps().models), list)
    server.raises(package.ResponseError, lambda: api.show("no-such-model"))


@client("langchain-ollama")
def langchain_ollama(server):
    from langchain_ollama import OllamaEmbeddings

    model = OllamaEmbeddings(
        model=server.model, base_url=server.address,
        client_kwargs={"headers": server.bearer})
    server.same(model.embed_documents(server.texts), server.texts)
    server.same([model.embed_query(server.texts[0])], server.texts[:1])


@client("chromadb")
def chromadb_ollama(server):
    """It has no way to show a key."""
    from chromadb.utils.embedding_functions import OllamaEmbeddingFunction

    function = OllamaEmbeddingFunction(url=server.address, model_name=server.model)
    if server.keyed and not server.recording:
        return server.raises(Exception, lambda: function(server.texts))
    server.same(function(server.texts), server.texts)


# Cohere


@client("cohere")
def cohere(server):
    import cohere as package

    def api(key):
        return package.ClientV2(api_key=key, base_url=server.address)

    def embed(*types, texts=server.texts, kind="search_document", key=server.key, **others):
        return api(key).embed(
            texts=texts, model=server.model, input_type=kind, embedding_types=list(types),
            **others).embeddings

    server.same(embed("float").float_, server.texts, role="document")
    server.same(embed("float", texts=server.texts[:1], kind="search_query").float_,
                server.texts[:1], role="query")
    all_types = embed("float", "int8", "uint8", "binary", "ubinary", "base64", kind="clustering")
    server.same(all_types.float_, server.texts)
    server.quantized(all_types.int8, server.texts, lowest=-128)
    server.quantized(all_types.uint8, server.texts, lowest=0)
    server.signs(all_types.ubinary, server.texts)
    server.signs([[value + 128 for value in row] for row in all_types.binary], server.texts)
    rows = [base64.b64decode(row) for row in all_types.base64]
    server.same([struct.unpack(f"<{len(row) // 4}f", row) for row in rows], server.texts)
    inputs = api(server.key).embed(
        inputs=[{"content": [{"type": "text", "text": text}]} for text in server.texts],
        model=server.model, input_type="classification", embedding_types=["float"])
    server.same(inputs.embeddings.float_, server.texts)
    server.raises(package.NotFoundError, lambda: api(server.key).embed(
        texts=["x"], model="no-such-model", input_type="clustering", embedding_types=["float"]),
        says="no-such-model")
    server.raises(package.UnauthorizedError, lambda: embed("float", key="wrong"), keyed=True)


@client("cohere")
def cohere_v1(server):
    import cohere as package

    api = package.Client(api_key=server.key, base_url=server.address)
    plain = api.embed(texts=server.texts, model=server.model, input_type="search_document")
    server.same(plain.embeddings, server.texts, role="document")
    typed = api.embed(
        texts=server.texts, model=server.model, input_type="search_query",
        embedding_types=["float", "int8"])
    server.same(typed.embeddings.float_, server.texts, role="query")
    server.raises(package.NotFoundError, lambda: api.embed(
        texts=["x"], model="no-such-model", input_type="clustering"))


@client("cohere")
def cohere_rerank(server):
    import cohere as package

    for api in (package.Client(api_key=server.key, base_url=server.address),
                package.ClientV2(api_key=server.key, base_url=server.address)):
        answer = api.rerank(
            query=server.texts[0], documents=server.texts, model=server.model, top_n=2)
        server.ranking([(row.index, row.relevance_score) for row in answer.results], 2)


# litellm, which speaks several dialects


def through_litellm(server, provider, base, *, role=None, normalized=True, error=True, **settings):
    import litellm

    litellm.suppress_debug_info = True

    def embed(texts, model=server.model, key=server.key):
        answer = litellm.embedding(
            model=f"{provider}/{model}", input=texts, api_base=base, api_key=key, **settings)
        return [row["embedding"] for row in answer.data]

    server.same(embed(server.texts), server.texts, role=role, normalized=normalized)
    server.same(embed(server.texts[:1]), server.texts[:1], role=role, normalized=normalized)
    if error:
        server.raises(litellm.NotFoundError, lambda: embed(["x"], model="no-such-model"))
        server.raises(litellm.AuthenticationError, lambda: embed(["x"], key="wrong"), keyed=True)


@client("litellm")
def litellm_openai(server):
    through_litellm(server, "openai", server.v1)


@client("litellm")
def litellm_hosted_vllm(server):
    through_litellm(server, "hosted_vllm", server.v1)


@client("litellm")
def litellm_azure(server):
    through_litellm(server, "azure", server.address, api_version="2024-10-21")


@client("litellm")
def litellm_ollama(server):
    """It shows no key."""
    through_litellm(server, "ollama", server.address, error=False, headers=server.bearer)


@client("litellm")
def litellm_huggingface(server):
    through_litellm(server, "huggingface", server.address + "/embed", error=False,
                    input_type="embed")


@client("litellm")
def litellm_infinity(server):
    through_litellm(server, "infinity", server.address + "/v1")


@client("litellm")
def litellm_voyage(server):
    through_litellm(server, "voyage", server.v1)


@client("litellm")
def litellm_jina(server):
    through_litellm(server, "jina_ai", server.v1)


@client("litellm")
def litellm_cohere(server):
    through_litellm(server, "cohere", server.address + "/v2/embed", role="document")


# Others


@client("infinity_client", environment="requirements-apart.txt")
def infinity_client(server):
    from infinity_client import AuthenticatedClient
    from infinity_client.api.default import embeddings, models
    from infinity_client.models import OpenAIEmbeddingInputText

    def embed(key, model=server.model):
        return embeddings.sync(
            client=AuthenticatedClient(
                base_url=server.v1, token=key, raise_on_unexpected_status=True),
            body=OpenAIEmbeddingInputText.from_dict({"input": server.texts, "model": model}))

    answer = embed(server.key)
    server.same([row.embedding for row in answer.data], server.texts)
    from infinity_client.errors import UnexpectedStatus
    server.raises(UnexpectedStatus, lambda: embed(server.key, model="no-such-model"))
    server.raises(UnexpectedStatus, lambda: embed("wrong"), keyed=True)


@client("prometheus_client")
def prometheus_client(server):
    from prometheus_client.parser import text_string_to_metric_families

    status, headers, body = server.plain("GET", "/metrics")
    assert status == 200 and headers["content-type"].startswith("text/plain"), (status, headers)
    names = {family.name for family in text_string_to_metric_families(body.decode())}
    missing = {
        "te_request_count", "te_request_success", "te_request_duration", "te_queue_size",
        "te_request_queue_duration", "te_request_inference_duration", "te_batch_next_size",
    } - names
    assert not missing, f"lacks {sorted(missing)}"
