"""The least a Starlette route can cost: recorded bytes, sent back. Usage: ``bare.py PORT FOLDER``."""

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def application(answers: dict[str, bytes]) -> Starlette:
    """One route, ``/NAME``, by POST or GET: it reads the body away and answers the bytes of that name."""

    async def send(request: Request) -> Response:
        await request.body()
        return Response(answers[request.path_params["name"]], media_type="application/fhir+json")

    return Starlette(routes=[Route("/{name}", send, methods=["GET", "POST"])])


if __name__ == "__main__":
    recorded = {file.name: file.read_bytes() for file in Path(sys.argv[2]).iterdir()}
    uvicorn.run(
        application(recorded), port=int(sys.argv[1]), http="h11", access_log=False, log_level="warning"
    )
