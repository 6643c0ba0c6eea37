import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heardText } from './heardText.ts';
import { type HeardLine, Playout } from './playout.ts';

/** A carrier's queue in virtual time: plays 8 bytes a millisecond, and gives marks back as Twilio does. */
class Carrier {
  private queue: { bytes: number; mark: string }[] = [];
  private playing = 0;
  /** Bytes played, by mark. */
  readonly played = new Map<string, number>();
  clears = 0;
  onMark: (name: string) => void = () => undefined;

  play(audio: Uint8Array, mark: string): void {
    this.queue.push({ bytes: audio.length, mark });
  }

  clear(): void {
    this.clears++;
    const dropped = this.queue;
    this.queue = [];
    this.playing = 0;
    // Told as if they had been heard, a moment later.
    for (const { mark } of dropped) this.onMark(mark);
  }

  advance(ms: number): void {
    for (let bytes = ms * 8; bytes > 0 && this.queue.length > 0; ) {
      const first = this.queue[0]!;
      const taken = Math.min(bytes, first.bytes - this.playing);
      this.playing += taken;
      bytes -= taken;
      this.played.set(first.mark, this.playing);
      if (this.playing < first.bytes) return;
      this.queue.shift();
      this.playing = 0;
      this.onMark(first.mark);
    }
  }

  get waiting(): number {
    return this.queue.length;
  }
}

function scene(wire = true) {
  const carrier = new Carrier();
  const heard: HeardLine[] = [];
  const begun: string[] = [];
  let idle = 0;
  const playout = new Playout(carrier, {
    onBegun: (id) => begun.push(id),
    onHeard: (line) => heard.push(line),
    onIdle: () => idle++,
  });
  if (wire) carrier.onMark = (name) => playout.mark(name);
  return { carrier, playout, heard, begun, idle: () => idle };
}
const sound = (ms: number) => new Uint8Array(ms * 8).fill(0x7f);

