import { existsSync } from 'node:fs';
import { readEnv } from '../server/env.ts';
import { replaceForgottenPassword } from '../server/identity/forgottenPassword.ts';
import { createLog } from '../server/log.ts';
import { joinFoundation } from '../server/processes/joinFoundation.ts';
import { Scope } from '../server/processes/scope.ts';

// `npm run reset-password -- EMAIL`: the way back in for somebody whom nobody in the product can help, beside a running
// installation or without one. Prints a new password, once. Ends with 1 when nobody has this e-mail, 2 when it was not
// understood.

const [email, ...more] = process.argv.slice(2);
if (!email?.includes('@') || more.length > 0) {
  process.stderr.write('Usage: npm run reset-password -- EMAIL\n');
  process.exit(2);
}
if (existsSync('.env')) process.loadEnvFile('.env');
const env = readEnv(process.env);
const scope = new Scope();
try {
  const { database } = await joinFoundation(env, createLog('silent'), scope);
  const reset = await replaceForgottenPassword(database, email);
  if (reset) {
    process.stdout.write(
      `${reset.name} signs in with this password from now on, and should change it under My account:\n\n  ${reset.password}\n\nTheir sessions are over. It is written in the audit log of ${reset.workspaces === 1 ? 'their workspace' : `each of their ${reset.workspaces} workspaces`}.\n`,
    );
  } else {
    process.stderr.write(`Nobody with the e-mail ${email} is a member of a workspace.\n`);
    process.exitCode = 1;
  }
} finally {
  await scope.close();
}
