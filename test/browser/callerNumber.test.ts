import { expect, test } from 'vitest';
import { DESKTOP, inspect, PHONE, Stage } from '../support/browser.ts';
import { keepCall } from '../support/keptCalls.ts';

const stage = new Stage();

test('the whole number of a caller is shown to whoever asks for it, and was not on the page before', async () => {
  const { body: workspace } = await stage.key.get('/api/v1/workspace');
  const { body: chat } = await stage.key.post('/api/v1/chat', { message: 'Hello' });
  const id = await keepCall(stage.node.dataDir, workspace.id, chat.conversationId, 'Thank you for calling.');
  for (const [name, size, scheme] of [
    ['desktop-light', DESKTOP, 'light'],
    ['phone-dark', PHONE, 'dark'],
  ] as const) {
    const { page, context, complaints } = await stage.visit(size, scheme);
    await stage.signIn(page);
    await page.goto(`${stage.url}/calls/${id}`);
    const show = page.getByRole('button', { name: 'Show the whole number' });
    await show.waitFor();
    expect(await page.content()).not.toContain('2025550123');
    await show.click();
    await page.getByText('+12025550123').waitFor();
    await inspect(page, `call-number-${name}`);
    expect(complaints).toEqual([]);
    await context.close();
  }
}, 120_000);
