import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMedia, readMedia } from './messages.ts';

const mediaMessage = (payload: string, chunk = '7') =>
  Buffer.from(
    JSON.stringify({
      event: 'media',
      sequenceNumber: '9',
      media: { track: 'inbound', chunk, timestamp: '120', payload },
      streamSid: 'MZ1',
    }),
  );

test('the sound of a frame is read as it was written, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 400 }),
      fc.integer({ min: 1, max: 10_000_000 }),
      (audio, chunk) => {
        const message = mediaMessage(Buffer.from(audio).toString('base64'), String(chunk));
        expect(isMedia(message)).toBe(true);
        const frame = readMedia(message);
        expect(frame?.chunk).toBe(chunk);
        expect(Buffer.from(frame?.audio ?? [])).toEqual(Buffer.from(audio));
      },
    ),
  );
});

test('what is not base64 is no sound', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 3, maxLength: 200 }),
      fc.nat(),
      fc.constantFrom(' ', '=', 'é', '!', '.'),
      (audio, where, wrong) => {
        const text = Buffer.from(audio).toString('base64').replaceAll('=', '');
        const at = where % (text.length - 1);
        expect(readMedia(mediaMessage(`${text.slice(0, at)}${wrong}${text.slice(at + 1)}`))).toBeNull();
      },
    ),
  );
  for (const payload of ['', 'A', 'AA', 'AAA', '====', 'AA==AAAA'])
    expect(readMedia(mediaMessage(payload))).toBeNull();
  expect(readMedia(mediaMessage(Buffer.alloc(8_001).toString('base64')))).toBeNull();
});
