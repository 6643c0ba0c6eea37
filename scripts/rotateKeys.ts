import { existsSync } from 'node:fs';
import { readEnv } from '../server/env.ts';
import { createAnchorSigner } from '../server/identity/audit/anchorSigner.ts';
import { createLog } from '../server/log.ts';
import { masterKeyFile } from '../server/processes/foundation.ts';
import { joinFoundation } from '../server/processes/joinFoundation.ts';
import {
  countSealedUnderOlderKeys,
  requireOnlyCurrentKey,
  rotateMasterKeys,
} from '../server/processes/rotateMasterKeys.ts';
import { Scope } from '../server/processes/scope.ts';
import { newMasterKey, writeMasterKeyFile } from '../server/storage/masterKeys.ts';

// `npm run rotate-keys`: puts everything under a new master key, beside a running installation or without one. Stopped
// half-way it goes on when called again. With --drop-old it removes the older keys from the key file afterwards.

if (existsSync('.env')) process.loadEnvFile('.env');
const env = readEnv(process.env);
const dropOld = process.argv.includes('--drop-old');
const say = (line: string) => process.stdout.write(`${line}\n`);

const scope = new Scope();
try {
  const { databaseUrl, database, audioStore, masters } = await joinFoundation(
    env,
    createLog('silent'),
    scope,
  );
  const file = env.VOICEOPS_MASTER_KEY ? null : masterKeyFile(env);
  if (masters.all().length === 1 && !dropOld && file)
    writeMasterKeyFile(file, [newMasterKey(), ...masters.all()]);
  if (masters.all().length === 1) {
    say(
      file
        ? 'There is no older key to drop.'
        : 'VOICEOPS_MASTER_KEY has one key. Put a new one before it (NEW,OLD), restart every node with both, then run this again.',
    );
    process.exitCode = file ? 0 : 2;
  } else {
    const older = masters.all().slice(1);
    say(`The current master key is ${masters.current().id}.`);
    await rotateMasterKeys({
      databaseUrl,
      masters,
      audit: { database, bytes: audioStore.bytes, signer: createAnchorSigner(masters) },
      onProgress: (what, done) => say(`${what}: ${done}`),
    });
    const left = await countSealedUnderOlderKeys(databaseUrl, masters);
    const names = older.map((key) => key.id).join(', ');
    if (left > 0) {
      say(`${left} were sealed under an older key meanwhile: restart every node, then run this again.`);
      process.exitCode = 1;
    } else if (file && !dropOld) {
      say(`Nothing needs ${names} any more, except backups made before: keep it with them.`);
      say('To remove it from the key file: npm run rotate-keys -- --drop-old');
    } else {
      await requireOnlyCurrentKey(databaseUrl, masters);
      if (file) writeMasterKeyFile(file, [masters.current()]);
      say(
        file
          ? `Removed ${names} from the key file. Backups made before still need it.`
          : `${names} may be removed from VOICEOPS_MASTER_KEY on every node. Backups made before still need it.`,
      );
    }
  }
} finally {
  await scope.close();
}
