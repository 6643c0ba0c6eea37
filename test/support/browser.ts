import { mkdirSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { openBrowser } from './chromium.ts';
import { type Client, clientOf } from './client.ts';
import { NO_LIMITS, OWNER, type RunningNode, startNode } from './node.ts';

/** Widths at which every scene must work, in CSS pixels. */
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const SIZES = [
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const;

/** The clock beside a recording that runs, once a second of it is there. */
export const A_SECOND_RECORDED = /^0:(?!00)\d\d\./;

const AXE_OPTIONS: axe.RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  resultTypes: ['violations'],
};

/** What a member added by a test signs in with. */
const PASSWORD = 'a colleague’s password';

/** Set to keep a picture of each inspected scene, for people to look at. */
const shots = process.env.VOICEOPS_TEST_SCREENSHOTS;

interface Visitor {
  page: Page;
  context: BrowserContext;
  /** What the console and the page complained about. */
  complaints: string[];
}

/** A body as JSON, or a form with files. */
type Sent =
  | { multipart: Record<string, string | { name: string; mimeType: string; buffer: Buffer }> }
  | { [field: string]: unknown };

/** A node of the product and a browser for the tests of a file, from its first test to its last. */
export class Stage {
  #node: RunningNode | undefined;
  #browser: Browser | undefined;

  /**
   * Called while the file is read: opens before its tests and closes after them.
   *
   * @param microphone a WAV file that microphones hear over and over; a beep without one
   */
  constructor(env: Record<string, string> = { ...OWNER, ...NO_LIMITS }, microphone?: string) {
    beforeAll(async () => {
      // Whatever still runs behind the last test, such as checks of the sample content, is nothing to wait for.
      this.#node = await startNode({ ...env, VOICEOPS_DRAIN_SECONDS: '0' });
      this.#browser = await openBrowser(microphone);
    }, 120_000);
    afterAll(async () => {
      await this.#browser?.close();
      await this.#node?.stop();
    }, 30_000);
  }

  get node(): RunningNode {
    return this.#node!;
  }

  get url(): string {
    return this.node.url;
  }

  /** The owner's programs. */
  get key(): Client {
    return clientOf(this.url, { key: OWNER.VOICEOPS_OWNER_API_KEY });
  }

  /** A person at a screen of their own. */
  async visit(viewport = DESKTOP, colorScheme: 'light' | 'dark' = 'light'): Promise<Visitor> {
    const context = await this.#browser!.newContext({
      viewport,
      colorScheme,
      hasTouch: viewport.width < 600,
      acceptDownloads: true,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      // A refusal that the app shows is also printed by the browser; it is no fault.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text());
    });
    return { page, context, complaints };
  }

  /** What the person at a screen may do, without its buttons. */
  asked(page: Page) {
    // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape and assert on them
    return async (method: string, path: string, sent?: Sent): Promise<any> => {
      const answer = await page.request.fetch(`${this.url}/api/v1${path}`, {
        method,
        headers: { origin: this.url },
        ...(sent && ('multipart' in sent ? sent : { data: sent })),
      });
      const text = await answer.text();
      expect([path, answer.ok(), text]).toEqual([path, true, text]);
      return text === '' ? null : JSON.parse(text);
    };
  }

  /** A colleague, who signs in with `enter`. */
  async addMember(member: { email: string; name: string; role: string }): Promise<void> {
    const { status } = await this.key.post('/api/v1/members', { ...member, password: PASSWORD });
    expect(status).toBe(201);
  }

  /**
   * Signs in as a member whom the test added, or as the owner, and shows nothing yet: for whoever opens a scene next,
   * where `enter` would draw two others first.
   */
  async signIn(page: Page, email?: string): Promise<void> {
    const password = email ? PASSWORD : OWNER.VOICEOPS_OWNER_PASSWORD;
    await this.asked(page)('POST', '/sign-in', { email: email ?? OWNER.VOICEOPS_OWNER_EMAIL, password });
  }

  /** Signs in by the form, as a member whom the test added, or as the owner. */
  async enter(page: Page, email?: string): Promise<void> {
    await page.goto(`${this.url}/sign-in`);
    await page.getByLabel('E-mail').fill(email ?? OWNER.VOICEOPS_OWNER_EMAIL);
    await page.getByLabel('Password').fill(email ? PASSWORD : OWNER.VOICEOPS_OWNER_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/projects');
    await page.getByRole('heading', { level: 1 }).waitFor();
  }
}

/**
 * Holds back the answers to requests of this kind, as a slow line would, until they are let go. `asked` resolves once
 * there is one to hold.
 *
 * @param path below `/api/v1/`, as Playwright's routes have it
 */
export async function holdAnswers(page: Page, method: string, path: string) {
  let held = true;
  let letGo = () => {};
  const gone = new Promise<void>((resolve) => {
    letGo = () => {
      held = false;
      resolve();
    };
  });
  let came = () => {};
  const asked = new Promise<void>((resolve) => {
    came = resolve;
  });
  await page.route(`**/api/v1/${path}`, async (route) => {
    if (!held || route.request().method() !== method) return route.fallback();
    const response = await route.fetch();
    came();
    await gone;
    return route.fulfill({ response });
  });
  return { asked, letGo };
}

/** Waits until the scene stands still, then looks at it as axe, at its width, and keeps a picture. */
export async function inspect(page: Page, name: string): Promise<void> {
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached', timeout: 15_000 });
  // A colour on its way from one to another has a contrast that nobody reads by.
  await page.evaluate(
    `Promise.allSettled(document.getAnimations()
      .filter((one) => one.effect.getComputedTiming().endTime !== Infinity).map((one) => one.finished))`,
  );
  if (shots) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: `${shots}/${name}.png` });
  }
  expect([name, await violations(page)]).toEqual([name, []]);
  const overflow = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect([name, 'px too wide', overflow]).toEqual([name, 'px too wide', 0]);
}

/**
 * Serious accessibility violations on the page, in words. The whole page is laid out for it: bars that stand still
 * cover what can be scrolled from under them, which axe would count as too small to hit.
 */
async function violations(page: Page): Promise<string[]> {
  const viewport = page.viewportSize() ?? DESKTOP;
  const height = await page.evaluate<number>('document.documentElement.scrollHeight');
  await page.setViewportSize({ width: viewport.width, height: Math.max(viewport.height, height) });
  // Run by itself: the builder of its Playwright package hands what passed from page to page as well, and takes five
  // times as long. The app has no frames, which only the builder would enter.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  const { violations: found, frames } = await page.evaluate<{ violations: axe.Result[]; frames: number }>(
    `axe.run(document, ${JSON.stringify(AXE_OPTIONS)})
      .then(({ violations }) => ({ violations, frames: document.querySelectorAll('iframe, frame').length }))`,
  );
  expect(frames).toBe(0);
  await page.setViewportSize(viewport);
  return found
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(' | ')}`);
}
