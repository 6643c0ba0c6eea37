import { openFlite } from '../server/providers/builtin/flite/fliteEngine.ts';
import { loadProgram } from '../server/providers/builtin/flite/program.ts';
import { runIn } from '../server/providers/builtin/flite/runFlite.ts';
import { parseMarkup } from '../shared/markup/parse.ts';
import { SpeechParameters } from '../shared/speech/parameters.ts';
import { OWNER } from '../test/support/node.ts';
import { createScript, type Installation, made, openInstallation } from './support/installation.ts';
import { type Figure, median, timeMs } from './support/statistics.ts';
import { followVersions } from './support/versionStates.ts';

const VOICE = 'flite:slt';
const LANGUAGE = 'en-US';
const WARM_UP = 3;
const ROUNDS = 15;
/** Versions of a batch whose throughput is measured. */
const LINES = 40;

/** What a person waits for beyond the voice itself, and how much workers get done. */
export async function run(): Promise<Figure[]> {
  const installation = await openInstallation();
  try {
    return [...(await waiting(installation)), ...(await throughput(installation))];
  } finally {
    await installation.close();
  }
}

/**
 * From the request of a version to `ready`, against the synthesis alone of the same text, in turns: by our engine, which
 * speaks sentences on both cores at once, and by the program in it, called as it is.
 */
async function waiting(installation: Installation): Promise<Figure[]> {
  const { url } = await installation.start();
  const { api } = installation;
  const engine = openFlite({ processes: 2 });
  const voice = (await engine.voices()).find(({ id }) => id === VOICE)!;
  const states = await followVersions(url, OWNER.VOICEOPS_OWNER_API_KEY);
  const { scriptId } = await createScript(api, sixtyWords(0));
  const programMs: number[] = [];
  const oursMs: number[] = [];
  const readyMs: number[] = [];
  try {
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const text = sixtyWords(round);
      await made(api.put(`/api/v1/scripts/${scriptId}`, { text }));
      const program = await timeMs(async () => runIn(await loadProgram(), 'slt', [], text));
      const ours = await timeMs(() =>
        engine.synthesize({
          document: parseMarkup(text, LANGUAGE),
          voice,
          parameters: SpeechParameters.parse({}),
          signal: new AbortController().signal,
        }),
      );
      const ready = await timeMs(async () => {
        const { id } = await made(api.post(`/api/v1/scripts/${scriptId}/versions`, { voiceId: VOICE }));
        await states.ready(id);
      });
      if (round < WARM_UP) continue;
      programMs.push(program);
      oursMs.push(ours);
      readyMs.push(ready);
    }
  } finally {
    states.close();
    await engine.close();
    await installation.stop();
  }
  const times = (bare: readonly number[]) => median(readyMs.map((ms, round) => ms / bare[round]!));
  return [
    {
      name: 'generation: POST of 60 words to ready, over the program itself',
      value: times(programMs),
      unit: '× its synthesis',
      goal: '≤ 1.3',
    },
    {
      name: 'generation: POST of 60 words to ready, over our engine, which speaks on both cores',
      value: times(oursMs),
      unit: '× bare synthesis',
      goal: '≤ 1.3',
    },
    { name: 'generation: POST of 60 words to ready, time', value: median(readyMs), unit: 'ms' },
    { name: 'generation: synthesis of 60 words by our engine', value: median(oursMs), unit: 'ms' },
    { name: 'generation: synthesis of 60 words by the program itself', value: median(programMs), unit: 'ms' },
  ];
}

/** Versions a second of a batch of short lines: one worker, two of one process, two nodes with one each. */
async function throughput(installation: Installation): Promise<Figure[]> {
  const one = { VOICEOPS_GENERATION_CONCURRENCY: '1' };
  const settings: [string, Record<string, string>[]][] = [
    ['1 worker', [one]],
    ['2 workers', [{ VOICEOPS_GENERATION_CONCURRENCY: '2' }]],
    ['2 nodes with 1 worker each', [one, one]],
  ];
  const figures: Figure[] = [];
  for (const [index, [name, nodes]] of settings.entries()) {
    for (const env of nodes) await installation.start(env);
    await batch(installation, `warm ${index}`, 4);
    const ms = await batch(installation, `round ${index}`, LINES);
    await installation.stop();
    figures.push({
      name: `generation: throughput of ${name}`,
      value: (LINES * 1000) / ms,
      unit: 'versions/s',
      ...(figures[0] && { baseline: Number(figures[0].value.toPrecision(4)) }),
    });
  }
  return figures;
}

/** Milliseconds until the last line of a batch of `count` is ready. */
async function batch({ api }: Installation, label: string, count: number): Promise<number> {
  const { projectId } = await createScript(api, 'A batch.');
  const lines = Array.from({ length: count }, (_, i) => ({
    title: `Line ${i}`,
    language: LANGUAGE,
    text: `This is line ${i} of ${label}. It tells a caller that an agent will be with them in a moment.`,
  }));
  return timeMs(async () => {
    const { id } = await made(api.post(`/api/v1/projects/${projectId}/batches`, { voiceId: VOICE, lines }));
    for (;;) {
      const progress = await made(api.get(`/api/v1/batches/${id}`));
      if (progress.failed > 0) throw new Error(`${progress.failed} lines failed.`);
      if (progress.ready === count) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

/** A text of 60 words that no round had before: what is cached does not count. */
function sixtyWords(round: number): string {
  return `Message number ${round + 1}. Thank you for calling our service line today. Please listen carefully, because the choices have changed. If you want to ask about an order, say order. If you want to talk about an invoice, say invoice. For everything else, stay on the line, and one of our colleagues will be with you shortly. We are glad to help.`;
}
