import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runRedaction } from '../test/evals/redaction/runRedaction.ts';
import { openMeans } from '../test/evals/running/means.ts';
import { runConversations } from '../test/evals/running/runConversations.ts';
import { runShort } from '../test/evals/speech/runShort.ts';
import { runSpoken } from '../test/evals/speech/runSpoken.ts';
import { runCalls } from '../test/simulator/runCalls.ts';
import build from '../test/support/build.ts';
import { startServer } from '../test/support/globalSetup.ts';

// `npm run evals [-- words…] [--transcripts] [--out FILE] [--wav FOLDER]`: how well conversations end and utterances are understood;
// with words, only what has one of them in its theme or name. `npm run evals -- speech [words…]`: the same with
// callers who speak; minutes long. `npm run evals -- short [halves, voices…]`: short answers and short words that are none,
// over telephone lines with and without noise. `npm run evals -- calls [words…]`: telephone calls over an emulated carrier against
// the built program. `npm run evals -- redaction [kinds…]`: personal data taken out of the text and the sound of calls,
// a few minutes long. Ends with 1 below a goal.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    transcripts: { type: 'boolean', default: false },
    out: { type: 'string' },
    wav: { type: 'string' },
  },
});
const KINDS = ['speech', 'short', 'calls', 'redaction'];
const kind = positionals.find((word) => KINDS.includes(word)) ?? 'typed';
const words = positionals.filter((word) => word !== kind);
const wanted = (name: string) => words.length === 0 || words.some((word) => name.includes(word));

const options = {
  wanted,
  transcripts: values.transcripts,
  print: (lines: string[]) => console.log(lines.join('\n')),
};

if (kind === 'calls') {
  build();
  await finish(await runCalls({ ...options, wav: values.wav }));
} else if (kind === 'short') {
  await finish(await runShort(options));
} else {
  const server = await startServer();
  const means = await openMeans(server);
  try {
    const run = { speech: runSpoken, redaction: runRedaction }[kind] ?? runConversations;
    await finish(await run(means, options));
  } finally {
    await means.close();
    await server.stop();
  }
}

async function finish({ report, reached }: { report: unknown; reached: boolean }): Promise<void> {
  if (values.out) await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`);
  if (!reached) process.exitCode = 1;
}
