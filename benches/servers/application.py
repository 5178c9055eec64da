"""The same application for uvicorn: `APPLICATION=bare|three-backends|starlette uvicorn application:app`."""
import os

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

KIND = os.environ.get("APPLICATION", "bare")
KEY = "0123456789abcdef0123456789abcdef"
ACCOUNT = dict(
    user_id=4711, name="Ada Lovelace 184", roles=["admin", "editor", "viewer"], dark=True, since=1700000000, visits=7
)


async def bare(request):
    return PlainTextResponse("4711")


async def log_in(request):
    request.session.update(ACCOUNT)
    return PlainTextResponse("4711")


async def read(request):
    return PlainTextResponse(str(request.session.get("user_id", "")))


async def change(request):
    request.session["visits"] += 1
    return PlainTextResponse("4711")


HANDLERS = {"/login": log_in, "/": read, "/change": change, "/untouched": bare}
app = Starlette(routes=[Route(path, bare if KIND == "bare" else handler) for path, handler in HANDLERS.items()])
if KIND == "three-backends":
    from starlette_session.middleware import SessionMiddleware
    from starlette_session.middleware.authorizationbackends.cookie import CookieAuthorizationBackend
    from starlette_session.middleware.codecbackends.jwt import JwtCodecBackend
    from starlette_session.middleware.storagebackends.cookie import CookieStorageBackend

    app.add_middleware(
        SessionMiddleware,
        codec_backend=JwtCodecBackend(key=KEY, algorithm="HS256"),
        storage_backend=CookieStorageBackend(),
        authorization_backend=CookieAuthorizationBackend(),
    )
elif KIND == "starlette":
    from starlette.middleware.sessions import SessionMiddleware

    app.add_middleware(SessionMiddleware, secret_key=KEY)
