import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { useState } from 'react';
import type { Personality, VoiceStatus } from '../../../shared/api/personalities.ts';
import { fieldError } from '../../api/fieldError.ts';
import { trainVoice } from '../../api/personalityVoice.ts';
import { Button } from '../../components/Button.tsx';
import common from '../../components/common.module.css';
import { Checkbox, Select } from '../../components/Field.tsx';
import { Form, Row } from '../../components/Form.tsx';
import { ProblemMessage } from '../../components/ProblemMessage.tsx';
import { GENDER_LABELS, keysOf } from '../../format/labels.ts';
import { Caution } from './Caution.tsx';
import styles from './PersonalityScene.module.css';
import { TrainingLanguage } from './TrainingLanguage.tsx';
import { lengthProblem, neededInWords, secondsInWords } from './trainingInWords.ts';
import { engineFor, languageNote, languagesToChoose } from './trainingLanguages.ts';

/** Of which recordings, by which engine, and how the list of voices shall show it. */
export function TrainingForm({ personality, status }: { personality: Personality; status: VoiceStatus }) {
  const { samples, engines, state } = status;
  const client = useQueryClient();
  /** What I changed of the choice that is made by itself: every recording without a failed check. */
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const [engineId, setEngineId] = useState<string | null>(null);
  const [wanted, setWanted] = useState(personality.languages[0] ?? 'en-US');
  const [gender, setGender] = useState<keyof typeof GENDER_LABELS>('neutral');
  const engine = engines.find(({ id }) => id === engineId) ?? engineFor(engines, personality);
  const languages = engine ? languagesToChoose(engine, personality) : [];
  // What another engine spoke is no choice of this one's.
  const language = languages.includes(wanted) ? wanted : (languages[0] ?? wanted);
  const chosen = samples.filter(
    ({ id, checks }) => checks.every((check) => check.state !== 'failed') !== flipped.has(id),
  );
  const seconds = chosen.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  const train = useMutation({
    mutationFn: () =>
      trainVoice(personality.id, {
        sampleIds: chosen.map(({ id }) => id),
        engine: engine?.id,
        language,
        gender,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['personalities'] }),
  });
  if (!engine) return null;
  const problem = chosen.length === 0 ? 'Choose at least one recording.' : lengthProblem(seconds, engine);
  const note = languageNote(personality, { engine, engines, language });
  return (
    <Form
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === null) train.mutate();
      }}
    >
      <fieldset className={styles.choose}>
        <legend>Of these recordings</legend>
        {samples.map(({ id, name, durationMs, checks }) => (
          <Checkbox
            key={id}
            label={`${name}, ${secondsInWords(durationMs / 1000)}`}
            hint={checks.find((check) => check.state === 'failed')?.message}
            checked={chosen.some((one) => one.id === id)}
            onChange={() => {
              const next = new Set(flipped);
              if (!next.delete(id)) next.add(id);
              setFlipped(next);
            }}
          />
        ))}
      </fieldset>
      <div className={styles.length}>
        <meter
          aria-label="Seconds chosen"
          min={0}
          max={engine.maxSeconds}
          low={engine.minSeconds}
          optimum={engine.maxSeconds}
          value={seconds}
        />
        <p className={common.quiet} role="status">
          {secondsInWords(seconds)} chosen. {problem ?? neededInWords(engine)}
        </p>
      </div>
      <div className={styles.pair}>
        <Select label="Engine" value={engine.id} onChange={(event) => setEngineId(event.currentTarget.value)}>
          {engines.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
        <TrainingLanguage
          languages={languages}
          value={language}
          error={fieldError(train.error, 'language')}
          onChange={setWanted}
        />
        <Select
          label="Gender"
          value={gender}
          onChange={(event) =>
            setGender(keysOf(GENDER_LABELS).find((one) => one === event.currentTarget.value) ?? 'neutral')
          }
        >
          {keysOf(GENDER_LABELS).map((one) => (
            <option key={one} value={one}>
              {GENDER_LABELS[one]}
            </option>
          ))}
        </Select>
      </div>
      <div className={styles.terms} aria-live="polite">
        {note === null ? null : <Caution>{note}</Caution>}
        <p className={common.quiet}>{engine.terms}</p>
        {status.voiceId === null ? null : (
          <p className={common.quiet}>
            The new voice takes the place of the present one, which is deleted once the new one is ready, here
            and at its engine. Audio that was generated with it stays.
          </p>
        )}
      </div>
      {train.error ? <ProblemMessage error={train.error} kept="Recordings and consent are kept." /> : null}
      <Row>
        <Button
          kind="primary"
          type="submit"
          icon={<Sparkles aria-hidden />}
          busy={train.isPending}
          disabled={problem !== null}
        >
          {state === 'none' ? 'Make the voice' : 'Make it anew'}
        </Button>
      </Row>
    </Form>
  );
}
