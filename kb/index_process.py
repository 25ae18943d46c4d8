"""`python -m kb.index_process DESCRIPTOR`: writes Chroma for an ingest (`kb.index_client`) until its pipe ends."""

from __future__ import annotations

import signal
import sys
from multiprocessing.connection import Connection

import numpy as np

from kb.errors import TiaoliError
from kb.index import drop_collection, open_index, write_index
from kb.index_client import Added, Count, Done, Drop, Failed, Write
from kb.named_embedding import load_embedding
from kb.settings import Settings


def main(descriptor: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the ingest says what there is to say
    with Connection(descriptor) as pipe:
        try:
            settings: Settings = pipe.recv()
            while True:
                _serve(pipe, pipe.recv(), settings)
        except (EOFError, ConnectionError):  # the ingest is no more, and what it asked for is wanted by nobody
            return


def _serve(pipe: Connection, request: Write | Count | Drop, settings: Settings) -> None:
    try:
        pipe.send(Done(_answer(pipe, request, settings)))
    except TiaoliError as error:
        pipe.send(Failed(error))


def _answer(pipe: Connection, request: Write | Count | Drop, settings: Settings) -> int:
    match request:
        case Write(folder, collection, records, vectors):
            if vectors is None:
                embedding = load_embedding(settings)
                texts = [record.text for record in records]
                vectors = np.asarray(embedding.get_text_embedding_batch(texts), dtype=np.float32)
            write_index(folder, collection, records, vectors, settings, lambda count: pipe.send(Added(count)))
            return len(records)
        case Count(folder, collection):
            index = open_index(folder, collection, settings)
            try:
                return len(index)
            finally:
                index.close()
        case Drop(collection):
            drop_collection(collection, settings)
            return 0


if __name__ == "__main__":
    main(int(sys.argv[1]))
