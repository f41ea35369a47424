#!/bin/sh
# Measures senc beside its peers on this machine and prints tables in Markdown.
#
#   Benchmarks/run.sh [PART…] [--without-peers] [--million]
#
# Parts: throughput, cold, memory, tokenizer, kernels, search, index and lists. If none is given, all
# but lists, which takes long, in about fourteen minutes on two cores once the peers are set up. Run
# nothing else meanwhile.
#
#   --without-peers   measures senc alone; needs no more than python3, and NumPy for search
#                     and lists
#   --million         memory for 1,000,000 lines, too, which takes half an hour or so
#
# What it reads from the environment, where the default does not suit:
#
#   PEERS_ENV     a Python environment with the peers, made if it is not there (.build/peers)
#   PYTHON        the Python to make it with (python3)
#   SENC          a senc to measure instead of the one built here
#   SHORT, LONG   how many short and long texts (6000, 600)
#   MINUTES       how long throughput may take; decides how often it is repeated (8)
set -eu
cd "$(dirname "$0")/.."
here=Benchmarks
model=Weights/all-MiniLM-L6-v2
tokenizer=Tokenizers/bert-base-uncased
python=${PYTHON:-python3}
peers=${PEERS_ENV:-.build/peers}
work=.build/benchmark-texts

parts=
with_peers=yes
million=
for argument; do
    case $argument in
    throughput | cold | memory | tokenizer | kernels | search | lists | index)
        parts="$parts $argument"
        ;;
    all) parts="throughput cold memory tokenizer kernels search index" ;;
    --without-peers) with_peers= ;;
    --million) million=--million ;;
    -h | --help) sed -n '2,/^set/{/^set/d;s/^# \{0,1\}//;p;}' "$0"; exit 0 ;;
    *) echo "$0: unknown argument $argument; see --help" >&2; exit 64 ;;
    esac
done
parts=${parts:-throughput cold memory tokenizer kernels search index}

say() { echo "· $*" >&2; }

say "building"
swift build -c release --product senc >&2
senc=${SENC:-$(swift build -c release --show-bin-path)/senc}
swift build -c release --package-path $here -Xswiftc -enable-testing >&2
bin=$(swift build -c release --package-path $here --show-bin-path)
if [ -n "$with_peers" ]; then
    say "setting up the peers in $peers"
    sh $here/peers/setup.sh "$peers" "$python" $model >&2
    python=$peers/bin/python
fi
peer_options=${with_peers:+--peers}
"$python" $here/texts.py $work --short "${SHORT:-6000}" --long "${LONG:-600}"

"$python" $here/machine.py --senc "$senc" $peer_options
for part in $parts; do
    say "$part"
    echo
    case $part in
    throughput)
        "$python" $here/throughput.py --senc "$senc" --model $model --texts $work \
            --minutes "${MINUTES:-8}" $peer_options
        ;;
    cold) "$python" $here/cold.py --senc "$senc" --model $model $peer_options ;;
    memory) "$python" $here/memory.py --senc "$senc" --model $model --texts $work $million ;;
    tokenizer)
        "$python" $here/tokenizer.py --benchmark "$bin/TokenizerBenchmark" \
            --tokenizer $tokenizer --texts $work $peer_options
        ;;
    kernels) "$python" $here/kernels.py --senc "$senc" --model $model ;;
    search) "$python" $here/search.py --benchmark "$bin/SearchBenchmark" $peer_options ;;
    lists) "$python" $here/lists.py --benchmark "$bin/ListsBenchmark" $peer_options ;;
    index) "$python" $here/index.py --senc "$senc" ;;
    esac
done
