import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page, WebSocket as PageSocket } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { decodeMuLaw, encodeMuLaw } from '../../server/audio/g711.ts';
import { floatToInt16 } from '../../server/audio/pcm16.ts';
import { DESKTOP, inspect, PHONE, Stage } from '../support/browser.ts';
import { BrowserCaller } from '../support/browserCaller.ts';
import { until } from '../support/client.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';

const QUESTION = 'What are your opening hours?';
/** What every microphone of the browser hears. */
const OPERATOR = 'Hello, this is Olga speaking. How can I help you today?';

const speech = openRealSpeech();
const folder = await mkdtemp(join(tmpdir(), 'voiceops-calls-'));
const microphone = join(folder, 'operator.wav');
await writeFile(microphone, await speech.wav(OPERATOR, 48_000));
const question = await onTheLine(QUESTION);
await speech.close();

const stage = new Stage(
  {
    ...OWNER,
    ...NO_LIMITS,
    // Nothing but calls is at work.
    VOICEOPS_ROLES: 'web,calls',
    VOICEOPS_CALLS_DRAIN_SECONDS: '0',
    VOICEOPS_CALLS_BUSY_PERCENT: '100',
  },
  microphone,
);
const callers: BrowserCaller[] = [];
afterAll(async () => {
  for (const caller of callers) caller.hangUp();
  await Promise.all(callers.map(({ ended }) => ended));
  await rm(folder, { recursive: true });
});

/** A text as a telephone carries it: µ-law, 8 kHz. */
async function onTheLine(text: string): Promise<Uint8Array> {
  const { samples } = await speech.speak(text, 8000);
  return encodeMuLaw(floatToInt16(samples));
}

const text = (words: string) => ({ kind: 'text', text: words });

/** A menu that waits for ever, an agent behind its first key, and a person behind the second. */
const FLOW = {
  language: 'en-US',
  start: 'menu',
  steps: {
    menu: {
      kind: 'menu',
      title: 'Menu',
      line: text('For questions press one. For a person press two.'),
      choices: [
        { digit: '1', phrases: ['questions'], next: 'talk' },
        { digit: '2', phrases: ['person'], next: 'person' },
      ],
      tries: 5,
      otherwise: 'again',
    },
    again: { kind: 'say', title: 'Once more', line: text('Let us try that again.'), next: 'menu' },
    talk: {
      kind: 'personality',
      title: 'Questions',
      personalityId: null,
      greeting: text('Ask me anything.'),
      transfer: 'person',
      next: 'bye',
    },
    person: {
      kind: 'transfer',
      title: 'A person',
      line: text('Somebody will be with you.'),
      to: 'people',
      warm: true,
      waitSeconds: 300,
      otherwise: 'bye',
    },
    bye: { kind: 'goodbye', title: 'Goodbye', line: text('Thank you for calling. Goodbye.') },
  },
  lines: {
    announcement: text('You are talking to an AI, and this call is recorded.'),
    hold: text('One moment, please.'),
    trouble: text('I am sorry, something does not work here.'),
    silence: text('Are you still there?'),
    busy: text('All lines are busy.'),
  },
  record: true,
};
let flowId: Promise<string> | undefined;
async function makeFlow(): Promise<string> {
  const made = await stage.key.post('/api/v1/flows', { name: 'Front desk', description: '', content: FLOW });
  expect([made.status, made.body.problems]).toEqual([201, []]);
  return made.body.id;
}

/** Calls the flow, and waits until something was said. */
async function call(): Promise<BrowserCaller> {
  flowId ??= makeFlow();
  const caller = new BrowserCaller(stage.url, OWNER.VOICEOPS_OWNER_API_KEY, `?flowId=${await flowId}`);
  callers.push(caller);
  await until(
    async () => [caller.refusedWith, caller.words.length] as const,
    ([refusedWith, lines]) => refusedWith !== null || lines > 0,
    90_000,
  );
  expect(caller.refusedWith).toBeNull();
  return caller;
}

/** Presses a key of the menu once it was heard. */
async function choose(caller: BrowserCaller, digit: string): Promise<void> {
  await until(
    async () => caller.words.join(' '),
    (words) => words.includes('press two'),
    90_000,
  );
  caller.press(digit);
}

/** Binary messages that a page receives on the sockets of an address. */
function received(page: Page, address: RegExp): Buffer[] {
  const frames: Buffer[] = [];
  page.on('websocket', (socket: PageSocket) => {
    if (!address.test(socket.url())) return;
    socket.on('framereceived', ({ payload }) => {
      if (typeof payload !== 'string') frames.push(payload);
    });
  });
  return frames;
}

