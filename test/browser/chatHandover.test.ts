import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DESKTOP, holdAnswers, inspect, PHONE, Stage } from '../support/browser.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';

const stage = new Stage({ ...OWNER, ...NO_LIMITS });
const ANNA = { email: 'anna@people.example', name: 'Anna Answers', role: 'editor' };

const lines = (page: Page) => page.getByLabel('What was said').locator('li');
const write = async (page: Page, words: string) => {
  await page.getByLabel('Message', { exact: true }).fill(words);
  await page.keyboard.press('Enter');
};

test('who asks for a person gets one: seen without a reload, answered under a name, given back, on desk and phone', async () => {
  await stage.addMember(ANNA);
  const visitor = await stage.visit(PHONE);
  await stage.signIn(visitor.page);
  await visitor.page.goto(`${stage.url}/chat`);
  await visitor.page.getByRole('button', { name: /^Sound:/ }).click();
  await visitor.page.getByRole('menuitemradio', { name: 'Text only' }).click();

  const { page, complaints } = await stage.visit(DESKTOP);
  await stage.signIn(page, ANNA.email);
  await page.goto(`${stage.url}/calls`);
  await page.getByText('No calls in progress').waitFor();

  await write(visitor.page, 'I want to speak to a person, please.');
  await visitor.page.getByText(/You asked for a person/).waitFor();
  await inspect(visitor.page, 'phone-handover-waiting');

  // Whoever may answer sees it wherever they are: by the rail, and on the board of calls.
  await page.getByRole('link', { name: /Chat 1 waiting for you/ }).waitFor();
  await inspect(page, 'desktop-handover-board');
  await page.getByRole('link', { name: '1 chat waits for a person' }).click();
  await page.getByRole('link', { name: /I want to speak to a person.*Waits for a person/ }).click();
  await page.getByText('A person is wanted here').waitFor();
  await inspect(page, 'desktop-handover-wanted');
  await page.getByRole('button', { name: 'Take over' }).click();
  await page.getByText('You answer here, under your name').waitFor();
  await lines(visitor.page).filter({ hasText: 'Anna Answers has taken over.' }).waitFor();
  await visitor.page.getByText(/Anna Answers answers here/).waitFor();

  // The agent is silent; words go from person to person as they are written.
  await write(page, 'Hello, this is Anna. How can I help?');
  await lines(visitor.page)
    .filter({ hasText: 'Hello, this is Anna' })
    .filter({ hasText: 'Person' })
    .filter({ hasNotText: 'Built-in agent' })
    .waitFor();
  await write(visitor.page, 'My parcel is broken.');
  await lines(page).filter({ hasText: 'My parcel is broken.' }).waitFor();
  await page.getByRole('link', { name: /Chat 1 waiting for you/ }).waitFor();
  await write(page, 'We send you another one today.');
  await lines(visitor.page).filter({ hasText: 'another one today' }).waitFor();
  await page.getByRole('link', { name: 'Chat', exact: true }).waitFor();
  await inspect(page, 'desktop-handover-held');
  await inspect(visitor.page, 'phone-handover-held');
  expect(await lines(visitor.page).filter({ hasText: 'Built-in agent' }).count()).toBe(1);

  await page.getByRole('button', { name: /^Hand back to/ }).click();
  await lines(visitor.page).filter({ hasText: 'Anna Answers has handed back' }).waitFor();
  await write(visitor.page, 'When are you open?');
  await lines(visitor.page)
    .filter({ hasText: /from 9 AM to 6 PM|Opening hours/ })
    .filter({ hasText: 'Built-in agent' })
    .waitFor();
  // All of it is there again for whoever comes later.
  await page.reload();
  await lines(page).filter({ hasText: 'We send you another one today.' }).waitFor();
  await inspect(page, 'desktop-handover-back');
  expect([...complaints, ...visitor.complaints]).toEqual([]);
}, 180_000);

test('on a phone a member takes over, sees who has what, and takes it from somebody', async () => {
  const owner = await stage.visit(PHONE, 'dark');
  await stage.enter(owner.page);
  const asked = await stage.key.post('/api/v1/chat', { message: 'I want to speak to a person, please.' });
  const id = asked.body.conversationId;
  const anna = await stage.visit(DESKTOP, 'dark');
  await stage.signIn(anna.page, ANNA.email);
  await anna.page.goto(`${stage.url}/chat?conversation=${id}`);
  await anna.page.getByRole('button', { name: 'Take over' }).click();
  await anna.page.getByText('You answer here').waitFor();
  // Also what is written before it is known here whose conversation it is goes under her name.
  const late = await holdAnswers(anna.page, 'GET', `conversations/${id}`);
  await anna.page.reload();
  await late.asked;
  await write(anna.page, 'I am Anna.');
  late.letGo();
  await lines(anna.page).filter({ hasText: 'I am Anna.' }).filter({ hasText: 'Person' }).waitFor();

  const { page } = owner;
  await page.goto(`${stage.url}/chat?conversation=${id}&whose=waiting`);
  await page.getByText(/Anna Answers answers here/).waitFor();
  await inspect(page, 'phone-handover-others');
  await page.getByRole('button', { name: 'Conversations' }).click();
  await page
    .getByRole('dialog')
    .getByText(/Anna Answers has it/)
    .first()
    .waitFor();
  await inspect(page, 'phone-handover-list');
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Take it from Anna Answers' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Take over' }).click();
  await page.getByText('You answer here').waitFor();
  await inspect(page, 'phone-handover-mine');
  // Whoever had it sees that it is another’s.
  await anna.page.getByText(/answers here, since/).waitFor();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await lines(anna.page).filter({ hasText: 'has closed the conversation' }).waitFor();
  expect([...owner.complaints, ...anna.complaints]).toEqual([]);
}, 120_000);
