import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { CODES } from '../src/field/engine/wire';

interface Schema {
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
}

/** Where each list of the app is written down for the server: the payload, and the field in it. */
const WHERE: [keyof typeof CODES, string, string][] = [
  ['said', 'attendance.mark', 'said'],
  ['markedHow', 'attendance.mark', 'how'],
  ['sex', 'person.add', 'sex'],
  ['signed', 'person.add', 'consents.how'],
  ['personField', 'person.edit', 'field'],
  ['component', 'skill.check', 'component'],
  ['outcome', 'skill.check', 'result'],
  ['topic', 'help.log', 'topic'],
  ['outcome', 'help.log', 'result'],
  ['contactHow', 'mentor.contact', 'how'],
  ['topic', 'mentor.contact', 'topic'],
  ['outcome', 'mentor.contact', 'result'],
  ['topic', 'household.visit', 'told'],
  ['signed', 'household.commit', 'how'],
  ['excluded', 'identity.check', 'excluded'],
  ['outcome', 'request.close', 'result'],
  ['photo', 'photo.attach', 'what'],
];

test('every list of codes in the app is the one that the server knows', async () => {
  const { components } = JSON.parse(await readFile('../src/sync/openapi.json', 'utf8')) as { components: { schemas: Record<string, Schema> } };
  for (const [list, type, path] of WHERE) {
    let schema: Schema = components.schemas[`Payload_${type.replace('.', '_')}`]!;
    for (const name of path.split('.')) {
      schema = (schema.items ?? schema).properties?.[name] ?? {};
    }
    const known = (schema.enum ?? schema.items?.enum)?.filter((code) => code !== null);
    // The document may leave the one list to the protocol's own page, which the next test reads.
    if (list !== 'excluded' || known !== undefined) assert.deepEqual(known, [...CODES[list]], `${type} ${path}`);
  }
});

test('why somebody is left out of digital identities is said as the protocol has it', async () => {
  const text = await readFile('../docs/sync.md', 'utf8');
  const row = text.split('\n').find((line) => line.startsWith('| `identity.check` '))!;
  assert(row.includes(`\`excluded\`: ${CODES.excluded.map((code) => `\`${code}\``).join('·')} or null`), row);
});