/** How loud µ-law is in the mean, 0 to 1. */
function levelOf(pieces: readonly Uint8Array[]): number {
  const samples = decodeMuLaw(Buffer.concat(pieces));
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return Math.sqrt(power / Math.max(1, samples.length));
}

const LOOKS = [
  ['desktop-light', DESKTOP, 'light'],
  ['desktop-dark', DESKTOP, 'dark'],
  ['phone-light', PHONE, 'light'],
  ['phone-dark', PHONE, 'dark'],
] as const;

test('an empty board says what will be there and offers a test call', async () => {
  for (const [name, size, scheme] of LOOKS) {
    const { page, context, complaints } = await stage.visit(size, scheme);
    await stage.signIn(page);
    await page.goto(`${stage.url}/calls`);
    await page.getByRole('button', { name: 'Make a test call' }).waitFor();
    expect(await page.getByText(/calls in progress/).allInnerTexts()).toEqual(['No calls in progress']);
    await inspect(page, `calls-board-empty-${name}`);
    for (const [path, words] of [
      ['history', 'No call was kept yet'],
      ['analytics', 'No calls to sum up'],
      ['analytics?minSeconds=36000', 'There were no such calls'],
    ] as const) {
      await page.goto(`${stage.url}/calls/${path}`);
      await page.getByText(words).waitFor();
      await inspect(page, `calls-${path.replace('?', '-')}-empty-${name}`);
    }
    expect(complaints).toEqual([]);
    await context.close();
  }
}, 120_000);

test('twenty calls are seen as they go, and one is heard as its caller sounds', async () => {
  const { page, complaints, context } = await stage.visit(DESKTOP, 'light');
  const listened = received(page, /\/listen$/);
  await stage.signIn(page);
  await page.goto(`${stage.url}/calls`);
  // The first one has the flow's lines spoken, which all the others find ready.
  await call();
  await Promise.all(Array.from({ length: 19 }, call));
  await page.getByText('20 calls in progress').waitFor();
  const [first, , third] = callers as [BrowserCaller, BrowserCaller, BrowserCaller];
  await choose(first, '1');
  await choose(third, '2');
  await until(
    async () => first.words.join(' '),
    (words) => words.includes('Ask me anything'),
    60_000,
  );
  const waiting = page.getByRole('region', { name: 'Waiting for a person' });
  await waiting.getByRole('button', { name: 'Pick up' }).waitFor({ timeout: 60_000 });

  await page.locator(`[data-call="${first.callId}"] [data-card]`).click();
  const panel = page.getByRole('region', { name: 'Call', exact: true });
  await panel.getByRole('button', { name: 'Listen in' }).click();
  await panel.getByText('listens in').waitFor();
  first.say(question);
  await until(
    async () => first.words.join(' '),
    (words) => /open/i.test(words),
    60_000,
  );
  // To the byte: what the page was sent of the caller is what the caller said.
  const ofCaller = () =>
    Buffer.concat(listened.filter((frame) => frame[0] === 0).map((frame) => frame.subarray(5)));
  const said = Buffer.from(question.subarray(4000, 8000));
  await expect.poll(() => ofCaller().indexOf(said)).toBeGreaterThan(-1);
  await panel.getByRole('log').getByText(/open/i).first().waitFor();
  await panel.getByRole('button', { name: 'Stop listening' }).click();

  await inspect(page, 'calls-board-desktop-light');
  expect(complaints).toEqual([]);

  for (const [name, size, scheme] of LOOKS.slice(1)) {
    const other = await stage.visit(size, scheme);
    await stage.signIn(other.page);
    await other.page.goto(`${stage.url}/calls`);
    await other.page.getByText('20 calls in progress').waitFor();
    await inspect(other.page, `calls-board-${name}`);
    await other.page.locator(`[data-call="${first.callId}"] [data-card]`).click();
    await other.page.getByRole('log').getByText(/open/i).first().waitFor();
    await inspect(other.page, `calls-panel-${name}`);
    await other.page.keyboard.press('Escape');
    await other.page.getByRole('log').waitFor({ state: 'detached' });
    expect(other.complaints).toEqual([]);
    await other.context.close();
  }

  // By keys alone: from card to card, into one, and back to it.
  await page.locator('[data-card]').first().focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  for (const caller of callers.slice(3)) caller.hangUp();
  // The first one may have been given up meanwhile.
  await page.getByText(/^[23] calls in progress/).waitFor({ timeout: 30_000 });
  await context.close();
}, 300_000);

