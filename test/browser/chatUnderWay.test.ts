import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { A_SECOND_RECORDED, DESKTOP, holdAnswers, inspect, PHONE, Stage } from '../support/browser.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { startModelServer } from '../support/models/modelServer.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';

/** Longer than anybody waits: it ends by being stopped. */
const LONG = Array.from({ length: 400 }, (_, index) => `This is sentence number ${index + 1} of many.`).join(
  ' ',
);
const slowly = () => ({ say: LONG, betweenPiecesMs: 60 });
const model = await startModelServer({ dialect: 'openai', script: slowly });

/** A recogniser that speaks OpenAI's protocol: it takes down every recording as the same words. */
const heardBytes: number[] = [];
const recogniser = createServer(async (request, response) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  if (!request.url?.endsWith('/audio/transcriptions')) return void response.writeHead(404).end();
  heardBytes.push(Buffer.concat(parts).length);
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      task: 'transcribe',
      language: 'english',
      duration: 2,
      text: 'When are you open?',
      segments: [],
    }),
  );
});
await new Promise<void>((resolve) => recogniser.listen(0, '127.0.0.1', resolve));

/** What the microphones hear. */
const speech = openRealSpeech();
const folder = await mkdtemp(join(tmpdir(), 'voiceops-microphone-'));
const microphone = join(folder, 'question.wav');
await writeFile(microphone, await speech.wav('When are you open?', 48_000));
await speech.close();

const stage = new Stage(
  {
    ...OWNER,
    ...NO_LIMITS,
    LOCAL_MODEL_BASE_URL: model.url,
    LOCAL_MODEL_NAME: 'scripted',
    LOCAL_MODEL_API_KEY: 'test-key',
    LOCAL_SPEECH_BASE_URL: `http://127.0.0.1:${(recogniser.address() as AddressInfo).port}/v1`,
    LOCAL_TRANSCRIPTION_MODEL: 'whisper-small',
  },
  microphone,
);
afterAll(async () => {
  await model.close();
  recogniser.closeAllConnections();
  recogniser.close();
  await rm(folder, { recursive: true });
});

const answers = (page: Page) => page.getByLabel('What was said').locator('[data-message]');
const message = (page: Page) => page.getByLabel('Message', { exact: true });
async function ask(page: Page, words: string): Promise<void> {
  await message(page).fill(words);
  await page.keyboard.press('Enter');
}

test('an answer is read and heard while it is written, stopped at once, and belongs to one window', async () => {
  const { page, context, complaints } = await stage.visit(DESKTOP, 'dark');
  await stage.signIn(page);
  await page.goto(`${stage.url}/chat`);
  await ask(page, 'Tell me a lot.');
  const answer = answers(page).last();
  await answer.getByText('sentence number 2 of').waitFor();
  expect(await answer.innerText()).not.toContain('number 400');
  // The voice begins with the first sentence.
  await page.getByRole('button', { name: 'Pause the answer' }).waitFor({ timeout: 20_000 });
  expect(await answer.innerText()).not.toContain('number 400');
  await inspectWhileBusy(page, 'desktop-chat-under-way');

  // Another window is refused, keeps what was typed and follows what the first one is told.
  const other = await context.newPage();
  await other.goto(page.url());
  await other.getByText('An answer is on its way in another window.').waitFor();
  await ask(other, 'And me?');
  await other.getByText('Another message is being answered').waitFor();
  expect(await message(other).inputValue()).toBe('And me?');
  await inspectWhileBusy(other, 'desktop-chat-conflict');
  await other.close();

  await message(page).focus();
  await page.keyboard.press('Escape');
  await answer.getByText('Stopped here.').waitFor();
  await page
    .getByRole('region', { name: 'Player' })
    .getByRole('button', { name: 'Play', exact: true })
    .waitFor();
  await model.quiet();
  expect(await answer.innerText()).not.toContain('number 400');
  await inspect(page, 'desktop-chat-stopped');
  expect(complaints).toEqual([]);
}, 120_000);

test('what was opened in an answer stays open, and its words stay, when the answer is whole', async () => {
  const { page, complaints } = await stage.visit(DESKTOP);
  await stage.signIn(page);
  await page.goto(`${stage.url}/chat`);
  const written = Array.from({ length: 30 }, (_, index) => `part ${index} `);
  model.follow((asked) =>
    asked.messages.some(({ results }) => results.length > 0)
      ? { say: [...written, 'and the end.'], betweenPiecesMs: 100 }
      : { call: [{ name: 'order_status', input: { orderNumber: '12345' } }] },
  );
  // Begun and not answered is what the conversation says of it at first.
  const begun = page.waitForResponse(/\/messages\?/);
  await ask(page, 'Where is my order?');
  await begun;
  const later = await holdAnswers(page, 'GET', 'conversations/*/messages?*');
  const answer = answers(page).last();
  await answer.getByText('part 1').waitFor();
  await answer.locator('summary').click();
  await answer.getByText('12345').first().waitFor();
  await later.asked;
  await expect.poll(() => answer.innerText()).toContain('and the end.');
  later.letGo();
  await answer.getByTitle(/^Version/).waitFor();
  expect(await answer.getByText('12345').first().isVisible()).toBe(true);
  expect(complaints).toEqual([]);
}, 120_000);

/** As inspect, which waits until nothing is busy any more. */
async function inspectWhileBusy(page: Page, name: string): Promise<void> {
  const shots = process.env.VOICEOPS_TEST_SCREENSHOTS;
  if (shots) await page.screenshot({ path: `${shots}/${name}.png` });
}

test('what is said into the microphone is taken down, looked at and sent', async () => {
  const { page, complaints } = await stage.visit(PHONE, 'dark');
  await stage.signIn(page);
  await page.goto(`${stage.url}/chat`);
  model.follow(() => ({ say: 'From nine to six.' }));
  await page.getByRole('button', { name: 'Talk: click, or hold while you speak' }).click();
  await page.getByText(A_SECOND_RECORDED).waitFor();
  await inspect(page, 'phone-chat-microphone');
  // Whoever can say anything is not told what.
  expect(await page.getByText('You can say').count()).toBe(0);
  await page.getByRole('button', { name: 'Stop and take it down' }).click();
  await expect.poll(() => message(page).inputValue(), { timeout: 20_000 }).toBe('When are you open?');
  expect(heardBytes.at(-1)).toBeGreaterThan(2_000);
  await page.keyboard.press('Enter');
  await answers(page).getByText('From nine to six.').waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

test('what could not be sent is back in the box, and is sent again', async () => {
  const { page } = await stage.visit(PHONE);
  await stage.signIn(page);
  await page.goto(`${stage.url}/chat`);
  model.follow(() => ({ say: 'Here I am.' }));
  await page.route('**/api/v1/chat', (route) => route.abort());
  await ask(page, 'Is anybody there?');
  await page.getByText('The server cannot be reached').waitFor();
  expect(await message(page).inputValue()).toBe('Is anybody there?');
  await inspect(page, 'phone-chat-unreachable');
  await page.unroute('**/api/v1/chat');
  await page.getByRole('button', { name: 'Try again' }).click();
  await answers(page).getByText('Here I am.').waitFor();
  expect(await message(page).inputValue()).toBe('');

  // The model fails, and the rules answer: who it was is said.
  model.follow(() => ({ fail: 'unauthorized' }));
  await ask(page, 'When are you open?');
  await answers(page)
    .nth(1)
    .getByText(/^Built-in agent answered after this:/)
    .waitFor();
  await inspect(page, 'phone-chat-fallback');
}, 120_000);
