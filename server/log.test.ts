import { Writable } from 'node:stream';
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
