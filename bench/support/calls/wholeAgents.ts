import { loadavg } from 'node:os';
import type { Callers } from '../../../scripts/support/callers.ts';
import { openCarrier } from '../../../server/simulator/carrier/carrier.ts';
import { NO_FAULTS } from '../../../server/simulator/carrier/faults.ts';
import type { CallerOnLine, CallerSide } from '../../../server/simulator/carrier/line.ts';
import type { LineSound } from '../../../server/simulator/carrier/lineSound.ts';
import { figuresOf, type LineFigures } from '../../../server/simulator/runs/figures.ts';
import { spread } from '../../../server/simulator/runs/many.ts';
import type { Client } from '../../../test/support/client.ts';
import type { RunningNode } from '../../../test/support/node.ts';
import { made, openInstallation } from '../installation.ts';
import { isTooMuch, whenOver } from './tooMuch.ts';

/** What whole agents were like with so many calls at once. */
export interface WholeFigures extends LineFigures {
  simultaneous: number;
  /** Answers that were listened to, and in how many the order’s state was heard. */
  checked: number;
  right: number;
}

const AUTH_TOKEN = 'bench';
const PUBLIC_URL = 'http://voice.example';
const NUMBER = '+15005550100';
const VOICES = ['flite:slt', 'flite:rms', 'flite:awb', 'flite:kal16'];
const WORDS = ['oh', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const ASKS = [
  'Where is my order',
  'Hello, where is my order',
  'What is the status of my order',
  'Can you check my order',
];
const STATES = [
  ['out-for-delivery', 'out for delivery'],
  ['cancelled', 'was cancelled'],
  ['delivered', 'has been delivered'],
] as const;
/** As long as a question and its answer, so that callers are at different places of their conversations. */
const RAMP_MS = 15_000;
/** Answers are listened to behind the run: so many are enough to know. */
const MOST_CHECKED = 24;

interface Question {
  sound: LineSound;
  answer: string;
}

/** Asks one thing after the greeting and another one behind each answer, each time something else. */
class Asker implements CallerOnLine {
  /** What was asked, and when. */
  readonly asked: { question: Question; atMs: number }[] = [];
  private sinceMs = 0;
  private readonly questions: readonly Question[];
  private readonly untilMs: () => number;

  constructor(questions: readonly Question[], untilMs: () => number) {
    this.questions = questions;
    this.untilMs = untilMs;
  }

  tick(side: CallerSide): void {
    if (performance.now() > this.untilMs()) {
      side.hangUp();
      return;
    }
    if (side.saying) {
      this.sinceMs = side.atMs;
      return;
    }
    const answered = side.atMs - side.agentSilentMs > this.sinceMs && side.agentSilentMs > 1_200;
    if (!answered && side.atMs - this.sinceMs < 20_000) return;
    const question = this.questions[this.asked.length % this.questions.length]!;
    this.asked.push({ question, atMs: side.atMs });
    side.say(question.sound);
  }
}

/**
 * Whole agents: the installation as it is, its built-in recogniser, agent and voice, every call with its own orders.
 * Levels go up until one is too much, by p95.
 */
export async function holdWholeCalls(
  callers: Callers,
  levels: readonly number[],
  { forMs, print }: { forMs: number; print: (row: string) => void },
): Promise<WholeFigures[]> {
  const product = await openInstallation();
  try {
    const node = await product.start({
      VOICEOPS_ROLES: 'web,calls',
      TWILIO_AUTH_TOKEN: AUTH_TOKEN,
      VOICEOPS_PUBLIC_URL: PUBLIC_URL,
      // What is measured is how it slows down, not whom it refuses.
      VOICEOPS_CALLS_BUSY_PERCENT: '100',
    });
    const questions: Question[] = [];
    const figures: WholeFigures[] = [];
    for (const calls of levels) {
      await makeQuestions(callers, product.api, questions, 2 * calls);
      const of = await hold(callers, node, questions, calls, forMs);
      figures.push(of);
      print(rowOf(of));
      if (isTooMuch(of, of.answeredMs.p95)) {
        print(`${calls} calls are not held: no more are tried.`);
        break;
      }
    }
    return figures;
  } finally {
    await product.close();
  }
}

async function hold(
  callers: Callers,
  node: RunningNode,
  questions: readonly Question[],
  calls: number,
  forMs: number,
): Promise<WholeFigures> {
  const carrier = await openCarrier({ authToken: AUTH_TOKEN, url: node.url, publicUrl: PUBLIC_URL });
  let untilMs = Number.POSITIVE_INFINITY;
  const askers = Array.from(
    { length: calls },
    (_, index) => new Asker([questions[2 * index]!, questions[2 * index + 1]!], () => untilMs),
  );
  const all = spread(calls, RAMP_MS, (index) =>
    carrier.call({
      from: `+1500555${String(index).padStart(4, '0')}`,
      to: NUMBER,
      caller: askers[index]!,
      faults: NO_FAULTS,
      record: true,
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, RAMP_MS + forMs));
  untilMs = performance.now();
  const reports = await whenOver(all, node.kill);
  await carrier.close();
  const answers = reports.flatMap(({ line }, index) =>
    askers[index]!.asked.slice(0, -1).map(({ question, atMs }, nth) => ({
      answer: question.answer,
      heard: line?.heard.subarray(atMs * 8, askers[index]!.asked[nth + 1]!.atMs * 8) ?? new Uint8Array(),
    })),
  );
  const step = Math.max(1, Math.floor(answers.length / MOST_CHECKED));
  const sample = answers.filter((_, index) => index % step === 0).slice(0, MOST_CHECKED);
  let right = 0;
  for (const { answer, heard } of sample) if (await callers.ear.hears(heard, answer)) right++;
  for (const { line } of reports) line?.said.pop();
  return { ...figuresOf(reports), simultaneous: calls, checked: sample.length, right };
}

/** Adds orders with numbers of their own, and how callers ask for them, until there are so many. */
async function makeQuestions(
  callers: Callers,
  api: Client,
  questions: Question[],
  count: number,
): Promise<void> {
  for (let index = questions.length; index < count; index++) {
    const number = String(20_011 + index * 97);
    const [status, answer] = STATES[index % STATES.length]!;
    await made(
      api.post('/api/v1/business/orders', {
        number,
        customerId: null,
        items: [],
        status,
        eta: null,
        carrier: null,
        trackingNumber: null,
      }),
    );
    const digits = [...number].map((digit) => WORDS[Number(digit)]).join(' ');
    const text = `${ASKS[index % ASKS.length]} ${digits}?`;
    questions.push({ sound: await callers.sounds.said(text, VOICES[(index >> 1) % VOICES.length]!), answer });
  }
}

function rowOf(of: WholeFigures): string {
  const ms = (value: number | null) => (value === null ? '–' : value.toFixed(0));
  return [
    `whole  ${String(of.simultaneous).padStart(5)} calls`,
    `answered p50 ${ms(of.answeredMs.p50)} p95 ${ms(of.answeredMs.p95)} p99 ${ms(of.answeredMs.p99)} ms (${of.answeredMs.count})`,
    `right ${of.right} of ${of.checked} listened to`,
    `cut off ${of.cutOff}, unanswered ${of.unanswered} of ${of.utterances}`,
    `not taken ${of.refused + of.failed}, broken ${of.broken}, load ${loadavg()[0]!.toFixed(1)}`,
  ].join(' · ');
}
