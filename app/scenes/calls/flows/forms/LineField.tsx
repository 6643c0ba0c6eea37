import { useQuery } from '@tanstack/react-query';
import type { Line } from '../../../../../shared/calls/flow.ts';
import { channelsQuery } from '../../../../api/channels.ts';
import { Select, TextArea } from '../../../../components/Field.tsx';
import { liveTrack } from '../../../../player/liveTrack.ts';
import { PlayButton } from '../../../../player/PlayButton.tsx';
import { useFieldError } from '../edit/flowEdit.ts';
import styles from './Forms.module.css';

const TEXT = 'text';
const NONE = '';
const pairOf = (channel: string, slot: string) => `${channel}/${slot}`;

interface LineFieldProps<Value extends Line | null> {
  label: string;
  hint?: string;
  line: Value;
  /** Where it stands in the step, such as `line`. */
  field: string;
  /** What it means that there is none; absent: there must be one. */
  none?: string;
  onChange: (line: Value) => void;
}

/** What is said: audio that was approved and deployed, or words that a voice speaks when they are needed. */
export function LineField<Value extends Line | null>({
  label,
  hint,
  line,
  field,
  none,
  onChange,
}: LineFieldProps<Value>) {
  const { data: channels = [] } = useQuery(channelsQuery);
  const wordsError = useFieldError(`${field}.${line?.kind === 'slot' ? 'otherwise' : 'text'}`);
  const words = line === null ? '' : line.kind === 'slot' ? line.otherwise : line.text;
  const chosen = line === null ? NONE : line.kind === 'slot' ? pairOf(line.channel, line.slot) : TEXT;
  const slot =
    line?.kind === 'slot'
      ? channels.find(({ slug }) => slug === line.channel)?.slots.find((one) => one.slot === line.slot)
      : undefined;
  const choose = (value: string) => {
    if (value === NONE) return onChange(null as Value);
    const [channel = '', name = ''] = value.split('/');
    const next: Line =
      value === TEXT
        ? { kind: 'text', text: words }
        : { kind: 'slot', channel, slot: name, otherwise: words };
    onChange(next as Value);
  };
  const say = (text: string) => {
    if (line === null) return;
    onChange((line.kind === 'slot' ? { ...line, otherwise: text } : { ...line, text }) as Value);
  };
  return (
    <fieldset className={styles.line}>
      <legend>{label}</legend>
      {hint ? <p className={styles.hint}>{hint}</p> : null}
      <div className={styles.source}>
        <Select
          label={`${label}: what is heard`}
          hideLabel
          value={chosen}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          {none === undefined ? null : <option value={NONE}>{none}</option>}
          <option value={TEXT}>Words, spoken by a voice</option>
          {line?.kind === 'slot' && !slot ? <option value={chosen}>{chosen} (no such slot)</option> : null}
          {channels.map(({ slug, name, slots }) =>
            slots.length === 0 ? null : (
              <optgroup key={slug} label={`Approved audio of ${name}`}>
                {slots.map((one) => (
                  <option key={one.slot} value={pairOf(slug, one.slot)}>
                    {pairOf(slug, one.slot)}
                    {one.live ? '' : ' (empty)'}
                  </option>
                ))}
              </optgroup>
            ),
          )}
        </Select>
        {line?.kind === 'slot' ? (
          <PlayButton
            track={slot?.live ? liveTrack(slot.live) : null}
            what={`${line.channel} ${line.slot}`}
          />
        ) : null}
      </div>
      {line === null ? null : (
        <TextArea
          label={line.kind === 'slot' ? `${label}: words while nothing is deployed there` : `${label}: words`}
          hideLabel
          placeholder={line.kind === 'slot' ? 'Spoken while nothing is deployed there' : 'What is said'}
          rows={2}
          maxLength={1000}
          error={wordsError}
          value={words}
          onChange={(event) => say(event.currentTarget.value)}
        />
      )}
      {line?.kind === 'slot' ? (
        <p className={styles.hint}>
          {slot?.live
            ? `Callers hear ${slot.live.version?.scriptTitle ?? 'it'}, version ${slot.live.version?.number ?? '?'}; the words only if it is withdrawn.`
            : 'Nothing is deployed there: callers hear the words until something is.'}
        </p>
      ) : null}
    </fieldset>
  );
}
