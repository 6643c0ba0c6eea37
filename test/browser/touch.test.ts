import { expect, test } from 'vitest';
import { inspect, PHONE, Stage } from '../support/browser.ts';

const stage = new Stage();
/** The least height of what a finger hits, in CSS pixels (WCAG 2.5.5). */
const LEAST_PX = 44;

/** Buttons and fields that are lower, each with its height. What is drawn smaller counts with the room around it. */
const TOO_LOW = `[...document.querySelectorAll('button, summary, select, textarea, input')]
  .filter((one) => one.checkVisibility() && !one.closest('.visuallyHidden'))
  .filter((one) => !['checkbox', 'radio', 'range', 'file', 'hidden'].includes(one.type))
  .map((one) => {
    const around = getComputedStyle(one, '::before');
    const room = around.position === 'absolute' ? Number.parseFloat(around.height) || 0 : 0;
    return [(one.ariaLabel ?? one.textContent).trim(), Math.max(one.getBoundingClientRect().height, room)];
  })
  .filter(([, height]) => height < ${LEAST_PX})`;

test('whatever is pressed is high enough for a finger', async () => {
  const { page, complaints } = await stage.visit(PHONE);
  await stage.enter(page);
  const first = async (list: string): Promise<string> =>
    (await stage.key.get(`/api/v1/${list}`)).body.items[0].id;
  const scenes = [
    'projects',
    `scripts/${await first(`projects/${await first('projects')}/scripts`)}`,
    'review',
    'channels/support-bot',
    'voices',
    'engines',
    'personalities',
    `personalities/${await first('personalities')}`,
    'chat',
    'calls',
    'calls/history',
    'calls/analytics',
    'calls/flows',
    `calls/flows/${await first('flows')}`,
    'calls/numbers',
    'business/hours',
    'business/appointments',
    'business/customers',
    'business/faq',
    'settings/tools',
    'usage',
    'audit',
    'settings/account',
    'settings/members',
    'settings/keys',
    'settings/workspace',
    'settings/webhooks',
    'settings/pronunciation',
    'check',
  ];
  for (const scene of scenes) {
    await page.goto(`${stage.url}/${scene}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await inspect(page, `touch-${scene.replaceAll('/', '-')}`);
    expect([scene, await page.evaluate(TOO_LOW)]).toEqual([scene, []]);
  }
  expect(complaints).toEqual([]);
}, 300_000);
