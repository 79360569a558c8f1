"""Serves an ASGI application on a loopback port, in a thread of its own."""

from __future__ import annotations

import socket
import threading
import time
from typing import Any

import uvicorn


class Server:
    """One listening application; `stop()` lets running requests end."""

    def __init__(self, app: Any, port: int) -> None:
        self._port = port
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            http="h11",
            lifespan="on",
            timeout_keep_alive=75,
            timeout_graceful_shutdown=30,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="front", daemon=True)
        # The protocol is named so that asyncio turns Nagle's delay off; 40 ms a request otherwise.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)

    def start(self) -> None:
        """Returns when requests are answered. Raises OSError when the port is taken."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", self._port))
        except OSError:
            self._socket.close()
            raise
        self._thread.start()
        while self._thread.is_alive() and not self._server.started:
            time.sleep(0.005)

    def stop(self) -> None:
        """Take no more requests, finish those that run."""
        self._server.should_exit = True
        if self._thread.is_alive():
            self._thread.join(40)
        self._socket.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._socket])
