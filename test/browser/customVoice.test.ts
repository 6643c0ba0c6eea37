import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { missingLibrary } from '../../server/providers/sherpa/library.ts';
import { SPEAKER, STATEMENT } from '../../server/voices/custom/statement.ts';
import { A_SECOND_RECORDED, inspect, SIZES, Stage } from '../support/browser.ts';
import { openRealSpeech } from '../support/engines/realSpeech.ts';
import { openXttsApiServer } from '../support/engines/xtts.ts';
import { NO_LIMITS, OWNER } from '../support/node.ts';
import {
  beginOwnVoice,
  choose,
  deleteOwnVoice,
  fillConsent,
  hearInTestBox,
  openScriptIn,
  readyVersion,
} from '../support/ownVoiceSteps.ts';
import { writeTinyPocket } from '../support/tinyPocket.ts';

const LONG =
  'This is a recording of somebody who speaks for a while, so that there is enough of it to work with, and a little more.';

const real = openRealSpeech();
const xtts = await openXttsApiServer(real);
const stage = new Stage({ ...OWNER, ...NO_LIMITS, XTTS_BASE_URL: xtts.url });
afterAll(async () => {
  await xtts.close();
  await real.close();
});

/** Every step of the way once; a workspace trains one voice an hour, so the phone looks at what the desktop made. */
test('recordings, consent, training, a voice in a script, and its end', async () => {
  await stage.addMember({ email: 'ada@example.com', name: 'Ada Admin', role: 'admin' });
  const owner = await stage.visit(SIZES[0][1]);
  const { page } = owner;
  const wav = { mimeType: 'audio/wav', buffer: await real.wav(LONG, 24_000) };
  const phone = await stage.visit(SIZES[1][1], 'dark');
  await stage.enter(phone.page, 'ada@example.com');

  await stage.enter(page);
  await beginOwnVoice(page, 'Vera');
  await inspect(page, 'desktop-personality-new');

  // Two recordings are uploaded, a file that is none is refused, and one is made at the microphone.
  await choose(page, 'Choose recordings', [
    { name: 'vera-1.wav', ...wav },
    { name: 'notes.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 nothing to hear') },
    { name: 'vera-2.wav', ...wav },
  ]);
  await page.getByRole('button', { name: 'Remove vera-2.wav' }).waitFor();
  await page.getByRole('button', { name: 'Dismiss notes.pdf' }).waitFor();
  await page.getByText('Sample rate 24 kHz').first().waitFor();
  await inspect(page, 'desktop-recordings');
  await page.getByRole('button', { name: 'Dismiss notes.pdf' }).click();
  await page.getByRole('button', { name: 'Play vera-1.wav' }).click();
  await page.getByRole('button', { name: 'Pause vera-1.wav' }).waitFor();
  await page.getByRole('button', { name: 'Record here' }).click();
  await page.getByText('Sentence 1 of 10').waitFor();
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await page.getByRole('button', { name: 'Next sentence' }).click();
  await page.getByText('Sentence 2 of 10').waitFor();
  // The recordings above have lengths of their own; only the time that runs is alone in its line.
  await page.locator('span.tabular:not(:has(*))', { hasText: A_SECOND_RECORDED }).waitFor();
  await inspect(page, 'desktop-recording');
  await page.getByRole('button', { name: 'Stop' }).click();
  await page.getByRole('button', { name: 'Keep' }).click();
  await page.getByRole('button', { name: 'Remove Recording 3.webm' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText('2 recordings,').waitFor();

  // The speaker agrees; nothing here listens, so another admin does.
  const consent = await fillConsent(page, 'Vera Voss', wav);
  const inSixDays = new Date(Date.now() + 6 * 86_400_000);
  await page.getByLabel('Until').fill(inSixDays.toISOString().slice(0, 10));
  await inspect(page, 'desktop-consent');
  await consent.keep();
  const valid = page.getByText('Vera Voss has agreed, until');
  await page
    .getByText(/Another admin has to listen/)
    .first()
    .waitFor();
  await page.getByRole('link', { name: 'All personalities' }).click();
  await page.getByRole('link', { name: 'To decide' }).click();
  await page.getByText('You asked for this yourself').waitFor();
  await inspect(page, 'desktop-decide-own');

  const ada = phone.page;
  await ada.getByRole('button', { name: 'More', exact: true }).click();
  await ada.getByRole('menuitem', { name: 'Personalities' }).click();
  await ada.getByRole('link', { name: 'To decide' }).click();
  await ada.getByRole('button', { name: 'Play the consent of Vera Voss' }).click();
  await ada.getByRole('button', { name: 'Pause the consent of Vera Voss' }).waitFor();
  await inspect(ada, 'phone-decide');
  await ada.getByRole('button', { name: 'Allow' }).click();
  await ada.getByRole('dialog').getByLabel('Why').fill('I heard her say it.');
  await ada.getByRole('dialog').getByRole('button', { name: 'Allow' }).click();
  await ada.getByText('Nothing to decide').waitFor();

  // The training, and the voice with other settings beside what is saved.
  await page.goBack();
  await page.goBack();
  await valid.waitFor();
  await page.getByText(/^Consent ends in \d days$/).waitFor();
  await page.getByText('non-commercial').waitFor();
  await page.getByRole('button', { name: 'Make the voice' }).scrollIntoViewIfNeeded();
  await inspect(page, 'desktop-train');
  let takeThem = () => {};
  xtts.holdUploads(
    new Promise<void>((resolve) => {
      takeThem = resolve;
    }),
  );
  await page.getByRole('button', { name: 'Make the voice' }).click();
  await page.getByText('XTTS makes the voice').waitFor();
  await inspect(page, 'desktop-training');
  takeThem();
  await page.getByText('Own voice ready').first().waitFor({ timeout: 60_000 });
  const ownVoice = page.url();
  const box = await hearInTestBox(page);
  const slider = page.getByRole('slider', { name: 'Temperature' });
  await slider.focus();
  await slider.press('ArrowRight');
  await box.getByRole('button', { name: 'A/B with what is saved' }).click();
  await page.getByRole('group', { name: 'Heard track' }).waitFor({ timeout: 30_000 });
  await inspect(page, 'desktop-personality-ready');
  const download = page.waitForEvent('download');
  await box.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toContain('Vera');
  await page.getByRole('button', { name: 'Save version 3' }).click();
  await page.getByText('Version 3 of Vera is saved').waitFor();
  expect(xtts.spoken.at(-1)?.settings).toMatchObject({ temperature: 0.8 });
  await ada.goto(ownVoice);
  await ada.getByText('Own voice ready').first().waitFor();
  await inspect(ada, 'phone-personality-ready');
  await ada.evaluate(
    "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
  );
  await ada.getByRole('button', { name: 'Record here' }).click();
  await ada.getByRole('button', { name: 'Record', exact: true }).click();
  await ada.getByText('told not to give the microphone').waitFor();
  await inspect(ada, 'phone-recordings');
  await ada.goto(`${stage.url}/personalities`);
  await ada.getByText('Speaks with its own voice').waitFor();
  await ada.getByText(/^Consent ends in \d days$/).waitFor();
  await inspect(ada, 'phone-personalities');

  // A script speaks with it, with settings of its own.
  const { scriptId } = await openScriptIn(stage, page, 'Vera');
  await page.getByText('Settings of this voice').click();
  await page.getByRole('slider', { name: 'Top k' }).fill('30');
  await inspect(page, 'desktop-script-own-voice');
  await page.getByRole('button', { name: /^Generate/ }).click();
  await expect
    .poll(() => xtts.spoken.at(-1), { timeout: 60_000 })
    .toMatchObject({ text: 'Hello there.', settings: { top_k: 30 } });

  // Callers hear it, and everything that it was made of is taken home.
  const as = stage.asked(page);
  const { id, digest } = await readyVersion(stage, page, scriptId);
  await as('POST', `/versions/${id}/status`, { to: 'in_review' });
  await stage.asked(ada)('POST', `/versions/${id}/status`, { to: 'approved', digest });
  await as('POST', '/channels', { slug: 'kiosk', name: 'Kiosk' });
  await as('PUT', '/channels/kiosk/slots/greeting', { versionId: id, reason: 'It is ready.' });
  await page.goto(`${stage.url}/channels`);
  await page.getByText(/^Consent ends in \d days$/).scrollIntoViewIfNeeded();
  await inspect(page, 'desktop-live-consent-ends');
  await page.goto(ownVoice);
  await page.getByRole('button', { name: 'More' }).click();
  const backup = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Download a backup of its voice' }).click();
  expect((await backup).suggestedFilename()).toBe('Vera.tar');
  expect((await stat(await (await backup).path())).size).toBeGreaterThan(2 * wav.buffer.length);

  // It ends: the consent is taken back, which says what callers lose, and the voice deleted.
  await page.getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Live in this voice now:').waitFor();
  await page.getByText('Kiosk / greeting').waitFor();
  await inspect(page, 'desktop-revoke');
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke the consent' }).click();
  await page.getByText('Taken down, because callers heard this voice there:').waitFor();
  await inspect(page, 'desktop-revoked');
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByText(/took the consent back/).waitFor();
  await page.getByText('Silenced').first().waitFor();
  await inspect(page, 'desktop-silenced');
  await deleteOwnVoice(page, 'Vera');
  await expect.poll(() => [...xtts.recordings]).toEqual(['narrator']);
  await inspect(page, 'desktop-personality-deleted');
  expect([...owner.complaints, ...phone.complaints]).toEqual([]);
}, 300_000);

/** On the desktop the voice is prepared and ended, on the phone it is made and heard; each step is seen on both. */
test.runIf(missingLibrary() === null)(
  'a voice is made on this machine, heard, used in a script and deleted',
  async () => {
    const people = await Promise.all(
      SIZES.map(([, size], index) => stage.visit(size, index ? 'dark' : 'light')),
    );
    const [desktop, phone] = people.map(({ page }) => page) as [Page, Page];
    const seen = async (name: string) => {
      for (const [index, [size]] of SIZES.entries()) await inspect(people[index]!.page, `${size}-${name}`);
    };
    // A workspace of its own, for one trains one voice an hour.
    await stage.enter(desktop);
    await stage.enter(phone);
    const { id: branch } = await stage.asked(desktop)('POST', '/workspaces', { name: 'Branch' });
    for (const page of [desktop, phone]) {
      await stage.asked(page)('POST', `/workspaces/${branch}/enter`, {});
      await page.goto(stage.url);
    }
    const wav = async (text: string) => ({ mimeType: 'audio/wav', buffer: await real.wav(text, 24_000) });

    await beginOwnVoice(desktop, 'Vera');
    await choose(desktop, 'Choose recordings', [{ name: 'vera.wav', ...(await wav(LONG)) }]);
    await desktop.getByText('1 recording,').waitFor();
    await phone.goto(desktop.url());
    await phone.getByText('Sample rate 24 kHz').waitFor();
    await seen('here-recordings');
    // What listens here follows the statement itself.
    const statement = await wav(STATEMENT.replace(SPEAKER, 'Vera Voss'));
    const consent = await fillConsent(desktop, 'Vera Voss', statement);
    await consent.keep();
    for (const page of [desktop, phone])
      await page
        .getByRole('region', { name: 'Consent of the speaker' })
        .getByText('Vera Voss has agreed, until')
        .waitFor();

    // The model comes while people look at something else, and speaks English only.
    const engineOn = (page: Page) => page.getByLabel('Engine', { exact: true });
    await desktop.getByRole('link', { name: 'Personality', exact: true }).click();
    await desktop.getByLabel('Languages').fill('de-DE');
    await desktop.getByRole('button', { name: 'Save version 2' }).click();
    writeTinyPocket(join(stage.node.dataDir, 'voices', 'sherpa-onnx-pocket-tts-int8-2026-01-26'));
    const engines = async () => (await stage.asked(desktop)('GET', '/engines')).items;
    await expect
      .poll(engines, { timeout: 30_000 })
      .toContainEqual(expect.objectContaining({ id: 'pocket', cloning: true }));
    for (const page of [desktop, phone]) {
      await page.getByRole('link', { name: 'Personality', exact: true }).click();
      await page.getByRole('link', { name: 'Own voice' }).click();
      // What speaks German is proposed.
      await expect.poll(() => engineOn(page).inputValue()).toBe('xtts');
      expect(await page.getByText('Vera begins in German').count()).toBe(0);
      await engineOn(page).selectOption({ label: 'Pocket TTS' });
      await page.getByText('For German choose the engine XTTS.').waitFor();
      await engineOn(page).scrollIntoViewIfNeeded();
    }
    await seen('here-other-language');
    await phone.getByRole('button', { name: 'Make the voice' }).click();
    for (const page of [desktop, phone]) {
      await page.getByText('Own voice ready').first().waitFor({ timeout: 60_000 });
      await page.getByText('Made by Pocket TTS').waitFor();
      await page.getByText('Vera begins in German, but this voice speaks English').scrollIntoViewIfNeeded();
    }
    await seen('here-ready');
    const ownVoice = desktop.url();

    // As it is told, Vera begins in English instead.
    await desktop.getByRole('link', { name: 'Personality', exact: true }).click();
    await desktop.getByText('Choose another one, or begin in its language.').scrollIntoViewIfNeeded();
    await inspect(desktop, 'desktop-here-editor');
    await desktop.getByLabel('Languages').fill('en-GB');
    await desktop.getByRole('button', { name: 'Save version 4' }).click();
    await phone.getByText('Vera begins in German').waitFor({ state: 'detached' });
    await desktop.goto(ownVoice);
    await Promise.all([hearInTestBox(desktop), hearInTestBox(phone)]);
    await seen('here-test-box');

    const { scriptId } = await openScriptIn(stage, desktop, 'Vera');
    await desktop.getByRole('button', { name: /^Generate/ }).click();
    const version = await readyVersion(stage, desktop, scriptId);
    expect(version).toMatchObject({ voice: { name: 'Vera' }, engine: { id: 'pocket' } });
    await phone.goto(desktop.url());
    for (const page of [desktop, phone]) await page.getByRole('button', { name: /^Play/ }).first().waitFor();
    await seen('here-script');

    await desktop.goto(ownVoice);
    await deleteOwnVoice(desktop, 'Vera');
    await phone.goto(ownVoice);
    for (const page of [desktop, phone])
      await page.getByRole('region', { name: 'Training' }).scrollIntoViewIfNeeded();
    await seen('here-deleted');
    expect(people.flatMap(({ complaints }) => complaints)).toEqual([]);
  },
  300_000,
);
