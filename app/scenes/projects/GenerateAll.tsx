import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Project } from '../../../shared/api/studio.ts';
import { TONES } from '../../../shared/speech/vocabulary.ts';
import { createBatch } from '../../api/batches.ts';
import { itemsOf } from '../../api/pages.ts';
import { sameIntent } from '../../api/sameIntent.ts';
import { scriptsQuery } from '../../api/studio.ts';
import { voicesQuery } from '../../api/voices.ts';
import { Select, TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { Slider } from '../../components/Slider.tsx';
import { TONE_LABELS } from '../../format/labels.ts';
import { ChooseScripts } from './ChooseScripts.tsx';

const base = (language: string) => language.split('-')[0];

/** Asks how a project's scripts are to be spoken, and generates a version of each. */
export function GenerateAll({ project, onClose }: { project: Project; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const scripts = useInfiniteQuery(scriptsQuery(project.id));
  const voices = useQuery(voicesQuery);
  const items = itemsOf(scripts.data);
  /** Null: all of them, also those that are not listed yet. */
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [voiceId, setVoiceId] = useState<string | null>(null);
  const [tone, setTone] = useState<(typeof TONES)[number]>('neutral');
  const [speed, setSpeed] = useState(1);
  const [note, setNote] = useState('');
  const [once] = useState(sameIntent);

  const languages = new Set(
    items.filter((script) => chosen?.has(script.id) ?? true).map((script) => base(script.language)),
  );
  const speaking = (voices.data ?? []).filter((voice) =>
    [...languages].every((language) => voice.languages.some((one) => base(one) === language)),
  );
  const voice = speaking.find((one) => one.id === voiceId) ?? speaking[0];
  const count = chosen?.size ?? project.scriptCount;
  const start = useMutation({
    mutationFn: () => {
      const wish = {
        voiceId: voice?.id ?? '',
        parameters: { tone, speed },
        ...(note.trim() && { note }),
        ...(chosen && { scriptIds: [...chosen] }),
      };
      return once(wish, (key) => createBatch(project.id, wish, key));
    },
    onSuccess: async (batch) => {
      void client.invalidateQueries({ queryKey: ['batches'] });
      await navigate({ to: '/batches/$batchId', params: { batchId: batch.id } });
    },
  });
  return (
    <FormDialog
      title={`Generate all of ${project.name}`}
      action={`Generate ${count} ${count === 1 ? 'version' : 'versions'}`}
      mutation={start}
      disabled={!voice || count === 0}
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate();
      }}
      onClose={onClose}
    >
      <ChooseScripts query={scripts} total={project.scriptCount} chosen={chosen} onChange={setChosen} />
      <Select
        label="Voice"
        value={voice?.id ?? ''}
        error={
          voices.isSuccess && scripts.isSuccess && count > 0 && !voice
            ? 'No voice speaks all of these languages. Choose scripts of one language.'
            : null
        }
        onChange={(event) => setVoiceId(event.currentTarget.value)}
      >
        {speaking.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </Select>
      <Select
        label="Tone"
        value={tone}
        onChange={(event) => setTone(TONES.find((one) => one === event.currentTarget.value) ?? 'neutral')}
      >
        {TONES.map((one) => (
          <option key={one} value={one}>
            {TONE_LABELS[one]}
          </option>
        ))}
      </Select>
      <Slider
        label="Speed"
        value={speed}
        min={0.5}
        max={2}
        step={0.05}
        neutral={1}
        format={(value) => `${value.toFixed(2).replace(/0$/, '')}×`}
        onChange={setSpeed}
      />
      <TextField
        label="Note"
        hint="Why these versions are made; shown with each of them."
        autoComplete="off"
        maxLength={500}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
