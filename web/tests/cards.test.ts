import assert from 'node:assert/strict';
import { test } from 'node:test';
import vectors from '../../fixtures/cards.json';
import { unhex } from '../src/field/engine/bytes';
import { readCard, typedCode, verify } from '../src/field/engine/cards';

const keys = vectors.keys;

test('cards read as the vectors say', async () => {
  assert(vectors.good.length > 0);
  for (const card of vectors.good) {
    const { kid, commune, person, nonce } = card;
    assert.deepEqual(await readCard(card.text, keys, vectors.commune), { kid, commune, person, nonce });
  }
  for (const spaced of vectors.spaced) assert.equal(typeof (await readCard(spaced, keys, vectors.commune)), 'object', spaced);
});

test('what is wrong with a card is said as the vectors say', async () => {
  assert(vectors.bad.length > 15);
  for (const { text, fault, why } of vectors.bad) assert.equal(await readCard(text, keys, vectors.commune), fault, why);
});

test('no character of a card can be changed', async () => {
  const good = vectors.good[0]!.text;
  for (let at = 0; at < good.length; at += 1) {
    for (const char of 'Ab0. _'.split('')) {
      if (good[at] === char) continue;
      const changed = good.slice(0, at) + char + good.slice(at + 1);
      assert.equal(typeof (await readCard(changed, keys, vectors.commune)), 'string', changed);
    }
  }
});

test('codes that people type read as the vectors say', () => {
  assert(vectors.typed.length > 20);
  for (const { typed, code } of vectors.typed) assert.equal(typedCode(typed), code, JSON.stringify(typed));
  for (const card of vectors.good) assert.equal(typedCode(card.code), card.code);
});

test('browser and library agree on signatures of RFC 8032', async () => {
  for (const { public: open, message, signature } of vectors.rfc8032) {
    const [key, said, signed] = [unhex(open)!, unhex(message)!, unhex(signature)!];
    for (const by of ['browser', 'library'] as const) {
      assert.equal(await verify(key, signed, said, by), true, by);
      const wrong = signed.slice();
      wrong[5]! ^= 1;
      assert.equal(await verify(key, wrong, said, by), false, by);
    }
  }
});

test('a key under which everything is right lets nothing pass', async () => {
  const neutral = new Uint8Array(32);
  neutral[0] = 1;
  const signature = new Uint8Array(64);
  signature[0] = 1;
  assert.equal(await verify(neutral, signature, new Uint8Array(3), 'library'), false);
});
