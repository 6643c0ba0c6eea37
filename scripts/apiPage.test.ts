import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { SCOPES } from '../shared/access.ts';
import { WorkspaceEvent } from '../shared/api/operations.ts';

const page = await readFile('docs/api.md', 'utf8');
const section = (title: string) => page.split(/^## /m).find((text) => text.startsWith(title)) ?? '';

test('the page about the API says what each scope allows', () => {
  expect(SCOPES.filter((scope) => !section('Keys').includes(`\`${scope}\``))).toEqual([]);
});

test('the page about the API names every event of the stream', () => {
  const types = WorkspaceEvent.options.map(({ shape }) => shape.type.value);
  expect(types.filter((type) => !section('Events').includes(`\`${type}\``))).toEqual([]);
});
