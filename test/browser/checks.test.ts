import { expect, test } from 'vitest';
import { inspect, SIZES, Stage } from '../support/browser.ts';

const stage = new Stage();

for (const [size, viewport] of SIZES) {
  test(`what the checks found is seen, heard and asked for again (${size})`, async () => {
    const project = (await stage.key.post('/api/v1/projects', { name: `Checks ${size}`, purpose: 'support' }))
      .body;
    const script = (
      await stage.key.post(`/api/v1/projects/${project.id}/scripts`, {
        title: `Checked ${size}`,
        language: 'en-US',
        text: 'Thank you for calling.',
      })
    ).body;
    const version = (
      await stage.key.post(`/api/v1/scripts/${script.id}/versions`, {
        voiceId: 'flite:slt',
        parameters: { loudnessLufs: null },
      })
    ).body;
    const visit = await stage.visit(viewport);
    await stage.signIn(visit.page);
    await visit.page.goto(`${stage.url}/review/${version.id}`);
    const loudness = visit.page.locator('[data-check="loudness"]');
    await loudness.getByText('Not checked').waitFor({ timeout: 90_000 });
    await visit.page.locator('[data-check="clipping"]').getByText('Passed').waitFor();
    await inspect(visit.page, `${size}-checks-review`);
    await visit.page.getByRole('button', { name: 'Check again' }).click();
    await visit.page.getByText('The audio is being checked.').waitFor();
    await loudness.getByText('Not checked').waitFor({ timeout: 90_000 });
    await visit.page.goto(`${stage.url}/scripts/${script.id}`);
    await visit.page.getByRole('link', { name: 'Checks of version 1' }).waitFor();
    await inspect(visit.page, `${size}-checks-script`);
    await visit.page.goto(`${stage.url}/settings/workspace`);
    await visit.page.getByText('Checks must be green before review').waitFor();
    expect(await visit.page.getByRole('checkbox', { name: /Checks must be green/ }).isChecked()).toBe(false);
  }, 240_000);
}
