import pg from 'pg';
import { certificatesOf, type SigningKey } from './signingKey.ts';

/** Where the installation remembers its generated key, and every certificate that it ever signed with. */
const KEY = 'c2pa-signer';
const CERTIFICATES = 'c2pa-certificates';

/** How a secret is sealed under the master key, as `AudioStore` does. */
export interface Seal {
  seal(secret: string): Buffer;
  open(sealed: Buffer): string;
}

/**
 * The installation's own key, generated when there is none, sealed in its database: all nodes sign with the same.
 * `url` is of the owner of the tables.
 */
export function ownSigningKey(url: string, seal: Seal): Promise<SigningKey> {
  return withClient(url, async (client) => {
    const find = 'select value from installation where key = $1';
    let row = (await client.query<{ value: KeptKey }>(find, [KEY])).rows[0];
    if (!row) {
      // Read when it is needed: once in the life of an installation.
      const { makeSigningKey } = await import('./makeSigningKey.ts');
      const made = await makeSigningKey();
      const kept: KeptKey = { certificates: made.certificates, ...sealKey(seal, made.privateKey) };
      // Of nodes that come here at once, the first one's key is kept.
      await client.query('insert into installation (key, value) values ($1, $2) on conflict do nothing', [
        KEY,
        kept,
      ]);
      row = (await client.query<{ value: KeptKey }>(find, [KEY])).rows[0];
    }
    const { certificates, sealedKey } = row!.value;
    return { certificates, privateKey: seal.open(Buffer.from(sealedKey, 'base64')) };
  });
}

interface KeptKey {
  certificates: string;
  /** Base64. */
  sealedKey: string;
  /** Of the master key that it is sealed under. */
  masterKeyId: string;
}

/** Remembers the certificate that signs, so that its signatures are known as ours when another one has its place. */
export function rememberCertificate(url: string, { certificates }: SigningKey): Promise<void> {
  const [own] = certificatesOf(certificates);
  return withClient(url, async (client) => {
    await client.query(
      `insert into installation (key, value) values ($1, jsonb_build_array($2::text))
       on conflict (key) do update set value = installation.value || jsonb_build_array($2::text)
       where not installation.value ? $2`,
      [CERTIFICATES, own],
    );
  });
}

/** Every certificate that this installation signed with, in PEM. */
export function knownCertificates(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ value: string[] }>(
      'select value from installation where key = $1',
      [CERTIFICATES],
    );
    return rows[0]?.value ?? [];
  });
}

/** Seals the generated key anew under the present master key, for rotation. */
export async function resealSigningKey(client: pg.Client, seal: Seal): Promise<void> {
  const { rows } = await client.query<{ value: KeptKey }>('select value from installation where key = $1', [
    KEY,
  ]);
  const kept = rows[0]?.value;
  if (!kept) return;
  const { sealedKey, masterKeyId } = sealKey(seal, seal.open(Buffer.from(kept.sealedKey, 'base64')));
  await client.query('update installation set value = $2, updated_at = now() where key = $1', [
    KEY,
    { ...kept, sealedKey, masterKeyId },
  ]);
}

/** The sealed key carries the id of its master key in its first six bytes. */
function sealKey({ seal }: Seal, privateKey: string) {
  const sealed = seal(privateKey);
  return { sealedKey: sealed.toString('base64'), masterKeyId: sealed.subarray(0, 6).toString('hex') };
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'voiceops provenance' });
  // The query fails; without a listener a connection that breaks would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
