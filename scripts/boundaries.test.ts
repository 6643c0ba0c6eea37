import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

/** An import that somebody might write, and the rule that refuses it; null: it is allowed. */
const IMPORTS: [from: string, to: string, rule: string | null][] = [
  ['shared/a.ts', 'server/problem.ts', 'shared-stands-alone'],
  ['app/scenes/one/a.tsx', 'server/studio/a.ts', 'app-knows-shared'],
  ['app/scenes/one/b.tsx', 'app/scenes/two/a.tsx', 'scenes-apart'],
  ['app/format/a.ts', 'node:fs', 'browser-code-has-no-node'],
  ['server/audio/a.ts', 'server/storage/a.ts', 'audio-is-pure'],
  ['server/audio/b.ts', 'node:fs/promises', 'audio-does-no-io'],
  ['server/storage/b.ts', 'server/db/a.ts', 'storage-keeps-bytes'],
  ['server/db/b.ts', 'server/studio/a.ts', 'db-by-subject'],
  ['server/speech/b.ts', 'server/providers/flite/a.ts', 'speech-is-vendor-free'],
  ['server/providers/flite/b.ts', 'server/db/a.ts', 'providers-implement-contracts'],
  ['server/providers/flite/c.ts', 'server/providers/espeak/a.ts', 'providers-apart'],
  ['server/studio/b.ts', 'server/http/a.ts', 'domain-below-http'],
  ['server/studio/c.ts', 'server/providers/flite/a.ts', 'domain-below-http'],
  ['server/studio/d.ts', 'server/calls/a.ts', 'domain-folders-apart'],
  ['server/calls/turns/a.ts', 'server/calls/speaking/a.ts', 'call-stages-apart'],
  ['server/http/b.ts', 'server/providers/flite/a.ts', 'http-presents'],
  ['server/jobs/b.ts', 'server/http/a.ts', 'jobs-are-thin'],
  ['server/jobs/c.ts', 'server/env.ts', 'settings-at-the-top'],
  ['server/studio/e.ts', 'server/processes/a.ts', 'processes-wire'],
  ['server/main.ts', 'server/db/a.ts', 'main-starts'],
  ['server/studio/f.ts', 'test/support/a.ts', 'nobody-imports-tests'],
  ['server/studio/g.ts', './missing.ts', 'only-what-is-there'],
  ['server/studio/a.ts', 'server/studio/h.ts', null],
  ['server/http/a.ts', 'server/studio/a.ts', null],
  ['server/studio/h.ts', 'server/db/a.ts', null],
  ['server/processes/a.ts', 'server/providers/flite/a.ts', null],
  ['server/calls/a.ts', 'server/dialogue/a.ts', null],
];
/** Each needs the other, by its types alone. */
const CYCLE = ['server/studio/x.ts', 'server/studio/y.ts'] as const;

interface Violation {
  from: string;
  to: string;
  rule: { name: string };
}
let folder: string;
let violations: Violation[];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'voiceops-boundaries-'));
  const write = (file: string, text: string) => {
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  const isFile = (to: string) => !to.startsWith('node:') && !to.startsWith('./');
  for (const [, to] of IMPORTS) if (isFile(to)) write(to, 'export type T = 1;\n');
  for (const [from, to] of IMPORTS) {
    const path = isFile(to) ? `${'../'.repeat(from.split('/').length - 1)}${to}` : to;
    write(from, `import type { T } from '${path}';\nexport type U = T;\nexport type { T };\n`);
  }
  for (const [file, other] of [CYCLE, [...CYCLE].reverse()] as [string, string][])
    write(
      file,
      `import type { T } from './${other.split('/').at(-1)}';\nexport type U = T;\nexport type { T };\n`,
    );
  const cruise = spawnSync(
    process.execPath,
    [
      resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      ...['--config', resolve('.dependency-cruiser.cjs'), '--output-type', 'json', 'server', 'shared', 'app'],
    ],
    { cwd: folder, encoding: 'utf8' },
  );
  violations = JSON.parse(cruise.stdout).summary.violations;
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each(IMPORTS)('%s → %s: %s', (from, to, rule) => {
  const rules = violations.filter((found) => found.from === from && found.rule.name !== 'no-cycles');
  if (rule === null) expect(rules).toEqual([]);
  else
    expect(
      rules.map((found) => found.rule.name),
      to,
    ).toContain(rule);
});

test('a cycle of types alone is found', () => {
  expect(violations).toContainEqual(
    expect.objectContaining({ from: CYCLE[0], rule: expect.objectContaining({ name: 'no-cycles' }) }),
  );
});