test('a person takes over and is heard by the caller; a whisper is heard by that person alone; the agent goes on', async () => {
  const caller = await call();
  const taker = await stage.visit();
  const onTakersLine = received(taker.page, /how=take-over/);
  await stage.signIn(taker.page);
  await taker.page.goto(`${stage.url}/calls?call=${caller.callId}`);
  const panel = taker.page.getByRole('region', { name: 'Call', exact: true });

  await panel.getByRole('button', { name: 'Advise' }).click();
  await taker.page.getByLabel('What the agent is to know or do').fill('Offer them a visit tomorrow.');
  await taker.page.keyboard.press('Enter');
  await taker.page.getByText('The agent knows it from its next answer on.').waitFor();

  const before = caller.heard.length;
  await panel.getByRole('button', { name: 'Take over' }).click();
  const line = taker.page.getByRole('region', { name: /^Call with/ });
  await line.getByText('You talk with the caller').waitFor();
  await until(
    async () => levelOf(caller.heard.slice(before)),
    (level) => level > 0.01,
  );
  caller.say(question);
  await until(
    async () => levelOf(onTakersLine.slice(-100)),
    (level) => level > 0.01,
  );
  // Nobody here takes dictation: that both spoke is told, and no word of it.
  const said = panel.getByRole('log').getByText(/ spoke: not written down$/);
  await said
    .filter({ hasText: /^Caller/ })
    .first()
    .waitFor();

  // The taker falls silent, so that only the whisper can be heard.
  await line.getByRole('button', { name: 'Mute' }).click();
  await said
    .filter({ hasNotText: /^Caller/ })
    .first()
    .waitFor({ timeout: 60_000 });
  await inspect(taker.page, 'calls-taken-over-desktop-light');
  await stage.addMember({ email: 'ada@example.com', name: 'Ada Admin', role: 'admin' });
  const whisperer = await stage.visit(PHONE, 'dark');
  await stage.signIn(whisperer.page, 'ada@example.com');
  await whisperer.page.goto(`${stage.url}/calls?call=${caller.callId}`);
  await until(
    async () => caller.saying,
    (saying) => !saying,
  );
  const heardBefore = caller.heard.length;
  const lineBefore = onTakersLine.length;
  await whisperer.page.getByRole('button', { name: 'Whisper' }).click();
  await whisperer.page.getByText('Whoever took over hears you, the caller does not').waitFor();
  await until(
    async () => levelOf(onTakersLine.slice(lineBefore)),
    (level) => level > 0.01,
  );
  expect(levelOf(caller.heard.slice(heardBefore))).toBeLessThan(0.002);
  await inspect(whisperer.page, 'calls-whisper-phone-dark');
  await whisperer.page.getByRole('button', { name: 'Leave the call' }).click();
  await whisperer.context.close();

  await panel.getByRole('button', { name: 'Hand back' }).click();
  await panel.getByRole('button', { name: 'Take over' }).waitFor();
  const words = caller.words.length;
  caller.say(question);
  await until(
    async () => caller.words.length,
    (now) => now > words,
    60_000,
  );
  const audited = async () =>
    (await stage.key.get('/api/v1/audit?action=call')).body.items.map(
      ({ action }: { action: string }) => action,
    );
  await expect
    .poll(audited)
    .toEqual(
      expect.arrayContaining(['call.advised', 'call.taken-over', 'call.whispered-to', 'call.handed-back']),
    );
  await panel.getByRole('button', { name: 'End' }).click();
  await taker.page.getByRole('button', { name: 'End the call' }).click();
  await panel.getByText('Open the call with its recording').waitFor({ timeout: 30_000 });
  expect(taker.complaints).toEqual([]);
  await taker.context.close();
}, 240_000);

