"""Encrypted tokens by a Python library, for tests: a question a line, an answer a line.

Arguments: `joserfc` or `jwcrypto`, and the key as base64url. A question with claims is answered by a token, one with a
token by its claims, or by an error.
"""

import json
import sys

LIBRARY, KEY = sys.argv[1:]

if LIBRARY == "joserfc":
    from joserfc import jwe
    from joserfc.jwk import OctKey

    key = OctKey.import_key({"kty": "oct", "k": KEY})
    names = ["dir", "A256KW", "A256GCMKW", "A256GCM", "A128CBC-HS256", "DEF"]
    # A header may have members that the library does not know, as with us.
    registry = jwe.JWERegistry(algorithms=names, strict_check_header=False)
    reader = jwe.JWERegistry(algorithms=["dir", "A256GCM"], strict_check_header=False)

    def seal(header, claims):
        return jwe.encrypt_compact(header, claims, key, registry=registry)

    def unseal(token):
        return jwe.decrypt_compact(token, key, registry=reader).plaintext

else:
    from jwcrypto import jwe, jwk

    key = jwk.JWK(kty="oct", k=KEY)
    jwe.default_allowed_algs.append("A256GCMKW")

    def seal(header, claims):
        token = jwe.JWE(claims, protected=json.dumps(header))
        token.add_recipient(key)
        return token.serialize(compact=True)

    def unseal(token):
        opened = jwe.JWE(algs=["dir", "A256GCM"])
        opened.deserialize(token, key)
        return opened.payload


def answer(question):
    if "claims" in question:
        return {"token": seal(question["header"], json.dumps(question["claims"]).encode())}
    try:
        claims = json.loads(unseal(question["token"]))
    except Exception as error:  # whatever it is, the token was refused
        return {"error": f"{type(error).__name__}: {error}"}
    return {"claims": claims}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))))
