import { createHash } from 'node:crypto';
import decode from 'audio-decode';
import { describe, expect, test } from 'vitest';
import { integratedLoudness } from '../../server/audio/loudness.ts';
import { parseWav } from '../../server/audio/wav.ts';
import { inspect, SIZES, Stage } from '../support/browser.ts';
import { clientOf } from '../support/client.ts';

const stage = new Stage();

const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

/** The digest as the approval's documentation has it, from samples: canonical JSON with sorted keys, no spaces. */
function digestOf(
  samples: Int16Array,
  version: { text: string; parameters: object; voice: { id: string }; engine: object },
): string {
  const vouchedFor = {
    samplesSha256: sha256(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)),
    text: version.text,
    parameters: version.parameters,
    dictionaryVersion: null,
    voiceId: version.voice.id,
    engine: version.engine,
  };
  return sha256(
    JSON.stringify(vouchedFor, (_, value) =>
      value !== null && typeof value === 'object'
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    ),
  );
}

describe.each(SIZES)('at %s width', (size, viewport) => {
  test('an editor and a reviewer bring a script to a channel', async () => {
    const emails = { editor: `eve-${size}@example.com`, reviewer: `rita-${size}@example.com` };
    for (const role of ['editor', 'reviewer'] as const) {
      const name = role === 'editor' ? 'Eve Editor' : 'Rita Reviewer';
      await stage.addMember({ email: emails[role], name, role });
    }
    const eve = await stage.visit(viewport);
    const rita = await stage.visit(viewport, 'dark');
    await stage.enter(eve.page, emails.editor);
    await inspect(eve.page, `${size}-projects`);

    // A project and a script.
    await eve.page.getByRole('button', { name: 'New project' }).first().click();
    await eve.page.getByRole('dialog').getByLabel('Name').fill(`Hotline ${size}`);
    await eve.page.getByRole('button', { name: 'Create project' }).click();
    await eve.page.getByRole('button', { name: `New script in Hotline ${size}` }).click();
    const dialog = eve.page.getByRole('dialog');
    await dialog.getByLabel('Title').fill(`Greeting ${size}`);
    await dialog.getByLabel('Text').fill('Thank you for calling. How can we help you today?');
    let show = () => {};
    const shown = new Promise<void>((resolve) => {
      show = resolve;
    });
    await eve.page.route('**/versions?*', async (route) => {
      await shown;
      await route.continue();
    });
    await dialog.getByRole('button', { name: 'Create script' }).click();
    await eve.page.waitForURL('**/scripts/*');

    // Two versions: as it is, asked for while the page still reads what there is; then faster and with a pause.
    const text = eve.page.getByLabel('Script text');
    await text.click();
    await eve.page.keyboard.press('Control+Enter');
    show();
    await eve.page.getByRole('button', { name: 'Play version 1' }).waitFor();
    await text.click();
    await eve.page.keyboard.press('Control+End');
    await eve.page.keyboard.type(' /paus');
    await eve.page.keyboard.press('Enter');
    await eve.page.keyboard.type(' Please stay on the line.');
    expect(await text.inputValue()).toContain('<break time="500ms"/> Please stay');
    await eve.page.getByLabel('Speed').fill('1.2');
    await eve.page.getByRole('button', { name: /^Generate/ }).click();
    await eve.page.locator('[data-version="2"]').getByRole('button', { name: 'Play version 2' }).waitFor();
    await eve.page.locator('[data-version="2"]').getByText('speed 1 → 1.2').waitFor();
    await inspect(eve.page, `${size}-script`);

    // Compare them, by keys.
    // The address has it a moment later.
    for (const name of ['Select version 1 to compare', 'Select version 2 to compare']) {
      await eve.page.getByRole('checkbox', { name }).click();
      await eve.page.getByRole('checkbox', { name, checked: true }).waitFor();
    }
    await eve.page.getByRole('link', { name: 'Compare 2 versions' }).click();
    await eve.page.getByRole('heading', { name: /Version \d → \d/ }).waitFor();
    await inspect(eve.page, `${size}-compare`);
    await eve.page.keyboard.press('2');
    await eve.page.locator('button[aria-pressed=true]', { hasText: 'Version' }).waitFor();
    await eve.page.goBack();

    // To review: the colleague sees it come in without a reload.
    await stage.enter(rita.page, emails.reviewer);
    await rita.page.goto(`${stage.url}/review`);
    await rita.page.getByRole('heading', { level: 1 }).waitFor();
    await eve.page.locator('[data-version="2"]').getByRole('button', { name: 'Send to review' }).click();
    await rita.page
      .getByRole('link', { name: new RegExp(`Greeting ${size}`) })
      .first()
      .click();

    // The author looks at the same version meanwhile.
    await eve.page.locator('[data-version="2"]').getByRole('button', { name: 'More for version 2' }).click();
    await eve.page.getByRole('menuitem', { name: 'Open in review' }).click();
    await eve.page.getByRole('article', { name: `Greeting ${size}, version 2` }).waitFor();

    // She listens, comments on a word, is answered, and approves what she heard; none of it by a reload.
    await rita.page.getByRole('button', { name: 'Play version 2' }).click();
    await rita.page.getByRole('button', { name: /^Comment on “calling/ }).click();
    await rita.page.getByRole('textbox', { name: /^Comment on “calling/ }).fill('Warm and clear.');
    await rita.page.getByRole('button', { name: 'Comment', exact: true }).click();
    await rita.page.getByText('Warm and clear.').waitFor();
    await eve.page.getByText('Warm and clear.').waitFor();
    await eve.page.getByRole('button', { name: 'Reply' }).click();
    await eve.page.getByLabel('Reply').fill('Thank you!');
    await eve.page.locator('form').getByRole('button', { name: 'Reply' }).click();
    await rita.page.getByText('Thank you!').waitFor();
    await eve.page.goBack();
    await eve.page.locator('[data-version="2"]').getByText('In review').waitFor();
    await inspect(rita.page, `${size}-review-dark`);
    await rita.page.getByRole('button', { name: 'Approve', exact: true }).click();
    await rita.page.getByText('It can be deployed under Channels.').waitFor();
    await eve.page.locator('[data-version="2"]').getByText('Approved').waitFor();

    // The editor deploys it.
    const slot = size === 'desktop' ? 'greeting' : 'goodbye';
    await eve.page.goto(`${stage.url}/channels`);
    await eve.page.locator(`[data-slot="${slot}"]`).first().getByRole('button', { name: 'Deploy' }).click();
    await eve.page.getByRole('radio', { name: new RegExp(`Greeting ${size}, version 2`) }).check();
    await eve.page.getByLabel('Reason').fill('The new greeting');
    await inspect(eve.page, `${size}-deploy`);
    await eve.page.getByRole('button', { name: 'Deploy now' }).click();
    await eve.page.getByText('“The new greeting”').first().waitFor();
    await inspect(eve.page, `${size}-channels`);

    // A program fetches exactly that audio.
    const { slug } = (await stage.key.get('/api/v1/me')).body.workspace;
    const open = clientOf(stage.url);
    const live = (await open.get(`/public/${slug}/channels/support-bot/${slot}`)).body;
    const version = (await stage.key.get(`/api/v1/versions/${live.version.id}`)).body;
    expect(version).toMatchObject({
      digest: live.digest,
      number: 2,
      status: 'approved',
      selfApproved: false,
    });
    const bytes = (await open.get(new URL(live.audio.mp3, stage.url).pathname)).body;
    const heard = await decode(bytes);
    const samples = heard.channelData[0] as Float32Array;
    expect(Math.abs((samples.length / heard.sampleRate) * 1000 - version.audio.durationMs)).toBeLessThan(80);
    expect(Math.abs((integratedLoudness(samples, heard.sampleRate) ?? 0) - -16)).toBeLessThan(1);

    // What was approved follows from what is heard: the digest is recomputed from the public samples.
    const wav = (await open.get(new URL(live.audio.wav, stage.url).pathname)).body;
    expect(version.text).toContain('Please stay on the line.');
    expect(digestOf(parseWav(wav).samples, version)).toBe(live.digest);

    expect(eve.complaints).toEqual([]);
    expect(rita.complaints).toEqual([]);
    await eve.context.close();
    await rita.context.close();
  }, 180_000);

  test('no scene has a serious violation, in either theme', async () => {
    for (const theme of ['light', 'dark'] as const) {
      const owner = await stage.visit(viewport, theme);
      await owner.page.goto(`${stage.url}/sign-in`);
      await owner.page.getByRole('button', { name: 'Sign in' }).waitFor();
      await inspect(owner.page, `${size}-sign-in-${theme}`);
      await stage.enter(owner.page);
      const scenes = [
        'projects',
        'review',
        'channels',
        'channels/support-bot',
        'voices',
        'audit',
        'settings/account',
        'settings/members',
        'settings/keys',
        'settings/workspace',
        'settings/webhooks',
        'nowhere/to-be-found',
      ];
      for (const scene of scenes) {
        await owner.page.goto(`${stage.url}/${scene}`);
        await owner.page.getByRole('heading', { level: 1 }).waitFor();
        await inspect(owner.page, `${size}-${scene.replace('/', '-')}-${theme}`);
      }
      expect(owner.complaints).toEqual([]);
      await owner.context.close();
    }
  }, 180_000);
});
