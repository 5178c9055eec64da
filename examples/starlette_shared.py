"""The Python side of starlette_shared.rs: Starlette with its own session middleware."""

import os

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse as Text
from starlette.routing import Route


async def login(request):
    request.session["name"] = (await request.body()).decode().removeprefix("name=")
    return Text("logged in\n")


async def index(request):
    return Text(f"python: {request.session}\n")


routes = [Route("/login", login, methods=["POST"]), Route("/", index)]
app = Starlette(routes=routes, middleware=[Middleware(SessionMiddleware, secret_key=os.environ["SECRET_KEY"])])
