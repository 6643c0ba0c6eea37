import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';
import { writeWav } from '../audio/wav.ts';
import { ProblemError } from '../problem.ts';
import { openEnginePool } from '../speech/processes/engineProcess.ts';
import type { AudioOrigin, MarkedFormat, MarkingState, Provenance } from './contract.ts';
import { knownCertificates, ownSigningKey, rememberCertificate, type Seal } from './keepSigningKey.ts';
import type { ManifestReply, ManifestRequest } from './manifestChild.ts';
import { algorithmOf, certificatesOf, type SigningKey } from './signingKey.ts';

export interface ProvenanceOptions {
  /** Of the owner of the tables. */
  databaseUrl: string;
  seal: Seal;
  /** The operator's own; null: the installation makes one for itself. */
  given: SigningKey | null;
}

const MEDIA_TYPES: Record<MarkedFormat, string> = { wav: 'audio/wav', mp3: 'audio/mpeg' };
const TIMEOUT_MS = 20_000;
const NEVER = new AbortController().signal;

/**
 * Marks and reads files in a process of its own, started when first needed: the library is native code, and reads
 * what anybody sends. Whether it works here is tried once, with the key and a moment of silence.
 */
export function openProvenance({ databaseUrl, seal, given }: ProvenanceOptions): Provenance {
  const pool = openEnginePool<ManifestRequest, ManifestReply>({
    name: 'C2PA',
    entry: new URL('./manifestChild.ts', import.meta.url),
    processes: 1,
  });
  let opened: Promise<{ state: MarkingState; key: SigningKey | null }> | undefined;

  async function signWith(key: SigningKey, file: Uint8Array, format: MarkedFormat, origin: AudioOrigin) {
    const request: ManifestRequest = {
      do: 'sign',
      file,
      mediaType: MEDIA_TYPES[format],
      origin,
      algorithm: algorithmOf(createPrivateKey(key.privateKey)),
      certificates: certificatesOf(key.certificates),
      privateKey: key.privateKey,
    };
    const reply = await pool.run(request, { signal: NEVER, timeoutMs: TIMEOUT_MS });
    if (!('file' in reply)) throw new Error('signing answered something else');
    return Buffer.from(reply.file);
  }

  async function open() {
    if (!libraryInstalled())
      return unavailable('The optional package @contentauth/c2pa-node is not installed.');
    const key = given ?? (await ownSigningKey(databaseUrl, seal));
    const certificate = new X509Certificate(certificatesOf(key.certificates)[0]);
    const notAfter = new Date(certificate.validTo);
    if (notAfter < new Date()) return unavailable('The certificate has expired. Set another one.');
    try {
      await signWith(key, writeWav(new Int16Array(240), 24_000), 'wav', TRIAL);
    } catch (error) {
      const why =
        error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
      return unavailable(`Signing does not work on this machine or with this certificate: ${why}`);
    }
    await rememberCertificate(databaseUrl, key);
    const { subject, issuer } = certificate;
    return {
      key,
      state: {
        available: true,
        reason: null,
        certificate: {
          subject: inOneLine(subject),
          issuer: inOneLine(issuer),
          notAfter,
          own: given === null,
        },
      },
    };
  }

  /** Tried once; a database that is away is no answer, and is asked again. */
  function ready() {
    opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  }

  return {
    state: async () => (await ready()).state,
    async mark(file, format, origin) {
      const { key, state } = await ready();
      if (!key) throw new ProblemError('unavailable', state.reason ?? 'Files cannot be marked here.');
      return signWith(key, file, format, origin).catch((cause: unknown) => {
        throw new ProblemError('unavailable', 'The file could not be signed. Try again in a moment.', {
          cause,
        });
      });
    },
    async read(path, format) {
      if (!libraryInstalled()) return { state: 'unreadable', digest: null };
      const trusted = await knownCertificates(databaseUrl);
      const request: ManifestRequest = { do: 'read', path, mediaType: MEDIA_TYPES[format], trusted };
      try {
        const reply = await pool.run(request, { signal: NEVER, timeoutMs: TIMEOUT_MS });
        return 'state' in reply ? reply : { state: 'unreadable', digest: null };
      } catch {
        // It ended the process, or took too long: nothing is known of it.
        return { state: 'unreadable', digest: null };
      }
    },
    close: () => pool.close(),
  };
}

/** What is signed to see whether signing works; it is thrown away. */
const TRIAL: AudioOrigin = {
  digest: '0'.repeat(64),
  language: 'en',
  engine: { id: 'none', version: '0' },
};

function libraryInstalled(): boolean {
  try {
    createRequire(import.meta.url).resolve('@contentauth/c2pa-node/package.json');
    return true;
  } catch {
    return false;
  }
}

function unavailable(reason: string): { state: MarkingState; key: null } {
  return { state: { available: false, reason, certificate: null }, key: null };
}

const inOneLine = (name: string) => name.split('\n').join(', ');
