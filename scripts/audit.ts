import { existsSync } from 'node:fs';
import { readEnv } from '../server/env.ts';
import { acceptAudit } from '../server/identity/audit/acceptAudit.ts';
import { createAnchorSigner } from '../server/identity/audit/anchorSigner.ts';
import type { AuditDeps } from '../server/identity/audit/anchors.ts';
import { verifyWorkspaces, workspacesNamed } from '../server/identity/audit/verifyWorkspaces.ts';
import { createLog } from '../server/log.ts';
import { ProblemError } from '../server/problem.ts';
import { joinFoundation } from '../server/processes/joinFoundation.ts';
import { Scope } from '../server/processes/scope.ts';

// `npm run audit -- verify [workspace]`: checks the hash chain of every workspace, or of one by slug or id, against
// itself and against its anchors. Ends with 0 when all are whole, 1 when one is not, 2 when it was not understood.
// `npm run audit -- accept WORKSPACE`: after a restore, accepts a log that does not continue what was anchored.

const [command, only, ...more] = process.argv.slice(2);
if (!(command === 'verify' || (command === 'accept' && only)) || more.length > 0) {
  process.stderr.write(
    'Usage: npm run audit -- verify [workspace]\n       npm run audit -- accept WORKSPACE\n',
  );
  process.exit(2);
}
if (existsSync('.env')) process.loadEnvFile('.env');
const env = readEnv(process.env);
const scope = new Scope();
try {
  const { database, audioStore, masters } = await joinFoundation(env, createLog('silent'), scope);
  const deps = { database, bytes: audioStore.bytes, signer: createAnchorSigner(masters) };
  const workspaces = command === 'verify' ? await verify(deps) : await accept(deps);
  if (workspaces === 0) {
    process.stderr.write(only ? `There is no workspace ${only}.\n` : 'There is no workspace yet.\n');
    if (only) process.exitCode = 2;
  }
} finally {
  await scope.close();
}

async function verify(deps: AuditDeps): Promise<number> {
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
  return workspaces;
}

async function accept(deps: AuditDeps): Promise<number> {
  let workspaces = 0;
  for await (const { id, slug } of workspacesNamed(deps, only)) {
    workspaces++;
    try {
      const accepted = await acceptAudit(deps, id);
      process.stdout.write(
        accepted
          ? `${slug}: accepted and anchored anew; the log says so. It was: ${accepted}\n`
          : `${slug}: whole, there is nothing to accept.\n`,
      );
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      process.stderr.write(`${slug}: ${error.message}\n`);
      process.exitCode = 1;
    }
  }
  return workspaces;
}
