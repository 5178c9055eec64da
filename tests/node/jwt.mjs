// Tokens with a signature by npm's jose, for tests: a question a line, an answer a line.
//
// A question has `alg`, and either a private key in PEM with claims, answered by a token and the key's halves as JWKs, or a
// token with a public JWK, answered by the token's claims, or by an error.

import { createInterface } from 'node:readline'
import { SignJWT, exportJWK, importJWK, importPKCS8, jwtVerify } from 'jose'

async function sign({ alg, pem, claims }) {
  const key = await importPKCS8(pem, alg, { extractable: true })
  const token = await new SignJWT(claims).setProtectedHeader({ alg, typ: 'account+jwt' }).sign(key)
  const jwk = await exportJWK(key)
  const { d, p, q, dp, dq, qi, ...half } = jwk
  return { token, private: JSON.stringify(jwk), public: JSON.stringify(half) }
}

async function verify({ alg, token, jwk }) {
  try {
    const key = await importJWK(JSON.parse(jwk), alg)
    const { payload } = await jwtVerify(token, key, { algorithms: [alg], typ: 'account+jwt' })
    return { claims: payload }
  } catch (error) {
    return { error: `${error.code ?? error.name}: ${error.message}` }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line)
  console.log(JSON.stringify(await ('pem' in question ? sign(question) : verify(question))))
}
