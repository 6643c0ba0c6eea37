import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DESKTOP, inspect, PHONE, Stage } from '../support/browser.ts';

const stage = new Stage();

/** The editor of the flow that the test made. */
async function openFlow(page: Page, name: string): Promise<void> {
  await page.goto(`${stage.url}/calls/flows`);
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

const graphStep = (page: Page, name: RegExp) =>
  page.getByRole('region', { name: 'The flow as a graph' }).getByRole('button', { name });

test('a flow is made, broken, mended, tried, saved, compared and restored', async () => {
  const owner = await stage.visit(DESKTOP);
  const { page } = owner;
  await stage.enter(page);
  await page.getByRole('link', { name: 'Calls', exact: true }).click();
  await page.getByRole('navigation', { name: 'Calls' }).getByRole('link', { name: 'Flows' }).click();
  await page.getByRole('button', { name: /New flow|Make a flow/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Front desk');
  await dialog.getByRole('button', { name: 'Create flow' }).click();
  await page.getByRole('heading', { level: 1, name: 'Front desk' }).waitFor();
  await graphStep(page, /The agent talks/).waitFor();
  await page.getByText('Every step is reached').waitFor();

  // A step that nothing leads to is told at once, in the list and on the step.
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('menuitem', { name: 'Menu' }).click();
  const problems = page.getByRole('region', { name: 'Problems', exact: true });
  await problems.getByText('Nothing leads here.').waitFor();
  await graphStep(page, /Menu.*has problems/).waitFor();
  const save = page.getByRole('button', { name: 'Save version 2' });
  expect(await save.isDisabled()).toBe(true);
  // Its fields are looked at too.
  const form = page.getByRole('region', { name: 'Step Menu' });
  await form.getByLabel('Name of the step').fill('');
  await problems.getByText(/Name of the step: must not be empty/).waitFor();
  await page.getByRole('textbox', { name: 'Name of the step' }).fill('What is it about?');
  const asked = page.getByRole('region', { name: 'Step What is it about?' });
  await asked.getByRole('button', { name: 'Add a choice' }).click();
  await asked.getByLabel('Or by saying').last().fill('a person, somebody');
  await asked.getByLabel('Leads to').last().selectOption({ label: '+ Transfer' });
  // The new step is in between; its form is open.
  await page.getByRole('region', { name: 'Step To a person' }).waitFor();
  await inspect(page, 'desktop-flow-broken');

  // Mended where calls begin.
  await page.getByRole('button', { name: 'Whole flow' }).click();
  await page.getByLabel('Calls begin at').selectOption({ label: 'What is it about?' });
  await problems.waitFor({ state: 'detached' });
  await inspect(page, 'desktop-flow-whole');
  await graphStep(page, /What is it about/).click();
  // By keyboard from step to step.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: /Step (To a person|The agent talks)/ }).waitFor();
  await graphStep(page, /What is it about/).click();
  const line = page.getByRole('group', { name: 'What is asked' });
  await line.getByLabel('What is asked: what is heard').selectOption('support-bot/greeting');
  await line.getByRole('button', { name: 'Play support-bot greeting' }).waitFor();
  // Whether the sample content is deployed by now is a matter of the machine.
  await line.getByText(/Callers hear|Nothing is deployed there/).waitFor();
  await inspect(page, 'desktop-flow-mended');

  // Tried as it stands, not saved yet.
  await page.getByRole('button', { name: 'Try it' }).click();
  const heard = page.getByRole('log', { name: 'What is heard' });
  await heard.getByText('What is it about?').waitFor();
  await page.getByLabel('Choose: words, or keys').fill('somebody');
  await page.getByRole('button', { name: 'Answer' }).click();
  await page.getByRole('button', { name: 'Nobody picks up' }).click();
  await expect.poll(() => heard.textContent()).toMatch(/Nobody picks up/);
  await inspect(page, 'desktop-flow-tried');

  await page.getByRole('button', { name: 'What changed' }).click();
  await page.getByRole('dialog').getByText('Calls begin at').waitFor();
  await inspect(page, 'desktop-flow-changes');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();

  // Leaving by mistake loses nothing.
  await page.getByRole('link', { name: 'All flows' }).click();
  await page.getByText('Leave without saving?').waitFor();
  await page.getByRole('button', { name: 'Stay here' }).click();

  // Somebody else saves first: nothing is lost on either side.
  const id = new URL(page.url()).pathname.split('/').at(-1);
  const { body: before } = await stage.key.get(`/api/v1/flows/${id}`);
  const theirs = await stage.key.patch(`/api/v1/flows/${id}`, {
    content: { ...before.content, record: false },
    expectedVersion: 1,
    note: 'Nothing is recorded',
  });
  expect(theirs.status).toBe(200);
  await page.getByText('Somebody saved version 2 in the meantime').waitFor();
  await inspect(page, 'desktop-flow-overtaken');
  await page.getByRole('button', { name: 'Put mine over theirs' }).click();
  await page.getByLabel('Why, for the others').fill('A menu first');
  await page.getByRole('button', { name: 'Save version 3' }).click();
  await page.getByText('Version 3 is saved').waitFor();
  const { body: saved } = await stage.key.get(`/api/v1/flows/${id}`);
  expect(saved).toMatchObject({
    version: 3,
    content: {
      start: 'menu',
      record: true,
      steps: {
        menu: {
          title: 'What is it about?',
          line: { kind: 'slot', channel: 'support-bot', slot: 'greeting' },
          choices: [{ digit: '1' }, { digit: '2', phrases: ['a person', 'somebody'], next: 'transfer' }],
        },
      },
    },
  });

  // Versions: what changed, and the way back.
  await page.getByRole('link', { name: 'Versions' }).click();
  await page.getByText('Nothing is recorded').waitFor();
  await page.getByRole('button', { name: 'What changed' }).first().click();
  await page.getByRole('region', { name: 'Comparison' }).getByText('What is it about?').first().waitFor();
  await inspect(page, 'desktop-flow-versions');
  await page.getByRole('button', { name: 'Restore' }).last().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore version 1' }).click();
  await page.getByText('Version 4 is like version 1').waitFor();
  await page.getByRole('link', { name: 'Flow', exact: true }).click();
  await graphStep(page, /The agent talks, calls begin here|The agent talks/).waitFor();
  expect(await graphStep(page, /What is it about/).count()).toBe(0);

  // A step that is deleted comes back.
  await graphStep(page, /Goodbye/).click();
  await page.getByRole('button', { name: 'Delete step' }).click();
  await graphStep(page, /Goodbye/).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await graphStep(page, /Goodbye/).waitFor();
  expect(owner.complaints).toEqual([]);
}, 300_000);

test('a deleted step can be brought back for long enough, by keys, and on top of what was saved since', async () => {
  const { page, complaints } = await stage.visit(DESKTOP);
  await page.clock.install();
  await stage.enter(page);
  await page.goto(`${stage.url}/calls/flows?create=flow`);
  await page.getByRole('dialog').getByLabel('Name').fill('Back again');
  await page.getByRole('dialog').getByRole('button', { name: 'Create flow' }).click();
  await page.getByRole('heading', { level: 1, name: 'Back again' }).waitFor();
  const goodbye = graphStep(page, /Goodbye/);
  const undo = page.getByRole('button', { name: 'Undo' });
  const remove = async () => {
    await goodbye.click();
    await page.getByRole('button', { name: 'Delete step' }).click();
    await goodbye.waitFor({ state: 'detached' });
  };
  await remove();
  await page.clock.fastForward(15_000);
  const why = page.getByPlaceholder('Why, for the others');
  await why.focus();
  await page.keyboard.press('F8');
  expect(await undo.evaluate((button) => button === button.ownerDocument.activeElement)).toBe(true);
  await inspect(page, 'desktop-message-held');
  await page.clock.fastForward(120_000);
  await page.keyboard.press('Enter');
  await goodbye.waitFor();
  expect(await undo.count()).toBe(0);

  await goodbye.click();
  await page
    .getByRole('region', { name: /^Step / })
    .getByLabel('Name of the step')
    .fill('The end');
  await page.getByRole('button', { name: 'Add a step' }).click();
  await page.getByRole('menuitem', { name: 'Menu' }).click();
  await graphStep(page, /Menu/).waitFor();
  await page.getByRole('button', { name: 'Delete step' }).click();
  await page.getByRole('button', { name: 'Save version 2' }).click();
  await page.getByText('Version 2 is saved').waitFor();
  await undo.click();
  await graphStep(page, /Menu/).waitFor();
  await graphStep(page, /The end/).waitFor();

  // Held by nobody, it goes.
  await graphStep(page, /Menu/).click();
  await page.getByRole('button', { name: 'Delete step' }).click();
  await undo.waitFor();
  await page.mouse.move(0, 0);
  await page.clock.fastForward(21_000);
  await undo.waitFor({ state: 'detached' });
  expect(complaints).toEqual([]);
}, 90_000);

test('a flow that is wider than the screen opens where calls begin', async () => {
  const line = { kind: 'text', text: 'Hello.' };
  const ends = Array.from({ length: 9 }, (_, n) => [`end${n}`, { kind: 'goodbye', title: `End ${n}`, line }]);
  const choices = ends.map(([next], n) => ({ digit: String(n), phrases: [], next }));
  const content = {
    start: 'menu',
    steps: {
      menu: { kind: 'menu', title: 'Which one', line, choices, otherwise: 'end0' },
      ...Object.fromEntries(ends),
    },
    lines: { announcement: null, hold: line, trouble: line, silence: line, busy: line },
  };
  expect((await stage.key.post('/api/v1/flows', { name: 'Wide desk', content })).status).toBe(201);
  const { page, complaints } = await stage.visit(DESKTOP);
  await stage.signIn(page);
  await openFlow(page, 'Wide desk');
  const step = graphStep(page, /Which one/);
  await step.waitFor();
  const graph = page.getByRole('region', { name: 'The flow as a graph' });
  const [frame, first] = await Promise.all([graph.boundingBox(), step.boundingBox()]);
  expect(first!.x).toBeGreaterThanOrEqual(frame!.x);
  expect(first!.x + first!.width).toBeLessThanOrEqual(frame!.x + frame!.width);
  expect(complaints).toEqual([]);
}, 60_000);

test('a number is added, led to a flow, and removed', async () => {
  const owner = await stage.visit(DESKTOP);
  const { page } = owner;
  await stage.enter(page);
  await page.goto(`${stage.url}/calls/numbers`);
  await page.getByText('At the carrier').waitFor();
  expect(await page.getByText(`${stage.url}/telephony/twilio/voice`).count()).toBe(1);
  await page.getByRole('button', { name: 'Add a number' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Number').fill('0800 123');
  await dialog.getByLabel('What it is for').fill('Reception');
  await dialog.getByRole('button', { name: 'Add number' }).click();
  await dialog
    .getByText(/international form/)
    .first()
    .waitFor();
  await dialog.getByLabel('Number').fill('+1 202 555 0155');
  await dialog.getByLabel('Callers come into').selectOption({ label: 'Front desk' });
  await inspect(page, 'desktop-number-add');
  await dialog.getByRole('button', { name: 'Add number' }).click();
  await page.getByText('Callers of +12025550155 come into Front desk.').waitFor();
  await inspect(page, 'desktop-numbers');
  await page.getByRole('button', { name: 'More for +12025550155' }).click();
  await page.getByRole('menuitem', { name: 'Change' }).click();
  await dialog.getByLabel('Callers come into').selectOption('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('No flow: it is not in use').waitFor();
  await page.getByRole('button', { name: 'More for +12025550155' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove number' }).click();
  await page.getByText('+12025550155 is removed.').waitFor();
  await expect.poll(() => page.getByRole('cell', { name: '+12025550155' }).count()).toBe(0);
  expect(owner.complaints).toEqual([]);
}, 300_000);

test('on a phone, in the dark, the steps are a list', async () => {
  const visitor = await stage.visit(PHONE, 'dark');
  const { page } = visitor;
  await stage.enter(page);
  await openFlow(page, 'Front desk');
  const steps = page.getByRole('list', { name: 'Steps' });
  await steps.getByText('then → Goodbye').waitFor();
  await inspect(page, 'phone-flow');
  await steps.getByRole('button', { name: /The agent talks/ }).click();
  await page.getByLabel('Who talks').selectOption({ label: 'Mara' });
  await inspect(page, 'phone-flow-step');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('button', { name: 'All steps' }).click();
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('talks with the caller').waitFor();
  await inspect(page, 'phone-flow-try');
  await page.goto(`${stage.url}/calls/flows`);
  await page.getByRole('link', { name: 'Front desk' }).waitFor();
  await inspect(page, 'phone-flows');
  await page.goto(`${stage.url}/calls/numbers`);
  await page.getByText('At the carrier').waitFor();
  await inspect(page, 'phone-numbers');
  expect(visitor.complaints).toEqual([]);
}, 300_000);

test('whoever may not change flows reads them', async () => {
  await stage.addMember({ email: 'vera@example.com', name: 'Vera', role: 'viewer' });
  const viewer = await stage.visit(DESKTOP, 'dark');
  const { page } = viewer;
  await stage.enter(page, 'vera@example.com');
  await openFlow(page, 'Front desk');
  await graphStep(page, /The agent talks/).click();
  expect(await page.getByLabel('Who talks').isDisabled()).toBe(true);
  expect(await page.getByRole('button', { name: 'Add a step' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Delete step' }).count()).toBe(0);
  await inspect(page, 'desktop-dark-flow-reader');
  expect(viewer.complaints).toEqual([]);
}, 300_000);
