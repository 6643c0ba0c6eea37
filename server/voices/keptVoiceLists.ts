import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { Voice } from '../../shared/api/voices.ts';
import type { Database } from '../db/database.ts';
import type { Speech } from '../speech/contract.ts';
import type { KeptVoiceLists } from '../speech/routing/voiceLists.ts';
import type { AudioStore } from '../storage/audioStore.ts';

const FOLDER = 'voice-lists/';
const keyOf = (account: string) => `${FOLDER}${account.replaceAll(':', '/')}`;
const Voices = z.array(Voice);

/** Keeps lists of voices among what is stored, sealed: the names of an account's voices are its own. */
export function keptVoiceLists(audioStore: AudioStore): KeptVoiceLists {
  return {
    async read(account) {
      const sealed = await audioStore.bytes.get(keyOf(account));
      return Voices.parse(JSON.parse(audioStore.open(sealed)));
    },
    async write(account, voices) {
      await audioStore.bytes.put(keyOf(account), audioStore.seal(JSON.stringify(voices)));
    },
    async *accounts() {
      for await (const key of audioStore.bytes.list(FOLDER))
        yield key.slice(FOLDER.length).replaceAll('/', ':');
    },
    remove: (account) => audioStore.bytes.delete(keyOf(account)),
  };
}

/** Removes lists of accounts that no workspace has any more: another key or address makes another one. Gives how many. */
export async function forgetVoiceLists(
  { outside }: Pick<Database, 'outside'>,
  speech: Pick<Speech, 'sweepVoiceLists'>,
): Promise<number> {
  return speech.sweepVoiceLists(async () => {
    const { rows } = await outside.execute<{ id: string }>(sql`select voiceops_all_workspaces() as id`);
    return rows.map(({ id }) => id);
  });
}
