import { useMutation } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { useState } from 'react';
import type { CatalogueVoice } from '../../../shared/api/voiceCatalogue.ts';
import { findCatalogueVoice } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { TextField } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import styles from './MoreVoices.module.css';

/** Looks up any other voice of Piper's collection, so that its licence is seen before it is fetched. */
export function FetchByName({ onFound }: { onFound: (voice: CatalogueVoice) => void }) {
  const [name, setName] = useState('');
  const look = useMutation({ mutationFn: findCatalogueVoice, onSuccess: onFound });
  return (
    <form
      className={styles.byName}
      onSubmit={(event) => {
        event.preventDefault();
        look.mutate(name.trim());
      }}
    >
      <div className={styles.look}>
        <TextField
          label="Another voice, by its name in Piper’s collection"
          placeholder="en_US-lessac-medium"
          value={name}
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" icon={<Search />} busy={look.isPending} disabled={!name.trim()}>
          Look up
        </Button>
      </div>
      {look.error ? <ProblemMessage error={look.error} /> : null}
    </form>
  );
}
