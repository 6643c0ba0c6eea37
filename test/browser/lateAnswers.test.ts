import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { holdAnswers, Stage } from '../support/browser.ts';

// What somebody does while an answer is on its way is neither lost nor undone by it.
const stage = new Stage();

/** A generated version of a new script. */
async function version(title: string): Promise<{ id: string; scriptId: string }> {
  const { key } = stage;
  const project = (await key.post('/api/v1/projects', { name: title, purpose: 'support' })).body;
  const sent = { title, language: 'en-US', text: 'We are open.' };
  const script = (await key.post(`/api/v1/projects/${project.id}/scripts`, sent)).body;
  const wish = { voiceId: 'flite:slt' };
  const { id } = (await key.post(`/api/v1/scripts/${script.id}/versions`, wish)).body;
  await expect
    .poll(async () => (await key.get(`/api/v1/versions/${id}`)).body.state, { timeout: 90_000 })
    .toBe('ready');
  return { id, scriptId: script.id };
}

/** Resolves once what the page was answered last is drawn. */
const drawn = (page: Page) =>
  page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');

test('words that are added while the dictionary is saved stay, also over what somebody else saved', async () => {
  const { page, complaints, context } = await stage.visit();
  await stage.signIn(page);
  await page.goto(`${stage.url}/settings/pronunciation`);
  const dialog = page.getByRole('dialog');
  const begin = async (word: string) => {
    await page.getByRole('button', { name: 'Add word' }).click();
    await dialog.getByLabel('Word or phrase').fill(word);
  };
  const add = async (sound: string) => {
    await dialog.getByLabel('Written as it sounds').fill(sound);
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  };
  const save = page.getByRole('button', { name: 'Save dictionary' });
  const saved = async () =>
    (await stage.key.get('/api/v1/dictionaries/latest')).body.entries.map(
      ({ phrase }: { phrase: string }) => phrase,
    );
  await begin('Voss');
  await add('Foss');
  const saving = await holdAnswers(page, 'POST', 'dictionaries');
  await save.click();
  await saving.asked;
  await begin('Lee');
  saving.letGo();
  await page.getByText('is spoken with state 1.').waitFor();
  await add('Lea');
  await save.click();
  await expect.poll(saved).toEqual(['Voss', 'Lee']);

  await page.getByText('is spoken with state 2.').waitFor();
  const theirs = { entries: [{ phrase: 'Moor', alias: 'More', caseSensitive: false }], expectedNumber: 2 };
  expect((await stage.key.post('/api/v1/dictionaries', theirs)).status).toBe(201);
  await begin('Ray');
  await add('Rey');
  await save.click();
  await page.getByText('Somebody saved state 3 in the meantime.').waitFor();
  await page.getByRole('button', { name: 'Put mine over theirs' }).click();
  await save.click();
  await expect.poll(saved).toEqual(['Voss', 'Lee', 'Ray']);
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('of two stand-ins that are taken away in a hurry neither comes back', async () => {
  const { page, complaints, context } = await stage.visit();
  const chain = ['flite:slt', 'flite:rms', 'flite:awb'];
  const changed = await stage.key.call('PATCH', '/api/v1/workspace', { voiceChain: chain });
  expect(changed.status).toBe(200);
  await stage.signIn(page);
  await page.goto(`${stage.url}/engines`);
  const removes = page.getByRole('button', { name: /^Remove / });
  await removes.nth(2).waitFor();
  const deciding = await holdAnswers(page, 'PATCH', 'workspace');
  await removes.first().click();
  await deciding.asked;
  await expect.poll(() => removes.count()).toBe(2);
  await removes.first().click();
  deciding.letGo();
  await expect
    .poll(async () => (await stage.key.get('/api/v1/workspace')).body.voiceChain)
    .toEqual(['flite:awb']);
  expect(await removes.count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);

test('a text that is saved is not overwritten by what was read before', async () => {
  const { scriptId } = await version('Opening');
  const { page, complaints, context } = await stage.visit();
  await stage.signIn(page);
  await page.goto(`${stage.url}/scripts/${scriptId}`);
  const text = page.getByLabel('Script text');
  await text.waitFor();
  const reading = await holdAnswers(page, 'GET', 'scripts/*');
  await stage.key.put(`/api/v1/scripts/${scriptId}`, { title: 'Opening hours' });
  await reading.asked;
  await text.fill('We are closed.');
  await page.keyboard.press('Control+s');
  await page.getByText('· revision 2').waitFor();
  const answered = page.waitForResponse((one) => new URL(one.url()).pathname.endsWith(scriptId));
  reading.letGo();
  await answered;
  await drawn(page);
  await page.keyboard.type(' Please call again.');
  expect(await text.inputValue()).toBe('We are closed. Please call again.');
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('who has taken over a conversation goes on writing when an older reading of it comes', async () => {
  await stage.addMember({ email: 'anna@people.example', name: 'Anna Answers', role: 'editor' });
  const chat = (message: string, conversationId?: string) =>
    stage.key.post('/api/v1/chat', { message, conversationId });
  const { conversationId } = (await chat('I want to speak to a person, please.')).body;
  const { page, complaints, context } = await stage.visit();
  await stage.signIn(page, 'anna@people.example');
  await page.goto(`${stage.url}/chat?conversation=${conversationId}`);
  await page.getByRole('button', { name: 'Take over' }).waitFor();
  const reading = await holdAnswers(page, 'GET', `conversations/${conversationId}`);
  await chat('Hello?', conversationId);
  await reading.asked;
  await page.getByRole('button', { name: 'Take over' }).click();
  await page.getByText('You answer here').waitFor();
  const message = page.getByLabel('Message', { exact: true });
  await message.fill('I am');
  const answered = page.waitForResponse((one) => one.url().endsWith(conversationId));
  reading.letGo();
  await answered;
  await drawn(page);
  await page.keyboard.type(' Anna.');
  expect(await message.inputValue()).toBe('I am Anna.');
  expect(complaints).toEqual([]);
  await context.close();
}, 120_000);

test('what is typed into the settings of an engine while they are saved stays', async () => {
  const { page, complaints, context } = await stage.visit();
  await stage.enter(page);
  await page.goto(`${stage.url}/engines`);
  const card = page.locator('#speech-elevenlabs');
  await card.getByRole('button', { name: 'Set up' }).click();
  const key = card.getByLabel('key');
  await key.fill('the-first-key');
  const saving = await holdAnswers(page, 'PUT', 'engines/*/settings');
  await card.getByRole('button', { name: 'Save' }).click();
  await saving.asked;
  await key.fill('the-second-key');
  saving.letGo();
  await page.getByText(/^The settings of .* are saved/).waitFor();
  await drawn(page);
  expect(await key.inputValue()).toBe('the-second-key');
  await card.getByRole('button', { name: 'Save' }).click();
  await key.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);

test('what is typed into a filter is what is looked for', async () => {
  const { page, complaints, context } = await stage.visit();
  await stage.signIn(page);
  await page.goto(`${stage.url}/voices`);
  const name = page.getByRole('searchbox', { name: 'Name' });
  await name.pressSequentially('nobody is called like that');
  expect(await name.inputValue()).toBe('nobody is called like that');
  await page.getByText('No voice is like that').waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);

test('nobody is led away by a dialog that was left before its answer came', async () => {
  const { page, complaints, context } = await stage.visit();
  await stage.enter(page);
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New script in Support hotline' }).click();
  await dialog.getByLabel('Title').fill('Given up');
  await dialog.getByLabel('Text').fill('Never mind.');
  const making = await holdAnswers(page, 'POST', 'projects/*/scripts');
  await dialog.getByRole('button', { name: 'Create script' }).click();
  await making.asked;
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: 'New project' }).first().click();
  await dialog.getByLabel('Name').fill('Under way');
  const listed = page.waitForResponse(/\/projects\/[^/]+\/scripts/);
  making.letGo();
  await listed;
  await drawn(page);
  expect([new URL(page.url()).pathname, await dialog.getByLabel('Name').inputValue()]).toEqual([
    '/projects',
    'Under way',
  ]);
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);

test('what somebody wanted to hear last is what they hear', async () => {
  const { page, complaints, context } = await stage.visit();
  await stage.signIn(page);
  await page.goto(`${stage.url}/voices`);
  const voices = (await stage.key.get('/api/v1/voices?engine=flite')).body.items;
  const [first, last] = voices as [{ id: string; name: string }, { id: string; name: string }];
  const path = `voices/${encodeURIComponent(first.id)}/preview`;
  const making = await holdAnswers(page, 'POST', path);
  await page.getByRole('button', { name: `Preview ${first.name}`, exact: true }).click();
  await making.asked;
  await page.getByRole('button', { name: `Preview ${last.name}`, exact: true }).click();
  const player = page.getByRole('region', { name: 'Player' });
  await player.getByText(last.name, { exact: true }).waitFor();
  const made = page.waitForResponse(new RegExp(path));
  making.letGo();
  await made;
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  await drawn(page);
  expect(await player.getByText(last.name, { exact: true }).count()).toBe(1);
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);

test('what is played sounds also where the machine takes its time until it can', async () => {
  const { page, complaints, context } = await stage.visit();
  await page.addInitScript(`{
    const { resume } = AudioContext.prototype;
    AudioContext.prototype.resume = async function () {
      await new Promise((done) => setTimeout(done, 1500));
      return resume.call(this);
    };
    window.AudioContext = class extends AudioContext {
      constructor(options) {
        super(options);
        this.suspend();
      }
    };
  }`);
  await stage.enter(page);
  await page.goto(`${stage.url}/voices`);
  await page
    .getByRole('button', { name: /^Preview / })
    .first()
    .click();
  const player = page.getByRole('region', { name: 'Player' });
  await player.getByText(/^0:0(0\.[1-9]|[1-9])/).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
}, 60_000);
