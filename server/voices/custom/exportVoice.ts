import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { Caller } from '../../caller.ts';
import { personalityRow, recordPersonality as record } from '../../db/personalities.ts';
import { presentSample, readSamples } from '../samples/samples.ts';
import { readRecording } from '../samples/storedRecording.ts';
import type { Voices } from '../voices.ts';
import { presentConsent, readConsent } from './consent.ts';

const EXTENSIONS: Record<string, string> = {
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
  'audio/webm': 'webm',
};

/**
 * A tar archive for backup: `voice.json` (name, settings, consent, what was found out about each recording), the
 * recordings and the spoken consent as they were uploaded. One file at a time is in memory; the same content gives the same bytes. Throws `not-found`.
 */
export async function exportVoice(voices: Voices, caller: Caller, personalityId: string): Promise<Readable> {
  const { workspaceId } = caller;
  const { personality, samples, consent } = await voices.database.withWorkspace(workspaceId, async (tx) => {
    const found = {
      personality: await personalityRow(tx, workspaceId, personalityId),
      samples: await readSamples(tx, workspaceId, personalityId),
      consent: await readConsent(tx, workspaceId, personalityId),
    };
    await record(tx, caller, 'voice.exported', found.personality);
    return found;
  });
  const archive = pack();
  const add = (name: string, bytes: Buffer, mtime: Date) =>
    new Promise<void>((resolve, reject) => {
      archive.entry({ name, size: bytes.length, mtime }, bytes, (error) =>
        error ? reject(error) : resolve(),
      );
    });
  const nameOf = (id: string, mediaType: string) => `${id}.${EXTENSIONS[mediaType] ?? 'bin'}`;
  const write = async () => {
    const about = {
      name: personality.name,
      voiceId: personality.content.voice?.id ?? null,
      speed: personality.content.voice?.speed ?? 1,
      pitch: personality.content.voice?.pitch ?? 0,
      tone: personality.content.voice?.tone ?? 'neutral',
      settings: personality.content.voice?.settings ?? {},
      consent: consent && {
        ...presentConsent(consent),
        file: `consent/${nameOf(consent.id, consent.mediaType)}`,
      },
      samples: samples.map((sample) => {
        const { peaks: _peaks, ...rest } = presentSample(sample);
        return { ...rest, file: `samples/${nameOf(sample.id, sample.mediaType)}` };
      }),
    };
    await add('voice.json', Buffer.from(JSON.stringify(about, null, 2)), personality.createdAt);
    if (consent)
      await add(
        `consent/${nameOf(consent.id, consent.mediaType)}`,
        await readRecording(voices, workspaceId, consent.objectId),
        consent.createdAt,
      );
    for (const { id, mediaType, createdAt } of samples)
      await add(`samples/${nameOf(id, mediaType)}`, await readRecording(voices, workspaceId, id), createdAt);
    archive.finalize();
  };
  write().catch((error: Error) => archive.destroy(error));
  // tar-stream's own streams are not Node's.
  return Readable.from(archive);
}
