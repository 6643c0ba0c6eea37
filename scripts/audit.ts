import { existsSync } from 'node:fs';
import { readEnv } from '../server/env.ts';
import { createAnchorSigner } from '../server/identity/audit/anchorSigner.ts';
import { verifyWorkspaces } from '../server/identity/audit/verifyWorkspaces.ts';
import { createLog } from '../server/log.ts';
import { joinFoundation } from '../server/processes/joinFoundation.ts';
import { Scope } from '../server/processes/scope.ts';

// `npm run audit -- verify [workspace]`: checks the hash chain of every workspace, or of one by slug or id, against
// itself and against its anchors. Ends with 0 when all are whole, 1 when one is not, 2 when it was not understood.

const [command, only, ...more] = process.argv.slice(2);
if (command !== 'verify' || more.length > 0) {
  process.stderr.write('Usage: npm run audit -- verify [workspace]\n');
  process.exit(2);
}
if (existsSync('.env')) process.loadEnvFile('.env');
const env = readEnv(process.env);
const scope = new Scope();
try {
  const { database, audioStore, masters } = await joinFoundation(env, createLog('silent'), scope);
  const deps = { database, bytes: audioStore.bytes, signer: createAnchorSigner(masters) };
  let workspaces = 0;
  for await (const { slug, verdict } of verifyWorkspaces(deps, only)) {
    workspaces++;
    const anchored = verdict.anchoredAt
      ? `anchored up to entry ${verdict.anchoredSequence} on ${verdict.anchoredAt}`
      : 'not anchored yet';
    process.stdout.write(
      verdict.ok
        ? `${slug}: whole, ${verdict.entries} entries, ${anchored}\n`
        : `${slug}: NOT WHOLE. ${verdict.problem}\n`,
    );
    if (!verdict.ok) process.exitCode = 1;
  }
  if (workspaces === 0) {
    process.stderr.write(only ? `There is no workspace ${only}.\n` : 'There is no workspace yet.\n');
    if (only) process.exitCode = 2;
  }
} finally {
  await scope.close();
}
