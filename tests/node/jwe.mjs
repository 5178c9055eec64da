// Encrypted tokens by npm's jose, for tests: a question a line, an answer a line.
//
// Arguments: the library's name, and the key as base64url. A question with claims is answered by a token, one with a token
// by its claims, or by an error.

import { createInterface } from 'node:readline'
import { CompactEncrypt, base64url, compactDecrypt } from 'jose'

const key = base64url.decode(process.argv[3])

async function seal(header, claims) {
  const plaintext = new TextEncoder().encode(JSON.stringify(claims))
  return new CompactEncrypt(plaintext).setProtectedHeader(header).encrypt(key)
}

async function open(token) {
  const algorithms = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] }
  const { plaintext } = await compactDecrypt(token, key, algorithms)
  return JSON.parse(new TextDecoder().decode(plaintext))
}

async function answer(question) {
  if ('claims' in question) return { token: await seal(question.header, question.claims) }
  try {
    return { claims: await open(question.token) }
  } catch (error) {
    return { error: `${error.code ?? error.name}: ${error.message}` }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))))
}