test('lines are heard one after the other, and the caller is told to have heard each at its last mark', () => {
  const { carrier, playout, heard, begun, idle } = scene();
  playout.begin('a', 'One two.');
  playout.begin('b', 'Three.');
  playout.add('b', sound(150), 0);
  expect(carrier.waiting).toBe(0);
  playout.add('a', sound(250), 0);
  // Whole chunks leave at once; the rest waits for more.
  expect(carrier.waiting).toBe(2);
  playout.end('a', 0);
  playout.end('b', 0);
  carrier.advance(249);
  expect(heard).toEqual([]);
  expect(begun).toEqual(['a']);
  carrier.advance(1);
  expect(heard).toEqual([{ id: 'a', text: 'One two.', heardMs: 250, whole: true }]);
  carrier.advance(150);
  expect(heard.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(idle()).toBe(1);
  expect(playout.busy).toBe(false);
});

test('marks that come back because the queue was emptied count as unheard, however late they come', () => {
  const { carrier, playout, heard } = scene(false);
  const late: string[] = [];
  carrier.onMark = (name) => late.push(name);
  playout.begin('a', 'One two three four five.');
  playout.add('a', sound(1000), 0);
  playout.end('a', 0);
  carrier.advance(350);
  for (const name of late.splice(0)) playout.mark(name);
  const cut = playout.interrupt();
  expect(carrier.clears).toBe(1);
  expect(late).toHaveLength(7);
  for (const name of late) playout.mark(name);
  expect(cut).toEqual([{ id: 'a', text: 'One two', heardMs: 300, whole: false }]);
  expect(heard).toEqual([]);
  // The next line is not taken for heard by what is left of the one before.
  playout.begin('a', 'Again.');
  playout.add('a', sound(100), 0);
  playout.end('a', 0);
  for (const name of late) playout.mark(name);
  expect(heard).toEqual([]);
});

test('after a pause it goes on from the chunk that was not heard to its end', () => {
  const { carrier, playout, heard } = scene();
  playout.begin('a', 'One two three four five.');
  playout.add('a', sound(500), 0);
  playout.end('a', 0);
  carrier.advance(250);
  playout.pause();
  expect(carrier.waiting).toBe(0);
  carrier.advance(1000);
  expect(heard).toEqual([]);
  playout.resume(1250);
  expect(carrier.waiting).toBe(3);
  carrier.advance(300);
  expect(heard).toEqual([{ id: 'a', text: 'One two three four five.', heardMs: 500, whole: true }]);
});

test('a carrier that never gives marks back is believed to play what it was sent', () => {
  const { playout, heard, idle } = scene(false);
  playout.begin('a', 'Hello.');
  playout.add('a', sound(300), 0);
  playout.end('a', 0);
  playout.tick(300);
  expect(heard).toEqual([]);
  playout.tick(2_100);
  expect(heard.map(({ id }) => id)).toEqual(['a']);
  expect(idle()).toBe(1);
  // From now on by the clock.
  playout.begin('b', 'Bye.');
  playout.add('b', sound(200), 3_000);
  playout.end('b', 3_000);
  playout.tick(3_100);
  expect(heard).toHaveLength(1);
  playout.tick(3_200);
  expect(heard).toHaveLength(2);
});

test('only whole words were heard, by their times or by their length', () => {
  const text = 'Your order is out.';
  const words = [
    { endMs: 200.4, charEnd: 4 },
    { endMs: 500.7, charEnd: 10 },
    { endMs: 700, charEnd: 13 },
    { endMs: 999.9, charEnd: 18 },
  ];
  const line = { text, durationMs: 1000.3, words };
  expect(heardText(line, 0)).toBe('');
  expect(heardText(line, 150)).toBe('');
  expect(heardText(line, 500)).toBe('Your order');
  expect(heardText(line, 999.5)).toBe(text);
  expect(heardText({ ...line, words: [] }, 500)).toBe('Your');
  expect(heardText({ ...line, words: [] }, 620)).toBe('Your order');
});

test('of a line whose words turned out to be others, those are told', () => {
  const { playout, carrier } = scene();
  playout.begin('a', 'What would be said otherwise.');
  playout.add('a', sound(600), 0, [{ endMs: 200, charEnd: 7 }], 'Welcome to the shop.');
  playout.end('a', 0);
  carrier.advance(400);
  expect(playout.interrupt().map(({ text }) => text)).toEqual(['Welcome']);
});

test('whatever happens in whatever order: nothing counts as heard that was not played, and nothing is lost', () => {
  const action = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('say' as const), ms: fc.integer({ min: 0, max: 700 }) }),
    },
    {
      weight: 6,
      arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 400 }) }),
    },
    { weight: 2, arbitrary: fc.constant({ do: 'pause' as const }) },
    { weight: 2, arbitrary: fc.constant({ do: 'resume' as const }) },
    { weight: 1, arbitrary: fc.constant({ do: 'interrupt' as const }) },
  );
  fc.assert(
    fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
      const { carrier, playout, heard } = scene();
      const told: HeardLine[] = [];
      const said: { id: string; ms: number }[] = [];
      let now = 0;
      for (const step of actions) {
        if (step.do === 'say') {
          const id = `l${said.length}`;
          said.push({ id, ms: step.ms });
          playout.begin(id, 'word '.repeat(20).trim());
          playout.add(id, sound(step.ms), now);
          playout.end(id, now);
        } else if (step.do === 'wait') {
          carrier.advance(step.ms);
          now += step.ms;
        } else if (step.do === 'pause') playout.pause();
        else if (step.do === 'resume') playout.resume(now);
        else told.push(...playout.interrupt());
      }
      playout.resume(now);
      carrier.advance(1_000_000);
      const playedMs = new Map<string, number>();
      for (const [mark, bytes] of carrier.played) {
        const id = mark.split('.')[1]!;
        playedMs.set(id, (playedMs.get(id) ?? 0) + bytes / 8);
      }
      const all = [...heard, ...told];
      expect(all.map(({ id }) => id).sort()).toEqual(said.map(({ id }) => id).sort());
      for (const { id, heardMs, whole } of all) {
        const { ms } = said.find((line) => line.id === id)!;
        expect(heardMs).toBeLessThanOrEqual(playedMs.get(id) ?? 0);
        expect(whole).toBe(heardMs === ms && !told.some((line) => line.id === id));
      }
      expect(playout.busy).toBe(false);
    }),
    { numRuns: 300 },
  );
});
