import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { floatToInt16 } from '../../server/audio/pcm16.ts';
import { writeWav } from '../../server/audio/wav.ts';
import { DESKTOP, inspect, SIZES, Stage } from '../support/browser.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';
import { openSpokenMicrophone } from '../support/spokenMicrophone.ts';

/** For an engine to hear and think on a machine that does other things too. */
const ENGINE_MS = 60_000;

const speech = openRealSpeech();
const strange = await speech.wav('Seven lazy elephants paint the moonlight in purple stripes.', 48_000);
const order = await speech.wav('Where is my order?', 48_000);
const number = await speech.wav('One two three four five.', 48_000);
/** What the browser's own microphone hears over and over: time to begin a recording, a question, and a long silence. */
const folder = await mkdtemp(join(tmpdir(), 'voiceops-microphone-'));
const heardFile = join(folder, 'question.wav');
const asked = await speech.speak('Where is my order number one two three four five?', 48_000);
const LEAD_S = 2;
const heard = new Float32Array((LEAD_S + 30) * 48_000);
heard.set(asked.samples, LEAD_S * 48_000);
await writeFile(heardFile, writeWav(floatToInt16(heard), 48_000));
await speech.close();
afterAll(() => rm(folder, { recursive: true }));

// Nothing is set up: the built-in recogniser, which takes no dictation, is the only one.
const stage = new Stage({ ...OWNER, ...NO_LIMITS }, heardFile);

const answers = (page: Page) => page.getByLabel('What was said').locator('[data-message]');
const message = (page: Page) => page.getByLabel('Message', { exact: true });
const talk = (page: Page) => page.getByRole('button', { name: 'Talk: click, or hold while you speak' });
const stop = (page: Page) => page.getByRole('button', { name: 'Stop and take it down' });

/** For how long it has been recorded, in seconds. */
async function recordedS(page: Page): Promise<number> {
  const composer = page.locator('form').filter({ has: message(page) });
  const clock = await composer.getByText(/^\d+:\d\d\.\d/).innerText();
  const [minutes, seconds] = clock.split(':');
  return Number(minutes) * 60 + Number(seconds);
}
const recordedUntil = (page: Page, seconds: number) =>
  expect.poll(() => recordedS(page), { timeout: ENGINE_MS }).toBeGreaterThan(seconds);

test('with nothing set up, a question that is spoken is taken down and answered', async () => {
  const { page, complaints } = await stage.visit(DESKTOP);
  await stage.signIn(page);
  await page.goto(`${stage.url}/chat`);
  await talk(page).click();
  await recordedUntil(page, LEAD_S + asked.samples.length / 48_000 + 0.5);
  await stop(page).click();
  await expect
    .poll(() => message(page).inputValue(), { timeout: ENGINE_MS })
    .toBe('where is my order number one two three four five');
  await page.keyboard.press('Enter');
  await answers(page)
    .getByText(/out for delivery/)
    .waitFor({ timeout: ENGINE_MS });
  expect(complaints).toEqual([]);
}, 180_000);

test.each(SIZES)(
  'what was not understood is said to be that, and said again, turn by turn: %s',
  async (size, viewport) => {
    const { page, complaints } = await stage.visit(viewport, size === 'phone' ? 'dark' : 'light');
    const microphone = await openSpokenMicrophone(page);
    await stage.signIn(page);
    await page.goto(`${stage.url}/chat`);
    /** Says it into the recording that runs, to its end. */
    const say = async (wav: Buffer) => {
      const fromS = await recordedS(page);
      await microphone.say(wav);
      await recordedUntil(page, fromS + wav.length / 2 / 48_000 + 0.5);
    };
    await talk(page).click();
    await page.getByText('You can say “Where is my order?”').waitFor();
    await say(strange);
    await inspect(page, `${size}-chat-speaking`);
    await stop(page).click();
    const missed = page.getByText('I did not catch that.');
    await missed.waitFor({ timeout: ENGINE_MS });
    expect(await message(page).inputValue()).toBe('');
    await inspect(page, `${size}-chat-not-caught`);

    await page.getByRole('button', { name: 'Try again' }).click();
    await missed.waitFor({ state: 'detached' });
    await say(order);
    // By keys: whatever began the recording, it is ended where it is spoken from.
    await page.keyboard.press('Enter');
    await expect.poll(() => message(page).inputValue(), { timeout: ENGINE_MS }).toBe('where is my order');
    await page.keyboard.press('Enter');
    await answers(page)
      .getByText(/number/)
      .waitFor({ timeout: ENGINE_MS });

    // What may be said next is known by what was asked. From here on it is sent at once.
    await page.getByRole('button', { name: /^Sound:/ }).click();
    await page.getByRole('menuitemradio', { name: 'Send it at once' }).click();
    await talk(page).click();
    await page.getByText('You can say “It’s one two three four five”').waitFor();
    await say(number);
    await inspect(page, `${size}-chat-speaking-number`);
    await stop(page).click();
    await answers(page)
      .getByText(/out for delivery/)
      .waitFor({ timeout: ENGINE_MS });
    expect(complaints).toEqual([]);
  },
  240_000,
);
