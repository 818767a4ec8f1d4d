# Part of the snnc project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""snnc-lsp-server as an editor meets it: errors while typing, go to definition."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import snnc

pytestmark = pytest.mark.needs_snnc

NETWORK = """\
snn.network @net dt 1.0 {
  snn.input @x size 4
  snn.population @p of @lif_delta size 4
  snn.projection @w from @x to @p port @in #snn.one_to_one weights 1.0
}
"""


class Server:
    """A server process and the messages to and from it."""

    def __init__(self) -> None:
        program = snnc.program().with_name("snnc-lsp-server")
        self.process = subprocess.Popen(
            [str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        self.requests = 0

    def send(self, method: str, params: object, **more: int) -> None:
        text = json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(text), text))
        self.process.stdin.flush()

    def receive(self) -> dict:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            key, _, value = line.partition(b":")
            if key.lower() == b"content-length":
                length = int(value)
        assert length, "the server ended"
        message = json.loads(self.process.stdout.read(length))
        assert isinstance(message, dict)
        return message

    def ask(self, method: str, params: object) -> object:
        self.requests += 1
        self.send(method, params, id=self.requests)
        while (message := self.receive()).get("id") != self.requests:
            pass
        assert "error" not in message, message
        return message["result"]

    def open(self, path: Path, text: str) -> list[dict]:
        """Diagnostics of a document."""
        path.write_text(text)
        document = {"uri": path.as_uri(), "languageId": "mlir", "version": 1, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        while (message := self.receive()).get("method") != "textDocument/publishDiagnostics":
            pass
        assert message["params"]["uri"] == path.as_uri()
        found = message["params"]["diagnostics"]
        assert isinstance(found, list)
        return found


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    try:
        server.ask("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        server.send("initialized", {})
        yield server
        server.ask("shutdown", None)
        server.send("exit", None)
        assert server.process.wait(timeout=30) == 0
    finally:
        server.process.kill()
        server.process.communicate()


def test_a_good_network_has_no_diagnostics(server: Server, tmp_path: Path) -> None:
    assert server.open(tmp_path / "good.mlir", NETWORK) == []


def test_an_error_is_shown_where_it_stands(server: Server, tmp_path: Path) -> None:
    found = server.open(tmp_path / "bad.mlir", NETWORK.replace("to @p port", "to @q port"))
    assert len(found) == 1, found
    assert "@q" in found[0]["message"]
    assert found[0]["range"]["start"]["line"] == 3


def test_the_definition_of_a_symbol_is_found(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "good.mlir"
    server.open(path, NETWORK)
    line = NETWORK.splitlines()[3]
    where = {
        "textDocument": {"uri": path.as_uri()},
        "position": {"line": 3, "character": line.index("@p") + 1},
    }
    definitions = server.ask("textDocument/definition", where)
    assert isinstance(definitions, list)
    assert [d["range"]["start"]["line"] for d in definitions] == [2]
    assert server.ask("textDocument/hover", where)
