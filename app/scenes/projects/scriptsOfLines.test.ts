import { expect, test } from 'vitest';
import { scriptsOfLines } from './scriptsOfLines.ts';

test('each line that says something is a script, titled by a column before it or by its first words', () => {
  const long = `${'Please listen carefully because the choices have changed '.repeat(3)}today.`;
  expect(
    scriptsOfLines(`Hello <break time="1s"/> there.\r\n\n  \nHold\tOne moment.\n${long}`, 'en-US'),
  ).toEqual([
    { title: 'Hello there.', language: 'en-US', text: 'Hello <break time="1s"/> there.' },
    { title: 'Hold', language: 'en-US', text: 'One moment.' },
    { title: 'Please listen carefully because the choices have changed…', language: 'en-US', text: long },
  ]);
});
