import { Writable } from 'node:stream';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { expect, test } from 'vitest';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const sink = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  write(createLog('info', sink));
  return text;
}

test('secrets and personal data are masked, wherever a caller put them', () => {
  const text = logged((log) => {
    log.info(
      { password: 's3cret', user: { email: 'a@b.example' }, request: { headers: { cookie: 's3cret' } } },
      'x',
    );
    log.error({ err: new Error('connect postgres://voiceops:s3cret@db/x for a@b.example') }, 'x');
    log.error(
      {
        err: Object.assign(new Error('duplicate key'), {
          detail: 'Key (email)=(a@b.example)',
          code: '23505',
        }),
      },
      'x',
    );
    log.error({ err: new Error('outer', { cause: new Error('redis://:s3cret@cache') }) }, 'x');
  });
  expect(text).not.toContain('s3cret');
  expect(text).not.toContain('a@b.example');
  expect(text.trim().split('\n')).toHaveLength(4);
  expect(JSON.parse(text.split('\n')[2] ?? '')).toMatchObject({
    level: 50,
    err: { code: '23505', message: 'duplicate key' },
  });
});

test('of a failed query its shape and its code are told, never a parameter', () => {
  const cause = Object.assign(new Error('invalid input syntax for type uuid: "s3cret\nhash"'), {
    name: 'error',
    code: '22P02',
    severity: 'ERROR',
  });
  const query = 'insert into "users" ("password_hash") values ($1)';
  const text = logged((log) => {
    log.error({ err: new DrizzleQueryError(query, ['s3cret\nhash', 'a, b'], cause) }, 'x');
    const wrapped = new Error('job failed', { cause: new DrizzleQueryError(query, ['s3cret'], cause) });
    log.error({ err: wrapped }, 'x');
    log.error({ err: new DrizzleQueryError(query, ['s3cret']) }, 'x');
  });
  expect(text).not.toMatch(/s3cret|hash"|a, b/);
  const [direct, inside] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).err);
  expect(direct).toMatchObject({ message: `Failed query: ${query}`, cause: { code: '22P02' } });
  expect(direct.stack).toMatch(/^ +at .*log\.test/m);
  expect(inside).toMatchObject({ message: 'job failed', cause: { cause: { code: '22P02' } } });
});
