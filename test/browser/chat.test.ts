import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DESKTOP, inspect, PHONE, Stage } from '../support/browser.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';

// A program that has only just begun is busy with itself, and would refuse a call until it has time for one.
const stage = new Stage({ ...OWNER, ...NO_LIMITS, VOICEOPS_CALLS_BUSY_PERCENT: '100' });

/** Where the player stands, in seconds: it moves only while the browser really plays. */
async function playedS(page: Page): Promise<number> {
  const words = await page.getByRole('region', { name: 'Player' }).innerText();
  const [, minutes, seconds] = /(\d+):(\d+\.\d)\s*\//.exec(words) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}
const answers = (page: Page) => page.getByLabel('What was said').locator('[data-message]');
const ask = async (page: Page, words: string) => {
  await page.getByLabel('Message', { exact: true }).fill(words);
  await page.keyboard.press('Enter');
};

test('the built-in agent answers, uses a tool and is heard; the conversation is there again after a reload', async () => {
  const { page, complaints } = await stage.visit(DESKTOP);
  await stage.enter(page);
  await page.getByRole('link', { name: 'Chat' }).click();
  await page.getByText('You talk with an AI').waitFor();
  await inspect(page, 'desktop-chat-new');

  await page.getByRole('button', { name: 'Where is my order 12345?' }).click();
  await answers(page)
    .getByText(/out for delivery/)
    .waitFor();
  await page.waitForURL(/conversation=[0-9a-f-]{36}/);
  // Its voice plays by itself, and really: the playhead moves.
  await page.getByRole('button', { name: 'Pause the answer' }).waitFor({ timeout: 30_000 });
  const from = await playedS(page);
  await expect.poll(() => playedS(page)).toBeGreaterThan(from + 0.4);
  await page.getByRole('button', { name: 'Stop the answer’s voice' }).click();
  await page.getByRole('button', { name: 'Play the answer' }).waitFor();
  await expect.poll(() => playedS(page)).toBe(0);

  // What it did for it, what was understood, and who it was.
  const tool = answers(page).locator('details').first();
  await tool.locator('summary').click();
  await tool.getByText('12345').first().waitFor();
  await page.getByText('Order status').waitFor();
  await page.getByText('Neutral').waitFor();
  await inspect(page, 'desktop-chat-answer');

  // The field keeps the focus from message to message, and what is typed stays with its conversation.
  await ask(page, 'When are you open?');
  await answers(page)
    .nth(1)
    .getByText(/from 9 AM to 6 PM/)
    .waitFor();
  await page.keyboard.type('and on Sun');
  await page.reload();
  await answers(page).nth(1).waitFor();
  expect(await page.getByLabel('Message', { exact: true }).inputValue()).toBe('and on Sun');
  await page.getByRole('button', { name: 'Play the answer' }).first().click();
  await expect.poll(() => playedS(page), { timeout: 10_000 }).toBeGreaterThan(0.3);
  await page.keyboard.press('Escape');
  await expect.poll(() => playedS(page)).toBe(0);

  // Another one, and Back.
  await page.getByRole('link', { name: 'New conversation' }).click();
  await page.getByRole('button', { name: 'When are you open?' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'Where is my order 12345?' }).waitFor();
  expect(complaints).toEqual([]);
}, 120_000);

test('on a phone: another personality, the list as a sheet, sound off, and deletion for good', async () => {
  const { page, complaints } = await stage.visit(PHONE, 'dark');
  await stage.enter(page);
  await page.goto(`${stage.url}/chat`);
  await page.getByRole('button', { name: /^Talk with:/ }).click();
  await inspect(page, 'phone-chat-personalities');
  await page.getByRole('menuitemradio', { name: /Theo/ }).click();
  await page.waitForURL(/personality=/);
  await page.getByRole('heading', { name: 'Talk with Theo' }).waitFor();
  await inspect(page, 'phone-chat-new');
  await page.getByRole('button', { name: /^Sound:/ }).click();
  await page.getByRole('menuitemradio', { name: 'Text only' }).click();
  await ask(page, 'When are you open?');
  await answers(page).getByText('Theo').first().waitFor();
  await page
    .getByText(/Opening hours/)
    .first()
    .waitFor();
  await inspect(page, 'phone-chat-answer');
  expect(await page.getByRole('button', { name: 'Play the answer' }).count()).toBe(0);

  // Whoever answers in writing can be called from there.
  await page.getByRole('button', { name: 'Call', exact: true }).click();
  const call = page.getByRole('region', { name: 'Call with Theo' });
  await call.getByRole('log', { name: 'What is said' }).waitFor();
  await inspect(page, 'phone-chat-call');
  await call.getByRole('button', { name: 'Hang up' }).click();
  await call.getByText('You hung up.').waitFor();
  await call.getByRole('button', { name: 'Close the call' }).click();
  await page.getByRole('button', { name: 'Call', exact: true }).waitFor();

  // Who asks for a person waits for one, and is told so.
  await ask(page, 'I want to speak to a person, please.');
  await page.getByText('You asked for a person').waitFor();
  await inspect(page, 'phone-chat-waiting');
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page.getByRole('dialog').getByLabel('Whose conversations').selectOption('waiting');
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /When are you open.*Waits for a person/ })
    .waitFor();
  await inspect(page, 'phone-chat-conversations');
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'More for this conversation' }).click();
  await page.getByRole('menuitem', { name: 'Delete for good' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete for good' }).click();
  await page.getByText('The conversation is deleted.').waitFor();
  const left = (await stage.key.get('/api/v1/conversations')).body.items as { title: string }[];
  expect(left.map(({ title }) => title)).not.toContain('When are you open?');
  expect(complaints).toEqual([]);
}, 120_000);
