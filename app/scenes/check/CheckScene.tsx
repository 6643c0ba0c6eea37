import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { FileAudio } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';
import { useForm } from 'react-hook-form';
import { fieldError } from '../../api/fieldError.ts';
import { checkFile, checkQuery } from '../../api/provenance.ts';
import { Button } from '../../components/Button.tsx';
import { cx } from '../../components/cx.ts';
import { TextField } from '../../components/Field.tsx';
import { Form } from '../../components/Form.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { Doorway } from '../../frame/Doorway.tsx';
import { CheckAnswer } from './CheckAnswer.tsx';
import styles from './CheckScene.module.css';

const route = getRouteApi('/check');

/** Anybody finds out here whether audio was made by this installation. Nothing is kept of what they send. */
export function CheckScene() {
  const { digest } = route.useSearch();
  const navigate = route.useNavigate();
  const byHash = useQuery({ ...checkQuery(digest ?? ''), enabled: digest !== undefined });
  const byFile = useMutation({ mutationFn: checkFile });
  const { register, handleSubmit } = useForm({ defaultValues: { digest: digest ?? '' } });
  const check = (file: File | undefined) => {
    if (!file) return;
    void navigate({ search: {}, replace: true });
    byFile.mutate(file);
  };
  const asked = digest === undefined ? byFile : byHash;
  const pending = digest === undefined ? byFile.isPending : byHash.isFetching;
  const named = digest === undefined ? byFile.variables?.name : undefined;
  return (
    <Doorway
      title="Was this made here?"
      lead="Find out whether a recording was made by this installation, and whether it is still in use."
    >
      <DropZone onFile={check} />
      <Form
        onSubmit={handleSubmit((values) =>
          navigate({ search: { digest: values.digest.trim().toLowerCase() || undefined } }),
        )}
      >
        <TextField
          label="Or its fingerprint"
          hint="A digest, or the SHA-256 of the file: 64 hexadecimal digits."
          spellCheck={false}
          autoComplete="off"
          error={fieldError(byHash.error, 'digest')}
          {...register('digest')}
        />
        <Button type="submit">Check</Button>
      </Form>
      <div aria-live="polite" className={styles.answer}>
        {pending ? (
          <Skeleton height={96} />
        ) : asked.error ? (
          <ProblemMessage error={asked.error} />
        ) : asked.data ? (
          <CheckAnswer answer={asked.data} fileName={named} />
        ) : null}
      </div>
    </Doorway>
  );
}

function DropZone({ onFile }: { onFile: (file: File | undefined) => void }) {
  const [over, setOver] = useState(false);
  const id = useId();
  const drag = (event: DragEvent, isOver: boolean) => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the input inside does the same
    <div
      className={cx(styles.zone, over && styles.over)}
      onDragOver={(event) => drag(event, true)}
      onDragLeave={(event) => drag(event, false)}
      onDrop={(event) => {
        drag(event, false);
        onFile(event.dataTransfer.files[0]);
      }}
    >
      <FileAudio aria-hidden className={styles.icon} />
      <label htmlFor={id} className={styles.label}>
        Audio file
      </label>
      <input
        id={id}
        type="file"
        className={styles.file}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          onFile(event.currentTarget.files?.[0]);
          // The same file may be chosen again.
          event.currentTarget.value = '';
        }}
      />
      <p id={`${id}-hint`} className={styles.hint}>
        Drop it here or choose it; up to 64 MB. Its name does not matter, and it is not kept.
      </p>
    </div>
  );
}
