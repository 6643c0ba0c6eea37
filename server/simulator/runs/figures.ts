import type { CallReport } from '../carrier/carrier.ts';

/** A value that so large a share of others does not exceed. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

export interface Spread {
  count: number;
  p50: number | null;
  p95: number | null;
  p99: number | null;
  max: number | null;
}

export function spreadOf(values: readonly number[]): Spread {
  const at = (share: number) => percentile(values, share);
  return { count: values.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** What a caller would measure of some calls, all by the carrier's clock; times in ms. */
export interface LineFigures {
  calls: number;
  talked: number;
  refused: number;
  failed: number;
  broken: number;
  /** From the first request to the open line, and from there to the first sound. */
  setUpMs: Spread;
  greetedMs: Spread;
  /** From the last sound of the caller, who did not interrupt, to the first that came in answer, and was audible. */
  answeredMs: Spread;
  audibleMs: Spread;
  /** From the first sound of a caller who interrupted to the silence of the agent; and who was never heard. */
  clearedMs: Spread;
  neverCleared: number;
  /** Utterances, and those in which the agent began to speak before the caller was done. */
  utterances: number;
  cutOff: number;
  unanswered: number;
}

export function figuresOf(reports: readonly CallReport[]): LineFigures {
  const lines = reports.flatMap(({ line }) => (line ? [line] : []));
  const said = lines.flatMap((line) => line.said);
  const turns = said.filter(({ interrupting }) => !interrupting);
  const interruptions = said.filter(({ interrupting }) => interrupting);
  const outcome = (wanted: CallReport['outcome']) =>
    reports.filter((report) => report.outcome === wanted).length;
  const since = (list: typeof said, from: 'fromMs' | 'toMs', to: 'answeredMs' | 'audibleMs' | 'clearedMs') =>
    spreadOf(
      list.flatMap((each) => (each[to] === null || each.cutOffMs !== null ? [] : [each[to] - each[from]])),
    );
  return {
    calls: reports.length,
    talked: outcome('talked'),
    refused: outcome('refused'),
    failed: outcome('failed'),
    broken: lines.filter(({ end }) => end === 'broken').length,
    setUpMs: spreadOf(reports.flatMap(({ line, setUpMs }) => (line ? [setUpMs] : []))),
    greetedMs: spreadOf(lines.flatMap(({ greetedMs }) => (greetedMs === null ? [] : [greetedMs]))),
    answeredMs: since(turns, 'toMs', 'answeredMs'),
    audibleMs: since(turns, 'toMs', 'audibleMs'),
    clearedMs: since(interruptions, 'fromMs', 'clearedMs'),
    neverCleared: interruptions.filter(({ clearedMs }) => clearedMs === null).length,
    utterances: said.length,
    cutOff: said.filter(({ cutOffMs }) => cutOffMs !== null).length,
    unanswered: turns.filter(({ answeredMs, cutOffMs }) => answeredMs === null && cutOffMs === null).length,
  };
}

const inMs = (value: number | null) => (value === null ? '–' : String(Math.round(value)));
const line = (what: string, { count, p50, p95, p99, max }: Spread) =>
  `${what.padEnd(44)}${[String(count), ...[p50, p95, p99, max].map(inMs)].map((cell) => cell.padStart(8)).join('')}`;

/** The figures as lines to read. */
export function linesOf(figures: LineFigures): string[] {
  const { calls, talked, refused, failed, broken, utterances, cutOff, unanswered, neverCleared } = figures;
  return [
    `${calls} calls: ${talked} talked, ${refused} refused, ${failed} failed, ${broken} broken off by the program`,
    `${utterances} utterances: ${cutOff} cut off, ${unanswered} without an answer; ${neverCleared} interruptions ignored`,
    `${'in ms, by the carrier’s clock'.padEnd(44)}${['count', 'p50', 'p95', 'p99', 'max'].map((cell) => cell.padStart(8)).join('')}`,
    line('call to open line', figures.setUpMs),
    line('open line to first sound', figures.greetedMs),
    line('end of speech to first sound', figures.answeredMs),
    line('end of speech to first audible sound', figures.audibleMs),
    line('interruption to silence', figures.clearedMs),
  ];
}
