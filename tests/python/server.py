"""The real Python packages behind HTTP, for tests: prints its port, and serves until it is killed.

/starlette/..    Starlette's own SessionMiddleware
/signer/..       starlette-session-middleware, signer codec, cookie
/jwt-cookie/..   the same, JWT codec, cookie
/jwt-header/..   the same, JWT codec, Authorization header, token persisted in a cookie
/pyjwt/..        PyJWT alone
/jwk             jwcrypto alone
/itsdangerous/.. itsdangerous alone
"""

import asyncio
import hashlib
import json
import socket
import sys
from base64 import b64decode, b64encode

import itsdangerous
import jwt
import uvicorn
from jwcrypto import jwk
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware as Sessions
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Mount, Route
from starlette_session.middleware import SessionMiddleware
from starlette_session.middleware.authorizationbackends.authorizationheader import (
    AuthorizationHeaderAuthorizationBackend,
)
from starlette_session.middleware.authorizationbackends.cookie import CookieAuthorizationBackend
from starlette_session.middleware.codecbackends.jwt import JwtCodecBackend
from starlette_session.middleware.codecbackends.signer import SignerCodecBackend
from starlette_session.middleware.storagebackends.cookie import CookieStorageBackend

SECRET = sys.argv[1]


async def view(request):
    return JSONResponse(request.session)


async def update(request):
    request.session.update(await request.json())
    return JSONResponse(request.session)


async def clear(request):
    request.session.clear()
    return JSONResponse(request.session)


def app(*middleware):
    routes = [
        Route("/view", view),
        Route("/update", update, methods=["POST"]),
        Route("/clear", clear, methods=["POST"]),
    ]
    return Starlette(routes=routes, middleware=[Middleware(*m[:1], **m[1]) for m in middleware])


def pluggable(codec, auth):
    parts = dict(codec_backend=codec, storage_backend=CookieStorageBackend(), authorization_backend=auth)
    return app((SessionMiddleware, parts))


async def jwt_encode(request):
    """The body as claims, the query as further header members."""
    headers = dict(request.query_params)
    token = jwt.encode(await request.json(), SECRET, algorithm=headers.pop("alg", "HS256"), headers=headers)
    return PlainTextResponse(token)


async def jwt_decode(request):
    options = dict(request.query_params)
    algorithms = [options.pop("alg", "HS256")]
    try:
        return JSONResponse(jwt.decode(await request.body(), SECRET, algorithms=algorithms, **options))
    except jwt.InvalidTokenError as error:
        return PlainTextResponse(type(error).__name__, status_code=401)


async def jwt_sign(request):
    """Claims, signed with a private key."""
    ask = await request.json()
    headers = {"typ": "account+jwt"}
    return PlainTextResponse(jwt.encode(ask["claims"], ask["pem"], algorithm=ask["alg"], headers=headers))


async def jwt_verify(request):
    """The claims of a token, by a public JWK."""
    ask = await request.json()
    try:
        key = jwt.PyJWK.from_json(ask["jwk"], ask["alg"])
        return JSONResponse(jwt.decode(ask["token"], key, algorithms=[ask["alg"]]))
    except jwt.PyJWTError as error:
        return PlainTextResponse(repr(error), status_code=401)


async def as_jwk(request):
    """Both halves of a private key in PEM."""
    key = jwk.JWK.from_pem(await request.body())
    return JSONResponse({"private": key.export_private(as_dict=True), "public": key.export_public(as_dict=True)})


def signer(request):
    digest = getattr(hashlib, request.query_params.get("digest", "sha1"))
    salt = request.query_params.get("salt", "itsdangerous.Signer")
    return itsdangerous.TimestampSigner(SECRET, salt=salt, digest_method=digest)


async def sign(request):
    return PlainTextResponse(signer(request).sign(b64encode(await request.body())).decode())


async def unsign(request):
    max_age = int(request.query_params.get("max_age", 1209600))
    try:
        data, at = signer(request).unsign(await request.body(), max_age=max_age, return_timestamp=True)
        return JSONResponse({"claims": json.loads(b64decode(data)), "at": int(at.timestamp())})
    except itsdangerous.BadSignature as error:
        return PlainTextResponse(type(error).__name__, status_code=401)


def post(path, endpoint):
    return Route(path, endpoint, methods=["POST"])


routes = [
    Mount("/starlette", app((Sessions, dict(secret_key=SECRET)))),
    Mount("/signer", pluggable(SignerCodecBackend(key=SECRET), CookieAuthorizationBackend())),
    Mount("/jwt-cookie", pluggable(JwtCodecBackend(SECRET, "HS256"), CookieAuthorizationBackend())),
    Mount(
        "/jwt-header",
        pluggable(JwtCodecBackend(SECRET, "HS256"), AuthorizationHeaderAuthorizationBackend()),
    ),
    post("/pyjwt/encode", jwt_encode),
    post("/pyjwt/decode", jwt_decode),
    post("/pyjwt/sign", jwt_sign),
    post("/pyjwt/verify", jwt_verify),
    post("/jwk", as_jwk),
    post("/itsdangerous/sign", sign),
    post("/itsdangerous/unsign", unsign),
]

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
print(listener.getsockname()[1], flush=True)
server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="error"))
asyncio.run(server.serve(sockets=[listener]))
