import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Revision, Script } from '../../../shared/api/studio.ts';
import { wordDiff } from '../../../shared/text/wordDiff.ts';
import { itemsOf } from '../../api/pages.ts';
import { renew } from '../../api/renew.ts';
import { revisionsQuery, scriptQuery, writeScript } from '../../api/studio.ts';
import { Who } from '../../components/Avatar.tsx';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { cx } from '../../components/cx.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { MoreButton } from '../../components/MoreButton.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { TextDiff } from '../../components/TextDiff.tsx';
import { Time } from '../../components/Time.tsx';
import { notify } from '../../components/Toast.tsx';
import styles from './RevisionsDialog.module.css';

interface RevisionsDialogProps {
  script: Script;
  /** Number of the revision that is looked at. */
  selected: number;
  onSelected: (number: number) => void;
  mayWrite: boolean;
  /** There is unsaved text, which must not get lost. */
  unsaved: boolean;
  /** Takes its text into the editor, unsaved. */
  onDraft: (text: string) => void;
  onClose: () => void;
}

/** The saved states of a script's text: what changed since, and the way back to one of them. */
export function RevisionsDialog(props: RevisionsDialogProps) {
  const { script, selected, onSelected, mayWrite, unsaved, onDraft, onClose } = props;
  const client = useQueryClient();
  const revisions = useInfiniteQuery(revisionsQuery(script.id));
  const items = itemsOf(revisions.data);
  const shown: Revision | undefined = items.find((one) => one.number === selected) ?? items[0];
  const restore = useMutation({
    mutationFn: ({ text }: Revision) =>
      writeScript(script.id, { text, expectedRevision: script.revisionNumber }),
    onSuccess: (written, { number }) => {
      renew(client, scriptQuery(script.id).queryKey, written);
      void client.invalidateQueries({ queryKey: revisionsQuery(script.id).queryKey });
      notify(`Revision ${number} is back, as revision ${written.revisionNumber}.`);
    },
  });
  const same = shown?.text === script.text;
  return (
    <Dialog
      title={`Revisions of ${script.title}`}
      size="wide"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Close</Button>
          {mayWrite && shown && !same ? (
            <>
              <Button disabled={unsaved} onClick={() => onDraft(shown.text)}>
                Open as draft
              </Button>
              <Button
                kind="primary"
                busy={restore.isPending}
                disabled={unsaved}
                onClick={() => restore.mutate(shown, { onSuccess: onClose })}
              >
                Restore revision {shown.number}
              </Button>
            </>
          ) : null}
        </>
      }
    >
      {revisions.error ? (
        <ProblemMessage error={revisions.error} onRetry={() => revisions.refetch()} />
      ) : null}
      {revisions.isPending ? <Skeleton height={40} count={4} /> : null}
      {shown ? (
        <div className={styles.sides}>
          <div className={styles.side}>
            <ul className={styles.list}>
              {items.map((revision) => (
                <li key={revision.id}>
                  <button
                    type="button"
                    className={cx(styles.revision, revision === shown && styles.shown)}
                    aria-current={revision === shown || undefined}
                    onClick={() => onSelected(revision.number)}
                  >
                    <span>
                      Revision {revision.number}
                      {revision.number === script.revisionNumber ? ' · now' : ''}
                    </span>
                    <span className={common.quiet}>
                      <Who actor={revision.createdBy} /> · <Time at={revision.createdAt} />
                    </span>
                  </button>
                </li>
              ))}
            </ul>
            <MoreButton query={revisions} what="revisions" />
          </div>
          <div className={styles.side}>
            <p className={common.quiet}>
              {shown.number === script.revisionNumber
                ? 'The text as it is now.'
                : same
                  ? `Revision ${shown.number} says what the text says now.`
                  : `What changed from revision ${shown.number} to now:`}
            </p>
            <TextDiff parts={wordDiff(shown.text, script.text)} />
          </div>
        </div>
      ) : null}
      {unsaved && mayWrite ? (
        <p className={common.quiet}>
          You have text that is not saved yet. Save it, or take it back, before you go to another revision.
        </p>
      ) : null}
      {restore.error ? <ProblemMessage error={restore.error} kept="Nothing was changed." /> : null}
    </Dialog>
  );
}
