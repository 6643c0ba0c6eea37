import { expect, test } from 'vitest';
import { inspect, SIZES, Stage } from '../support/browser.ts';
import { until } from '../support/client.ts';
import { sampleShown } from '../support/sampleShown.ts';

const stage = new Stage();

for (const [size, viewport] of SIZES)
  for (const theme of ['light', 'dark'] as const)
    test(`anybody finds out whether audio was made here (${size}, ${theme})`, async () => {
      await sampleShown(stage.key);
      const { page, context, complaints } = await stage.visit(viewport, theme);
      await page.goto(`${stage.url}/check`);
      await page.getByRole('heading', { name: 'Was this made here?' }).waitFor();
      await inspect(page, `${size}-${theme}-check`);

      const { body: channels } = await stage.key.get('/api/v1/channels');
      const live = channels.items
        .flatMap((channel: { slug: string; slots: { slug: string; live: unknown }[] }) =>
          channel.slots.map((slot) => ({ channel: channel.slug, ...slot })),
        )
        .find((slot: { live: unknown }) => slot.live);
      const { workspace } = (await stage.key.get('/api/v1/me')).body;
      const published = await fetch(
        `${stage.url}/public/${workspace.slug}/channels/${live.channel}/${live.slug ?? live.slot}/audio?format=wav`,
      );
      const bytes = Buffer.from(await published.arrayBuffer());
      await page
        .getByLabel('Audio file')
        .setInputFiles({ name: 'holiday.m4a', mimeType: 'audio/mp4', buffer: bytes });
      await page.getByRole('heading', { name: 'This was made here and is in use' }).waitFor();
      await page
        .getByText('It carries a manifest that was signed here and is intact.', { exact: false })
        .waitFor();
      await inspect(page, `${size}-${theme}-check-live`);
      // A browser decodes what is signed.
      const seconds = await page.evaluate<number>(
        `fetch('/public/${workspace.slug}/channels/${live.channel}/${live.slug ?? live.slot}/audio?format=wav')
          .then((answer) => answer.arrayBuffer())
          .then((bytes) => new AudioContext().decodeAudioData(bytes))
          .then((sound) => sound.duration)`,
      );
      expect(seconds).toBeGreaterThan(0.5);

      const foreign = Buffer.concat([bytes.subarray(0, 44), Buffer.alloc(20_000, 7)]);
      await page
        .getByLabel('Audio file')
        .setInputFiles({ name: 'foreign.wav', mimeType: 'audio/wav', buffer: foreign });
      await page.getByRole('heading', { name: 'Nothing shows that this was made here' }).waitFor();
      await inspect(page, `${size}-${theme}-check-foreign`);
      await page.getByLabel('Or its fingerprint').fill('not a hash');
      await page.getByRole('button', { name: 'Check' }).click();
      await page.getByText('must be a SHA-256 of 64 hexadecimal digits').first().waitFor();
      await context.close();
      expect(complaints).toEqual([]);
    }, 150_000);

for (const [size, viewport] of SIZES)
  test(`words are said as the dictionary says, and what it affects is made again (${size})`, async () => {
    await sampleShown(stage.key);
    const { page, complaints } = await stage.visit(viewport, size === 'phone' ? 'dark' : 'light');
    const { body: before } = await stage.key.get('/api/v1/dictionaries/latest');
    await stage.signIn(page);
    await page.goto(`${stage.url}/settings/pronunciation`);
    if (before.number === 0) {
      await page.getByRole('heading', { name: 'No words yet' }).waitFor();
      await inspect(page, `${size}-pronunciation-empty`);
    }
    await page.getByRole('button', { name: 'Add word' }).click();
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Write the word as it stands in texts.').waitFor();
    await page.getByLabel('Word or phrase').fill(size === 'phone' ? 'help' : 'calling');
    await page.getByLabel('Written as it sounds').fill(size === 'phone' ? 'hellp' : 'cawling');
    await page.getByRole('button', { name: 'Listen', exact: true }).click();
    await inspect(page, `${size}-pronunciation-entry`);
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByLabel('What changed').fill('As our founder says it');
    await inspect(page, `${size}-pronunciation-changed`);
    await page.getByRole('button', { name: 'Save dictionary' }).click();
    await page.getByRole('button', { name: 'See affected versions' }).waitFor();
    await inspect(page, `${size}-pronunciation-saved`);
    await page.getByRole('button', { name: 'See affected versions' }).click();
    await page.getByText('characters in all').waitFor();
    await inspect(page, `${size}-pronunciation-affected`);
    await page.getByRole('button', { name: /^Generate/ }).click();
    await page.getByText('The drafts are being generated.', { exact: false }).waitFor();
    await page
      .getByRole('link', { name: /^Follow/ })
      .first()
      .click();
    await page.waitForURL('**/batches/*');
    const id = page.url().split('/').at(-1);
    await until(
      async () => (await stage.key.get(`/api/v1/batches/${id}`)).body,
      (batch) => batch.ready === batch.total,
    );
    if (before.number > 0) {
      await page.goto(`${stage.url}/settings/pronunciation`);
      await page.getByRole('button', { name: 'Compare state 1' }).click();
      await page.getByText('now', { exact: true }).waitFor();
      await inspect(page, `${size}-pronunciation-compare`);
      await page.getByRole('button', { name: 'Restore' }).click();
      await page.getByLabel('What changed').waitFor();
    }
    expect(complaints).toEqual([]);
  }, 150_000);
