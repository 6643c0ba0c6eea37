import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AffectedVersion, AffectedVersions } from '../../../shared/api/dictionaries.ts';
import { regenerateAffected } from '../../api/dictionaries.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Checkbox } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { formatCount, formatUsd } from '../../format/amounts.ts';
import { useCan } from '../../frame/useMe.ts';
import styles from './Pronunciation.module.css';

/** What generating these versions again costs, by engine. */
function costInWords(items: readonly AffectedVersion[]): string {
  const byEngine = new Map<string, number>();
  for (const { engine, costUsd } of items) byEngine.set(engine, (byEngine.get(engine) ?? 0) + costUsd);
  return [...byEngine]
    .map(([engine, usd]) => `${engine}: ${usd === 0 ? 'no cost' : `about ${formatUsd(usd)}`}`)
    .join(', ');
}

/** Approved versions that the dictionary would say otherwise, and what making drafts of them takes. */
export function AffectedDialog({
  number,
  affected,
  onClose,
}: {
  number: number;
  affected: AffectedVersions;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const mayGenerate = useCan('versions:generate');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(affected.items.map(({ id }) => id)));
  const regenerate = useMutation({
    mutationFn: () => regenerateAffected(number, [...chosen]),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['batches'] }),
  });
  const items = affected.items.filter(({ id }) => chosen.has(id));
  const characters = items.reduce((sum, version) => sum + version.characters, 0);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const { data: made } = regenerate;
  return (
    <Dialog
      title="Affected versions"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {mayGenerate && !made ? (
            <Button
              kind="primary"
              busy={regenerate.isPending}
              disabled={chosen.size === 0}
              onClick={() => regenerate.mutate()}
            >
              Generate {chosen.size === 1 ? 'one draft' : `${chosen.size} drafts`}
            </Button>
          ) : null}
        </>
      }
    >
      {made ? (
        <div className={styles.list}>
          <p>The drafts are being generated. What is approved and live stays as it is.</p>
          {made.batches.map((batch) => (
            <Link key={batch.id} to="/batches/$batchId" params={{ batchId: batch.id }}>
              Follow {batch.total === 1 ? 'one draft' : `${batch.total} drafts`}
            </Link>
          ))}
        </div>
      ) : (
        <div className={styles.list}>
          <p>
            These approved versions say words otherwise than the dictionary does now. Drafts are made beside
            them, with the same voice and settings.
          </p>
          {affected.items.map((version) => (
            <Checkbox
              key={version.id}
              label={`${version.scriptTitle}, version ${version.number}${version.live ? ', live' : ''}`}
              hint={`${version.words.join(', ')} · ${version.voice.name} · ${version.characters} characters`}
              checked={chosen.has(version.id)}
              onChange={(event) => toggle(version.id, event.currentTarget.checked)}
            />
          ))}
          <p className={styles.side}>
            {items.length === 0
              ? 'Nothing is chosen.'
              : `${formatCount(characters)} characters in all; ${costInWords(items)}.`}
          </p>
          {regenerate.error ? <ProblemMessage error={regenerate.error} /> : null}
        </div>
      )}
    </Dialog>
  );
}
