import { expect, test } from 'vitest';
import { decodeMuLaw, encodeMuLaw } from '../../audio/g711.ts';
import { floatToInt16 } from '../../audio/pcm16.ts';
import { spokenTime } from './spokenTime.ts';
import { wordEar } from './wordEar.ts';
import { Words } from './words.ts';

const words = new Words();
const sound = (text: string) => {
  const { words: timed, lengthMs } = spokenTime(text);
  return words.write(timed, lengthMs);
};

test('words are read from the sound that they were written to, also when it was decoded and coded again', () => {
  const said = sound('One two two three.');
  const again = encodeMuLaw(floatToInt16(decodeMuLaw(said)));
  expect(words.read(again)).toEqual(words.read(said));
  expect(words.read(said).map(({ text, share }) => [text, share])).toEqual([
    ['One', 1],
    ['two', 1],
    ['two', 1],
    ['three.', 1],
  ]);
});

test('a word that was cut off is there in part', () => {
  const said = sound('Hello there');
  const [first, second] = words.read(said);
  const cut = words.read(said.subarray(0, (first!.endMs + 0.25 * (second!.endMs - second!.startMs)) * 8));
  expect(cut.map(({ text }) => text)).toEqual(['Hello', 'there']);
  expect(cut[1]!.share).toBeCloseTo(0.25, 1);
});

test('an ear finds the question at the end, and words anywhere', async () => {
  const ear = wordEar(words);
  const heard = sound('We are open today. What is your order number?');
  const asked = ['order number', 'What is your name', 'What is your order number'];
  expect(await ear.understand(heard, asked)).toBe(2);
  expect(await ear.understand(heard.subarray(0, heard.length / 2), asked)).toBeNull();
  expect(await ear.hears(heard, 'open today')).toBe(true);
  expect(await ear.hears(heard, 'closed today')).toBe(false);
});
