import type { Actor } from '../../shared/api/common.ts';
import type { ActorKind } from './schema/studio.ts';

/** The columns that remember who did it, as `createdBy()` declares them. */
export function createdByColumns(actor: Actor) {
  return { createdByKind: actor.kind, createdById: actor.id, createdByName: actor.name };
}

/** Who did it, read back from those columns. */
export function createdByActor(row: {
  createdByKind: ActorKind;
  createdById: string | null;
  createdByName: string;
}): Actor {
  return { kind: row.createdByKind, id: row.createdById, name: row.createdByName };
}
