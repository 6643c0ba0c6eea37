import { Volume2 } from 'lucide-react';
import { useForm } from 'react-hook-form';
import type { Voice } from '../../../shared/api/voices.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import { Button } from '../../components/Button.tsx';
import { Checkbox, TextField } from '../../components/Field.tsx';
import { Row } from '../../components/Form.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { useListen } from './listen.ts';

interface Values {
  phrase: string;
  alias: string;
  phoneme: string;
  language: string;
  engines: string;
  caseSensitive: boolean;
}

/** The longest word or phrase, and the longest way to say it, as the server has it. */
const MAX_CHARACTERS = 100;

function entryOf({ phrase, alias, phoneme, language, engines, caseSensitive }: Values): DictionaryEntry {
  const named = engines.split(',').flatMap((engine) => engine.trim() || []);
  return {
    phrase: phrase.trim(),
    caseSensitive,
    ...(alias.trim() && { alias: alias.trim() }),
    ...(phoneme.trim() && { phoneme: phoneme.trim().replace(/^\/|\/$/g, '') }),
    ...(language.trim() && { language: language.trim() }),
    ...(named.length > 0 && { engines: named }),
  };
}

/** One word: how it is written, how it is said, and where. */
export function EntryDialog({
  entry,
  voice,
  onDone,
  onClose,
}: {
  /** Undefined for a new one. */
  entry: DictionaryEntry | undefined;
  voice: Voice | undefined;
  onDone: (entry: DictionaryEntry) => void;
  onClose: () => void;
}) {
  const {
    register,
    handleSubmit,
    watch,
    formState: { errors },
  } = useForm<Values>({
    defaultValues: {
      phrase: entry?.phrase ?? '',
      alias: entry?.alias ?? '',
      phoneme: entry?.phoneme ?? '',
      language: entry?.language ?? '',
      engines: entry?.engines?.join(', ') ?? '',
      caseSensitive: entry?.caseSensitive ?? false,
    },
  });
  const { listen, heard } = useListen(voice);
  const values = watch();
  const draft = entryOf(values);
  const sounds = Boolean(draft.alias || draft.phoneme);
  return (
    <FormDialog
      title={entry ? 'Change word' : 'Add word'}
      action={entry ? 'Change' : 'Add'}
      mutation={{ isPending: false, isSuccess: false, error: null }}
      onSubmit={handleSubmit((done) => onDone(entryOf(done)))}
      onClose={onClose}
    >
      <TextField
        label="Word or phrase"
        maxLength={MAX_CHARACTERS}
        error={errors.phrase?.message}
        {...register('phrase', {
          validate: (phrase) => phrase.trim() !== '' || 'Write the word as it stands in texts.',
        })}
      />
      <TextField
        label="Written as it sounds"
        hint="For example “sequel” for SQL. Every voice can say it."
        maxLength={MAX_CHARACTERS}
        error={errors.alias?.message}
        {...register('alias', {
          validate: (alias, all) =>
            alias.trim() !== '' || all.phoneme.trim() !== '' || 'Say how it sounds, here or in IPA.',
        })}
      />
      <TextField
        label="Sounds in IPA"
        hint="Exact, for voices that read phonemes; others say what is written above."
        maxLength={200}
        {...register('phoneme')}
      />
      <TextField
        label="Only in language"
        hint="A tag such as en or de-AT; empty for all."
        maxLength={35}
        error={errors.language?.message}
        {...register('language', {
          pattern: {
            value: /^\s*([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?\s*$/,
            message: 'Use a tag such as en or en-US.',
          },
        })}
      />
      <TextField
        label="Only for engines"
        hint="Their ids, separated by commas; empty for all."
        {...register('engines')}
      />
      <Checkbox label="Only in exactly these capital and small letters" {...register('caseSensitive')} />
      <Row>
        <Button
          icon={<Volume2 aria-hidden />}
          disabled={!sounds || !voice}
          busy={heard !== undefined}
          onClick={() => listen(draft)}
        >
          Listen
        </Button>
      </Row>
    </FormDialog>
  );
}