test('a caller who waits is picked up: what it is about is told first, then both hear each other', async () => {
  const caller = await call();
  await choose(caller, '2');
  const { page, context, complaints } = await stage.visit();
  const onLine = received(page, /how=take-over/);
  await stage.signIn(page);
  await page.goto(`${stage.url}/calls`);
  const before = caller.heard.length;
  await page.locator(`[data-call="${caller.callId}"]`).getByRole('button', { name: 'Pick up' }).click();
  const line = page.getByRole('region', { name: /^Call with/ });
  await line.getByText('You talk with the caller').waitFor();
  // The summary is spoken to the person; only behind it the caller hears them.
  await until(
    async () => levelOf(onLine),
    (level) => level > 0.01,
  );
  await until(
    async () => levelOf(caller.heard.slice(before)),
    (level) => level > 0.01,
    60_000,
  );
  const joined = await until(
    async () => caller.told.flatMap((each) => (each.type === 'event' ? [each.event] : [])),
    (events) => events.some((event) => event.kind === 'person' && event.state === 'took-over'),
  );
  expect(joined.filter(({ kind }) => kind === 'transfer')).toMatchObject([
    { state: 'asked' },
    { state: 'waiting' },
    { state: 'joined' },
  ]);
  // Whoever picked up ends it by leaving.
  await line.getByRole('button', { name: 'Leave the call' }).click();
  await caller.ended;
  expect(complaints).toEqual([]);
  await context.close();
}, 180_000);

test('a call that is over is heard again from any point, and what it came to is shown', async () => {
  const [caller] = callers as [BrowserCaller];
  const id = caller.callId;
  await until(
    async () => (await stage.key.get(`/api/v1/calls/${id}`)).body,
    ({ state, recording }) => state === 'ended' && recording !== null && recording.peaks !== null,
    60_000,
  );
  for (const [name, size, scheme] of LOOKS) {
    const { page, context, complaints } = await stage.visit(size, scheme);
    await stage.signIn(page);
    await page.goto(`${stage.url}/calls/${id}`);
    const transcript = page.getByRole('region', { name: 'Transcript' });
    await transcript.getByText(/open/i).first().waitFor();
    await inspect(page, `calls-call-${name}`);
    await transcript.getByRole('button').nth(4).click();
    const player = page.getByRole('region', { name: 'Player' });
    await player.getByRole('button', { name: 'Pause' }).waitFor();
    await transcript.locator('[aria-current=true]').waitFor();
    await player.getByRole('button', { name: 'Pause' }).click();
    await expect.poll(() => page.url()).toContain('at=');
    await page.getByRole('region', { name: 'Behind this second' }).getByText('Who').waitFor();
    await inspect(page, `calls-call-replayed-${name}`);
    expect(complaints).toEqual([]);
    await context.close();
  }
}, 240_000);

test('history and analytics obey the same filters, which the address keeps', async () => {
  for (const caller of callers) caller.hangUp();
  await until(
    async () => (await stage.key.get('/api/v1/calls?state=ended')).body.items,
    (items) => items.length === callers.length,
    60_000,
  );
  const csv = String((await stage.key.get('/api/v1/calls/export')).body);
  expect(csv.trimEnd().split('\r\n')).toHaveLength(callers.length + 1);
  for (const [name, size, scheme] of LOOKS) {
    const { page, context, complaints } = await stage.visit(size, scheme);
    await stage.signIn(page);
    await page.goto(`${stage.url}/calls/history`);
    await page.getByRole('table', { name: 'Calls' }).waitFor();
    await inspect(page, `calls-history-${name}`);
    // Where there is little room the filters are folded away.
    if (size.width < 760) await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByLabel('Ended', { exact: true }).selectOption('goodbye');
    await expect.poll(() => page.getByRole('row').count()).toBe(2);
    expect(page.url()).toContain('end=goodbye');
    if (name === 'desktop-light') {
      await page.getByRole('button', { name: 'Keep this view' }).click();
      await page.getByLabel('Name').fill('Said goodbye');
      await page.getByRole('button', { name: 'Keep', exact: true }).click();
    }
    await page.getByRole('link', { name: 'Said goodbye' }).waitFor();
    await page.goto(`${stage.url}/calls/analytics`);
    await page.getByText(`${callers.length} of them tests`).waitFor();
    await inspect(page, `calls-analytics-${name}`);
    await page.getByRole('region', { name: 'By flow' }).getByRole('button').first().click();
    await expect.poll(() => page.url()).toContain('q=');
    // What has no control of its own can be seen and taken away.
    await page.goto(`${stage.url}/calls/analytics?minSeconds=36000`);
    await page.getByText('There were no such calls').waitFor();
    await page.getByRole('list', { name: 'Narrowed to' }).getByRole('button').click();
    await page.getByText(`${callers.length} of them tests`).waitFor();
    await page.getByRole('link', { name: 'Said goodbye' }).click();
    await page.getByText('1 of them tests').waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  }
}, 240_000);
