import { type ReactNode, useRef } from 'react';
import { Button } from './Button.tsx';
import { TextField } from './Field.tsx';
import { ProblemMessage } from './ProblemMessage.tsx';
import styles from './UnsavedChanges.module.css';
import { useFoot } from './useFoot.ts';

interface UnsavedChangesProps {
  /** What changed, in words. */
  changes: readonly string[];
  /** Which version it becomes. */
  version: number;
  /** Why, in the words of whoever saves it. */
  note: { value: string; maxLength: number; onChange(note: string): void };
  save: { error: Error | null; isPending: boolean; mutate(): void; reset(): void };
  draft: { discard(): void; rebase(): void };
  /** Who was faster, in words; null: nobody. */
  overtaken: string | null;
  /** Why it cannot be saved as it is. */
  unfit?: string | undefined;
  /** Further buttons, before the others. */
  children?: ReactNode;
}

/** What is not saved yet, and the ways on; also when somebody else was faster. */
export function UnsavedChanges({
  changes,
  version,
  note,
  save,
  draft,
  overtaken,
  unfit,
  children,
}: UnsavedChangesProps) {
  const bar = useRef<HTMLElement>(null);
  useFoot(bar);
  // What is being saved here may be told of before its own answer comes.
  const faster = save.isPending ? null : overtaken;
  return (
    <section ref={bar} className={styles.bar} aria-label="Unsaved changes">
      {faster !== null ? (
        <div className={styles.overtaken} role="alert">
          <p>{faster}</p>
          <Button
            size="small"
            onClick={() => {
              save.reset();
              draft.rebase();
            }}
          >
            Put mine over theirs
          </Button>
        </div>
      ) : save.error ? (
        <ProblemMessage error={save.error} kept="Nothing was saved; your changes are kept." />
      ) : null}
      <div className={styles.row}>
        <p className={styles.what}>
          <strong>
            {changes.length} {changes.length === 1 ? 'change' : 'changes'}
          </strong>
          <span>{changes.join(', ')}</span>
        </p>
        <TextField
          label="Why, for the others"
          hideLabel
          placeholder="Why, for the others"
          autoComplete="off"
          maxLength={note.maxLength}
          className={styles.note}
          value={note.value}
          onChange={(event) => note.onChange(event.currentTarget.value)}
        />
        <div className={styles.buttons}>
          {children}
          <Button
            kind="quiet"
            onClick={() => {
              save.reset();
              draft.discard();
            }}
          >
            Discard
          </Button>
          <Button
            kind="primary"
            busy={save.isPending}
            disabled={faster !== null || unfit !== undefined}
            title={unfit}
            onClick={() => save.mutate()}
          >
            Save version {version}
          </Button>
        </div>
      </div>
    </section>
  );
}
