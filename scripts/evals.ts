import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { builtinAgents } from '../test/evals/running/builtin.ts';
import { openMeans } from '../test/evals/running/means.ts';
import { play } from '../test/evals/running/play.ts';
import { playWiring } from '../test/evals/running/playWiring.ts';
import { linesOf, type Result, shareOf } from '../test/evals/running/report.ts';
import { linesOfUnderstanding, measureSets } from '../test/evals/running/understanding.ts';
import { THEMES } from '../test/evals/scenarios/index.ts';
import { WIRING } from '../test/evals/scenarios/wiring.ts';
import { startServer } from '../test/support/globalSetup.ts';

// `npm run evals [-- words…] [--transcripts] [--out FILE]`: how well conversations end. With words, only those whose
// theme or name holds one of them. Ends with 1 below a goal.

/** Of the conversations with the built-in agent. */
const SCENARIO_GOAL = 0.95;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { transcripts: { type: 'boolean', default: false }, out: { type: 'string' } },
});
const wanted = (theme: string, name: string) =>
  positionals.length === 0 || positionals.some((words) => `${theme}: ${name}`.includes(words));

const server = await startServer();
const means = await openMeans(server);
const agents = builtinAgents();
const report: Record<string, Result[]> = { 'built-in agent': [], 'wiring with scripted models': [] };
try {
  for (const { name: theme, scenarios } of THEMES)
    for (const scenario of scenarios)
      if (wanted(theme, scenario.name))
        report['built-in agent']!.push(await play({ ...means, agents }, theme, scenario));
  for (const dialect of ['anthropic', 'openai'] as const)
    for (const wiring of WIRING)
      if (wanted(`wiring, ${dialect}`, wiring.name))
        report['wiring with scripted models']!.push(await playWiring(means, dialect, wiring));
} finally {
  await agents.close();
  await means.close();
  await server.stop();
}

const sets = wanted('understanding', 'utterances') ? await measureSets() : [];
for (const set of sets) console.log(linesOfUnderstanding(set).join('\n'));
for (const [title, results] of Object.entries(report))
  if (results.length > 0) console.log([`\n— ${title}\n`, ...linesOf(results, values)].join('\n'));
if (values.out) await writeFile(values.out, `${JSON.stringify(report, null, 2)}\n`);
const wiringFails = shareOf(report['wiring with scripted models']!) < 1;
const understood = sets.every(({ set, reached }) => reached || set !== 'heldOut');
if (shareOf(report['built-in agent']!) < SCENARIO_GOAL || wiringFails || !understood) process.exitCode = 1;
