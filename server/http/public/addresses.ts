import type { AudioFormat } from '../../../shared/speech/parameters.ts';

/** How we write the names in public addresses. */
export const SLUG = /^[a-z0-9-]{1,60}$/;
/** DIGEST.FORMAT */
export const AUDIO_FILE = /^([0-9a-f]{64})\.(wav|mp3|opus)$/;

/** The path of what is live in a slot; its names are slugs. */
export const slotAddress = (workspace: string, channel: string, slot: string) =>
  `/public/${workspace}/channels/${channel}/${slot}`;
/** The path of deployed audio, which never changes. */
export const audioAddress = (workspace: string, digest: string, format: AudioFormat) =>
  `/public/${workspace}/audio/${digest}.${format}`;
