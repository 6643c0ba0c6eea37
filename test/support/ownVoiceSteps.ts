import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Stage } from './browser.ts';

// What people do on the way to a voice of their own, whichever engine makes it.

export type Files = { name: string; mimeType: string; buffer: Buffer }[];

/** Gives files to whatever asks for them behind a button. */
export async function choose(page: Page, button: string, files: Files): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: button, exact: true }).click(),
  ]);
  await chooser.setFiles(files);
}

/** From any screen of a desktop to the empty first step. */
export async function beginOwnVoice(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Personalities' }).click();
  // The first of a workspace is asked for in the middle of the screen.
  await page.getByRole('button', { name: /^(New|Create a) personality$/ }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('radio', { name: /A plain one/ }).check();
  await page.getByRole('button', { name: 'Create personality' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByRole('link', { name: 'Own voice' }).click();
  await page.getByText('Recordings are missing').waitFor();
}

/** Opens the dialog of the consent and fills it in; what is left is to keep it. */
export async function fillConsent(page: Page, speaker: string, wav: Omit<Files[number], 'name'>) {
  await page.getByRole('button', { name: 'Record the consent' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Speaker’s full name').fill(speaker);
  await dialog.getByText(`My name is ${speaker}.`).waitFor();
  await choose(page, 'Choose a recording', [{ name: 'consent.wav', ...wav }]);
  await dialog.getByText('consent.wav will be kept').waitFor();
  return { keep: () => dialog.getByRole('button', { name: 'Keep the consent' }).click() };
}

/** From the finished training to the test box, which plays. */
export async function hearInTestBox(page: Page) {
  await page.getByRole('link', { name: 'Set how it sounds' }).click();
  const box = page.getByRole('region', { name: 'Test box' });
  await box.getByRole('button', { name: 'Play' }).click();
  await box.getByRole('button', { name: 'Stop' }).waitFor({ timeout: 30_000 });
  return box;
}

/** Opens a new script that speaks with the voice; it is not generated yet. */
export async function openScriptIn(stage: Stage, page: Page, voice: string): Promise<{ scriptId: string }> {
  const as = stage.asked(page);
  const project = await as('POST', '/projects', { name: 'Desk', purpose: 'support' });
  const script = await as('POST', `/projects/${project.id}/scripts`, {
    title: 'Greeting',
    language: 'en-US',
    text: 'Hello there.',
  });
  await page.goto(`${stage.url}/scripts/${script.id}`);
  await page.getByLabel('Voice', { exact: true }).selectOption({ label: `${voice}, own voice` });
  return { scriptId: script.id };
}

/** The newest version of a script, once it is ready. */
export async function readyVersion(stage: Stage, page: Page, scriptId: string) {
  const newest = async () => (await stage.asked(page)('GET', `/scripts/${scriptId}/versions`)).items[0];
  await expect.poll(async () => (await newest())?.state, { timeout: 60_000 }).toBe('ready');
  return newest();
}

/** At the personality. */
export async function deleteOwnVoice(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete its own voice' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the voice' }).click();
  await page.getByText(`${name}’s own voice is deleted.`).waitFor();
}
