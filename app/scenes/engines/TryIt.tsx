import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Engine } from '../../../shared/api/voices.ts';
import { enginesQuery, previewVoice, voicesQuery } from '../../api/voices.ts';
import { Button } from '../../components/Button.tsx';
import { Select, TextField } from '../../components/Field.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { player } from '../../player/player.ts';
import styles from './EngineCard.module.css';

/** One sentence by one voice of an engine, and what went wrong where something does. */
export function TryIt({ engine }: { engine: Engine }) {
  const client = useQueryClient();
  const voices = useQuery(voicesQuery);
  const own = voices.data?.filter((voice) => voice.engine === engine.id) ?? [];
  const [text, setText] = useState('Thank you for calling. How can I help you today?');
  const [chosen, setChosen] = useState('');
  const voice = own.find(({ id }) => id === chosen) ?? own[0];
  const speak = useMutation({
    mutationFn: async ({ id, name }: { id: string; name: string }) => {
      const wanted = player.wish();
      const bytes = await previewVoice(id, { text, settings: {} });
      if (!wanted()) return;
      await player.play({
        key: `try ${id} ${text} ${Date.now()}`,
        title: name,
        subtitle: engine.name,
        source: { bytes },
        loudnessLufs: null,
      });
    },
    onSettled: () => client.invalidateQueries({ queryKey: enginesQuery.queryKey }),
  });
  if (!voice) return null;
  return (
    <div>
      <form
        className={styles.tryIt}
        aria-label={`Try ${engine.name}`}
        onSubmit={(event) => {
          event.preventDefault();
          speak.mutate(voice);
        }}
      >
        <TextField
          label="Try it"
          maxLength={500}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Select
          label="Voice"
          hideLabel
          value={voice.id}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          {own.map(({ id, name, languages }) => (
            <option key={id} value={id}>
              {name} · {languages[0]}
            </option>
          ))}
        </Select>
        <Button type="submit" busy={speak.isPending} disabled={text.trim() === ''}>
          Speak
        </Button>
      </form>
      {speak.error ? <ProblemMessage error={speak.error} /> : null}
    </div>
  );
}
