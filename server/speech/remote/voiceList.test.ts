import { expect, test } from 'vitest';
import type { Voice } from '../../../shared/api/voices.ts';
import { rememberVoices } from './voiceList.ts';

const voices = (...ids: string[]) => ids.map((id) => ({ id }) as Voice);

test('asks once for many, answers the old list while it is renewed, and keeps it while the engine is down', async () => {
  let now = 0;
  let asked = 0;
  let answer: () => Promise<Voice[]> = async () => voices('a');
  const list = rememberVoices(
    () => {
      asked++;
      return answer();
    },
    { freshMs: 1000, retryMs: 100, now: () => now },
  );
  const all = await Promise.all([list.voices(), list.voices(), list.voices()]);
  expect(all.map((known) => known.map(({ id }) => id))).toEqual([['a'], ['a'], ['a']]);
  expect(asked).toBe(1);
  now = 999;
  await list.voices();
  expect(asked).toBe(1);
  now = 1000;
  answer = () => Promise.reject(new Error('down'));
  expect((await list.voices()).length).toBe(1);
  await Promise.resolve();
  now = 1050;
  expect((await list.voices()).length).toBe(1);
  expect(asked).toBe(2);
  now = 1200;
  answer = async () => voices('a', 'b');
  expect((await list.voices()).length).toBe(1);
  await new Promise((resolve) => setImmediate(resolve));
  expect((await list.voices()).length).toBe(2);
  expect(asked).toBe(3);
  list.forget();
  answer = async () => voices();
  expect((await list.voices()).length).toBe(0);
});

test('without any list the failure is told, and the engine left alone for a moment', async () => {
  let now = 0;
  let asked = 0;
  const list = rememberVoices(
    () => {
      asked++;
      return Promise.reject(new Error('down'));
    },
    { retryMs: 100, now: () => now },
  );
  await expect(list.voices()).rejects.toThrow('down');
  await expect(list.voices()).rejects.toThrow('down');
  expect(asked).toBe(1);
  now = 100;
  await expect(list.voices()).rejects.toThrow('down');
  expect(asked).toBe(2);
});
