import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Project } from '../../../shared/api/studio.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { type BatchOf, createBatch } from '../../api/batches.ts';
import { sameIntent } from '../../api/sameIntent.ts';
import { voicesQuery } from '../../api/voices.ts';
import { TextField } from '../../components/Field.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { AS_THE_VOICE_SPEAKS, ParametersPanel } from '../../components/ParametersPanel.tsx';
import { primaryLanguage } from '../../format/language.ts';

/** Asks how many scripts at once are to be spoken, and generates a version of each. */
export function BatchDialog({
  title,
  project,
  count,
  languages,
  of,
  children,
  onClose,
}: {
  title: string;
  project: Project;
  /** How many versions it makes. */
  count: number;
  /** Of what is spoken; null while that is not known. */
  languages: readonly string[] | null;
  of: BatchOf;
  /** Chooses what is spoken. */
  children: ReactNode;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const voices = useQuery(voicesQuery);
  const [voiceId, setVoiceId] = useState<string | null>(null);
  const [parameters, setParameters] = useState<SpeechParameters>(AS_THE_VOICE_SPEAKS);
  const [note, setNote] = useState('');
  const [once] = useState(sameIntent);

  const speaking = (voices.data ?? []).filter((voice) =>
    (languages ?? []).every((wanted) =>
      voice.languages.some((one) => primaryLanguage(one) === primaryLanguage(wanted)),
    ),
  );
  const voice = speaking.find((one) => one.id === voiceId) ?? speaking[0] ?? null;
  const start = useMutation({
    mutationFn: () => {
      const wish = {
        voiceId: voice?.id ?? '',
        parameters,
        ...(note.trim() && { note: note.trim() }),
        ...of,
      };
      return once(wish, (key) => createBatch(project.id, wish, key));
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: ['batches'] });
      void client.invalidateQueries({ queryKey: ['scripts', 'ofProject', project.id] });
    },
  });
  return (
    <FormDialog
      title={title}
      action={`Generate ${count} ${count === 1 ? 'version' : 'versions'}`}
      mutation={start}
      disabled={!voice || count === 0}
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate(undefined, {
          onSuccess: ({ id }) => navigate({ to: '/batches/$batchId', params: { batchId: id } }),
        });
      }}
      onClose={onClose}
      size="wide"
    >
      {children}
      <ParametersPanel
        voices={speaking}
        voice={voice}
        missing={
          voices.isSuccess && languages && count > 0 && !voice
            ? 'No voice speaks all of these languages. Choose scripts of one language.'
            : null
        }
        parameters={parameters}
        onVoice={(id) => {
          setVoiceId(id);
          // They belong to the voice before: another engine has others.
          setParameters(({ settings: _settings, ...before }) => before);
        }}
        onParameters={(change) => setParameters((before) => ({ ...before, ...change }))}
        disabled={false}
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
