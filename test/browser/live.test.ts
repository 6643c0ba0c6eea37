import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { holdAnswers, Stage } from '../support/browser.ts';

const stage = new Stage();

const newProject = async (name: string): Promise<string> =>
  (await stage.key.post('/api/v1/projects', { name, purpose: 'education' })).body.id;

test('eight tabs share one stream; when the one that streams closes, another takes over', async () => {
  const { page: first, context, complaints } = await stage.visit();
  const streams: Page[] = [];
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/api/v1/events') streams.push(request.frame().page());
  });
  await stage.enter(first);
  await expect.poll(() => streams).toEqual([first]);
  const others: Page[] = [];
  for (let tab = 0; tab < 7; tab++) {
    const page = await context.newPage();
    await page.goto(`${stage.url}/projects`);
    await page.getByRole('heading', { name: 'Support hotline' }).waitFor();
    others.push(page);
  }
  expect(streams).toEqual([first]);
  await newProject('Seen by all');
  for (const page of [first, ...others]) await page.getByRole('heading', { name: 'Seen by all' }).waitFor();

  await first.close();
  await expect.poll(() => streams.length).toBe(2);
  await newProject('Seen by those who stayed');
  for (const page of others) await page.getByRole('heading', { name: 'Seen by those who stayed' }).waitFor();
  expect(streams.length).toBe(2);
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('a batch of sixty does not make an open window ask hundreds of times', async () => {
  const { page, context, complaints } = await stage.visit();
  const id = await newProject('Sixty lines');
  await stage.enter(page);
  let asked = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.startsWith('/api/v1/')) asked++;
  });
  const lines = Array.from({ length: 60 }, (_, line) => ({
    title: `Line ${line + 1}`,
    language: 'en-US',
    text: `This is line ${line + 1}.`,
  }));
  const voice = (await stage.key.get('/api/v1/voices?limit=1')).body.items[0].id;
  const batch = (await stage.key.post(`/api/v1/projects/${id}/batches`, { voiceId: voice, lines })).body;
  await page.goto(`${stage.url}/batches/${batch.id}`);
  await page
    .getByRole('status')
    .filter({ hasText: /^60 ready$/ })
    .waitFor({ timeout: 120_000 });
  // Sixty times queued, generating and ready, each of which made three or more lists stale.
  expect(asked).toBeLessThan(120);
  expect(complaints).toEqual([]);
  await context.close();
}, 180_000);

test('what was read before the stream was there is read again', async () => {
  const { page, context, complaints } = await stage.visit();
  await stage.enter(page);
  const reading = await holdAnswers(page, 'GET', 'projects*');
  let connect = () => {};
  const mayConnect = new Promise<void>((resolve) => {
    connect = resolve;
  });
  await page.route('**/api/v1/events', async (route) => {
    await mayConnect;
    return route.fallback();
  });
  await page.goto(`${stage.url}/projects`);
  await reading.asked;
  await newProject('Made in between');
  const connected = page.waitForResponse('**/api/v1/events');
  connect();
  await connected;
  await page.getByRole('banner').waitFor();
  reading.letGo();
  await page.getByRole('heading', { name: 'Made in between' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);

test('what is on screen, and what is typed there, stays where it cannot be fetched again', async () => {
  const { page } = await stage.visit();
  const said = (await stage.key.post('/api/v1/chat', { message: 'When are you open?' })).body;
  await stage.enter(page);
  let away = false;
  let refused = 0;
  await page.route('**/api/v1/**', (route) => {
    // Each connection is a new one: whatever is on screen is fetched again.
    if (new URL(route.request().url()).pathname === '/api/v1/events')
      return route.fulfill({
        contentType: 'text/event-stream',
        body: 'retry: 300\nevent: hello\ndata: {}\n\n',
      });
    if (!away || route.request().method() !== 'GET') return route.fallback();
    refused++;
    return route.abort();
  });
  const fails = async () => {
    [away, refused] = [true, 0];
    await expect.poll(() => refused).toBeGreaterThan(5);
    await page.getByText('The server cannot be reached').first().waitFor();
  };

  await page.goto(`${stage.url}/chat?conversation=${said.conversationId}`);
  const answer = page.getByLabel('What was said').locator('[data-message]').getByText(said.text);
  await answer.waitFor();
  await fails();
  expect(await answer.isVisible()).toBe(true);

  away = false;
  await page.goto(`${stage.url}/review`);
  const comment = page.getByRole('textbox', { name: 'Comment' });
  await comment.fill('Say it more slowly.');
  await fails();
  expect(await comment.inputValue()).toBe('Say it more slowly.');
}, 120_000);
