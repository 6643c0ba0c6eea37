import { expect, test } from 'vitest';
import { DESKTOP, inspect, PHONE, SIZES, Stage } from '../support/browser.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';
import { openSpokenMicrophone } from '../support/spokenMicrophone.ts';

/** For an engine to hear, think and speak on a machine that does other things too. */
const ENGINE_MS = 120_000;

// Spoken before the program runs, which takes the machine for itself at first.
const speech = openRealSpeech();
const hours = await speech.wav('What are your opening hours?', 48_000);
const order = await speech.wav('Where is my order number one two three four five?', 48_000);
const hello = await speech.wav('Hello', 48_000);
await speech.close();

// A program that has only just begun is busy with itself, and would refuse a call until it has time for one.
const stage = new Stage({ ...OWNER, ...NO_LIMITS, VOICEOPS_CALLS_BUSY_PERCENT: '100' });

type Box = { x: number; y: number; width: number; height: number };
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

test('a browser call with a fake microphone holds a conversation of two turns', async () => {
  const owner = await stage.visit(DESKTOP);
  const { page } = owner;
  const microphone = await openSpokenMicrophone(page);
  await stage.signIn(page);
  await page.goto(`${stage.url}/calls/flows`);
  await page.getByRole('link', { name: 'Support line' }).click();
  await page.getByRole('button', { name: 'Call this agent' }).click();
  const call = page.getByRole('region', { name: 'Call with Support line' });
  const said = call.getByRole('log', { name: 'What is said' });
  // Told first that a machine talks and that it is recorded, then greeted.
  await said.getByText('this call is recorded').waitFor({ timeout: ENGINE_MS });
  await call.getByText('Listening to you').waitFor({ timeout: ENGINE_MS });
  await inspect(page, 'desktop-browser-call');

  await microphone.say(hours);
  await said.getByText('opening hours', { exact: false }).first().waitFor({ timeout: ENGINE_MS });
  await expect
    .poll(() => said.textContent(), { timeout: ENGINE_MS })
    .toMatch(/opening hours.*Agent.*(open|closed)/i);
  await call.getByText('Listening to you').waitFor({ timeout: ENGINE_MS });
  const agentLines = () => said.getByText('Agent', { exact: true }).count();
  const before = await agentLines();

  await microphone.say(order);
  await said
    .getByText(/order number/)
    .first()
    .waitFor({ timeout: ENGINE_MS });
  await expect.poll(agentLines, { timeout: ENGINE_MS }).toBeGreaterThan(before);
  await inspect(page, 'desktop-browser-call-two-turns');

  // The call goes on whatever is shown; keys and mute belong to it.
  await page.getByRole('link', { name: 'Voices' }).click();
  await page.getByRole('heading', { level: 1, name: 'Voices' }).waitFor();
  await call.getByRole('button', { name: 'Mute' }).click();
  await call.getByRole('button', { name: 'Unmute' }).click();
  await call.getByRole('button', { name: 'Keypad' }).click();
  await call.getByRole('button', { name: 'Hash' }).click();
  await call.getByRole('button', { name: 'Hang up' }).click();
  await call.getByText('You hung up.').waitFor();
  await call.getByRole('button', { name: 'Close the call' }).click();
  await call.waitFor({ state: 'detached' });
  expect(owner.complaints).toEqual([]);

  // It is kept as every other call, written behind it.
  const newest = async () => (await stage.key.get('/api/v1/calls')).body.items[0];
  await expect
    .poll(newest, { timeout: ENGINE_MS })
    .toMatchObject({ carrier: 'browser', end: 'caller-hung-up', turnCount: 2 });
}, 600_000);

test('a personality is called on a phone, in the dark; without a microphone it is said why', async () => {
  const visitor = await stage.visit(PHONE, 'dark');
  const { page } = visitor;
  const microphone = await openSpokenMicrophone(page);
  await stage.signIn(page);
  await page.goto(`${stage.url}/personalities`);
  await page.getByText('Mara').first().click();
  await page.getByRole('button', { name: 'Call it' }).click();
  const call = page.getByRole('region', { name: 'Call with Mara' });
  await call.getByText('Listening to you').waitFor({ timeout: ENGINE_MS });
  await microphone.say(hello);
  await call.getByRole('button', { name: 'Keypad' }).click();
  await inspect(page, 'phone-browser-call');

  // What is told in passing stands beside the call, however wide the page is.
  await page.getByRole('main').getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Make a copy' }).click();
  const message = page.getByRole('region', { name: 'Messages (F8)' }).locator('> div');
  for (const [name, size] of [...SIZES, ['narrow', { width: 800, height: 700 }] as const]) {
    await page.setViewportSize(size);
    await message.hover();
    const [told, panel] = await Promise.all([message.boundingBox(), call.boundingBox()]);
    await inspect(page, `${name}-browser-call-message`);
    expect([name, overlap(told!, panel!)]).toEqual([name, false]);
  }
  await page.setViewportSize(PHONE);
  await call.getByRole('button', { name: 'Hang up' }).click();
  await call.getByText('You hung up.').waitFor();

  await page.evaluate(
    `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))`,
  );
  await call.getByRole('button', { name: 'Call again' }).click();
  await call.getByText('was told not to give the microphone').waitFor();
  await inspect(page, 'phone-browser-call-refused');
  expect(visitor.complaints).toEqual([]);
}, 400_000);
