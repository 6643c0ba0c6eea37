import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openMeans } from '../test/evals/running/means.ts';
import { runConversations } from '../test/evals/running/runConversations.ts';
import { runSpoken } from '../test/evals/speech/runSpoken.ts';
import { startServer } from '../test/support/globalSetup.ts';

// `npm run evals [-- words…] [--transcripts] [--out FILE]`: how well conversations end and utterances are understood;
// with words, only what has one of them in its theme or name. `npm run evals -- speech [words…]`: the same with
// callers who speak; minutes long. Ends with 1 below a goal.

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { transcripts: { type: 'boolean', default: false }, out: { type: 'string' } },
});
const spoken = positionals[0] === 'speech';
const words = spoken ? positionals.slice(1) : positionals;
const wanted = (name: string) => words.length === 0 || words.some((word) => name.includes(word));

const server = await startServer();
const means = await openMeans(server);
try {
  const { report, reached } = await (spoken ? runSpoken : runConversations)(means, {
    wanted,
    transcripts: values.transcripts,
    print: (lines) => console.log(lines.join('\n')),
  });
  if (values.out) await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`);
  if (!reached) process.exitCode = 1;
} finally {
  await means.close();
  await server.stop();
}
