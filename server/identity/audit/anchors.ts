import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, WorkspaceTx } from '../../db/database.ts';
import { auditAnchors } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { ByteStore } from '../../storage/audioStore.ts';
import type { Signer } from '../signer.ts';

/** What the functions of the audit log's anchors work with; wired in `processes/`. */
export interface AuditDeps {
  database: Database;
  bytes: ByteStore;
  signer: Signer;
}

const Anchor = z.object({
  workspaceId: z.uuid(),
  number: z.int().positive(),
  sequence: z.int().positive(),
  hash: z.string(),
  at: z.iso.datetime(),
});
/** The head of a workspace's chain at a time. */
export type Anchor = z.infer<typeof Anchor>;
const SignedAnchor = Anchor.extend({ keyId: z.string(), signature: z.string() });

const folder = (workspaceId: string) => `audit/${workspaceId}/`;
const anchorKey = (workspaceId: string, number: number) =>
  `${folder(workspaceId)}${String(number).padStart(10, '0')}.json`;

export async function writeAnchor({ bytes, signer }: AuditDeps, anchor: Anchor): Promise<void> {
  const signed: z.infer<typeof SignedAnchor> = { ...anchor, ...signer.sign(textOf(anchor)) };
  await bytes.put(anchorKey(anchor.workspaceId, anchor.number), Buffer.from(JSON.stringify(signed)));
}

export type StoredAnchor = { number: number; key: string } & (
  | { anchor: Anchor; keyId: string; problem: null }
  | { anchor: null; problem: string }
);

/** The anchors of a workspace in storage, oldest first, each checked against its signature. */
export async function readAnchors(
  { bytes, signer }: Pick<AuditDeps, 'bytes' | 'signer'>,
  workspaceId: string,
): Promise<StoredAnchor[]> {
  const stored: StoredAnchor[] = [];
  for await (const key of bytes.list(folder(workspaceId))) {
    const number = Number(/(\d{10})\.json$/.exec(key)?.[1]);
    if (!number) continue;
    const content = await bytes.get(key).catch((error: unknown) => {
      // Removed since it was listed, by the node that keeps only the newest.
      if (error instanceof ProblemError && error.code === 'not-found') return null;
      throw error;
    });
    if (content) stored.push({ number, key, ...readSigned(content, signer, workspaceId, number) });
  }
  return stored.sort((a, b) => a.number - b.number);
}

function readSigned(
  content: Buffer,
  signer: Signer,
  workspaceId: string,
  number: number,
): { anchor: Anchor; keyId: string; problem: null } | { anchor: null; problem: string } {
  const broken = (what: string) => ({ anchor: null, problem: `Anchor ${number} ${what}.` });
  let signed: z.infer<typeof SignedAnchor>;
  try {
    signed = SignedAnchor.parse(JSON.parse(content.toString('utf8')));
  } catch {
    return broken('in storage cannot be read');
  }
  const { keyId, signature, ...anchor } = signed;
  const outcome = signer.verify(textOf(anchor), keyId, signature);
  if (outcome === 'unknown-key') return broken(`was signed under the master key ${keyId}, which is not here`);
  if (outcome === 'wrong') return broken('has a wrong signature: it was not written by this installation');
  if (anchor.workspaceId !== workspaceId || anchor.number !== number)
    return broken('was put in the place of another one');
  return { anchor, keyId, problem: null };
}

/** Which anchors must be in storage, oldest first. */
export function listedAnchors(tx: WorkspaceTx, workspaceId: string) {
  return tx
    .select()
    .from(auditAnchors)
    .where(eq(auditAnchors.workspaceId, workspaceId))
    .orderBy(asc(auditAnchors.number));
}

/**
 * What is wrong with the anchors themselves, in words; null when every one that is listed is in storage,
 * says the same, and is signed by us.
 */
export function anchorProblem(stored: StoredAnchor[], listed: Omit<Anchor, 'at'>[]): string | null {
  const broken = stored.find((each) => each.problem !== null);
  if (broken?.problem) return broken.problem;
  const byNumber = new Map(stored.map((each) => [each.number, each.anchor]));
  for (const { number, sequence, hash } of listed) {
    const anchor = byNumber.get(number);
    if (!anchor) return `Anchor ${number} (of entry ${sequence}) is missing from storage.`;
    if (anchor.sequence !== sequence || anchor.hash !== hash)
      return `Anchor ${number} in storage differs from the list of anchors in the database.`;
  }
  return null;
}

function textOf({ workspaceId, number, sequence, hash, at }: Anchor): string {
  return JSON.stringify(['voiceops audit anchor 1', workspaceId, number, sequence, hash, at]);
}
