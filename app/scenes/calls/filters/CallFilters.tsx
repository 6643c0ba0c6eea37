import { useQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { CALL_ENDS } from '../../../../shared/calls/callEnds.ts';
import type { CallEnd } from '../../../../shared/calls/timeline.ts';
import { INTENTS } from '../../../../shared/dialogue/intentNames.ts';
import type { Intent } from '../../../../shared/dialogue/intents.ts';
import { flowsQuery } from '../../../api/flows.ts';
import { personalitiesQuery } from '../../../api/personalities.ts';
import { Button } from '../../../components/Button.tsx';
import { Select, TextField } from '../../../components/Field.tsx';
import { FilterChips } from '../../../components/FilterChips.tsx';
import { useSettled } from '../../../components/useSettled.ts';
import { formatDuration } from '../../../format/duration.ts';
import { ENDS, intentInWords } from '../timeline/looks.tsx';
import styles from './CallFilters.module.css';
import { type CallsSearch, isNarrowed } from './search.ts';

interface CallFiltersProps {
  search: CallsSearch;
  onChange: (change: Partial<CallsSearch>) => void;
  /** What stands for the time where none is chosen. */
  range?: { from: string; to: string } | undefined;
  /** Stands at the end. */
  children?: ReactNode;
}

/** A text that is looked for once the writer pauses. */
function SearchField({ value, onChange }: { value: string | undefined; onChange: (value?: string) => void }) {
  const [typed, setTyped] = useSettled(value ?? '', (text) => onChange(text || undefined));
  return (
    <TextField
      label="Search"
      type="search"
      placeholder="Number, flow or carrier’s ID"
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}

function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value | undefined;
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value | undefined) => void;
}) {
  return (
    <Select
      label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) => onChange(options.find(([each]) => each === currentTarget.value)?.[0])}
    >
      <option value="">Any</option>
      {options.map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </Select>
  );
}

const END_OPTIONS = CALL_ENDS.map((end): [CallEnd, string] => [end, ENDS[end].word]);
const INTENT_OPTIONS = INTENTS.map((intent): [Intent, string] => [intent, intentInWords(intent)]);

const CARRIERS = { twilio: 'Telephone', browser: 'Browser', sip: 'SIP' } as const;
const STATES = { ringing: 'Ringing', live: 'In progress', ended: 'Over' } as const;

/** What links and addresses narrow to without a control of its own. */
function chipsOf(
  { number, state, minSeconds, carrier, carrierCallId }: CallsSearch,
  onChange: CallFiltersProps['onChange'],
) {
  const chips: [string | undefined, keyof CallsSearch][] = [
    [number, 'number'],
    [state && STATES[state], 'state'],
    [minSeconds === undefined ? undefined : `At least ${formatDuration(minSeconds * 1000)}`, 'minSeconds'],
    [carrier && CARRIERS[carrier], 'carrier'],
    [carrierCallId, 'carrierCallId'],
  ];
  return chips.flatMap(([label, key]) =>
    label ? [{ label, onRemove: () => onChange({ [key]: undefined }) }] : [],
  );
}

/** Narrows calls; the choice lives in the address. */
export function CallFilters({ search, onChange, range, children }: CallFiltersProps) {
  const personalities = useQuery(personalitiesQuery);
  const flows = useQuery(flowsQuery(true));
  const [more, setMore] = useState(isNarrowed(search));
  return (
    <search className={styles.filters} data-more={more || undefined}>
      <TextField
        label="From"
        type="date"
        max={search.to}
        value={search.from ?? range?.from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value || undefined })}
      />
      <TextField
        label="To"
        type="date"
        min={search.from}
        value={search.to ?? range?.to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value || undefined })}
      />
      <SearchField value={search.q} onChange={(q) => onChange({ q })} />
      <Choice
        label="About"
        value={search.intent}
        options={INTENT_OPTIONS}
        onChange={(intent) => onChange({ intent })}
      />
      <Choice label="Ended" value={search.end} options={END_OPTIONS} onChange={(end) => onChange({ end })} />
      <Choice
        label="Mood"
        value={search.sentiment}
        options={[
          ['negative', 'Unhappy'],
          ['neutral', 'Calm'],
          ['positive', 'Happy'],
        ]}
        onChange={(sentiment) => onChange({ sentiment })}
      />
      <Choice
        label="Personality"
        value={search.personality}
        options={(personalities.data ?? []).map(({ id, name }) => [id, name] as const)}
        onChange={(personality) => onChange({ personality })}
      />
      <Choice
        label="Flow"
        value={search.flow}
        options={(flows.data ?? []).map(({ id, name }) => [id, name] as const)}
        onChange={(flow) => onChange({ flow })}
      />
      <Choice
        label="Person needed"
        value={search.contained}
        options={[
          ['true', 'No'],
          ['false', 'Yes'],
        ]}
        onChange={(contained) => onChange({ contained })}
      />
      <Choice
        label="Resolved"
        value={search.resolved}
        options={[
          ['true', 'Yes'],
          ['false', 'No'],
        ]}
        onChange={(resolved) => onChange({ resolved })}
      />
      <Choice
        label="Tests"
        value={search.test}
        options={[
          ['false', 'Without'],
          ['true', 'Only tests'],
        ]}
        onChange={(test) => onChange({ test })}
      />
      <div className={styles.end}>
        <Button
          className={styles.toggle}
          aria-expanded={more}
          icon={<ListFilter aria-hidden />}
          onClick={() => setMore(!more)}
        >
          Filters
        </Button>
        <FilterChips chips={chipsOf(search, onChange)} />
        {isNarrowed(search) ? (
          <Button
            onClick={() =>
              onChange({
                q: undefined,
                number: undefined,
                flow: undefined,
                personality: undefined,
                intent: undefined,
                end: undefined,
                state: undefined,
                minSeconds: undefined,
                sentiment: undefined,
                contained: undefined,
                resolved: undefined,
                carrier: undefined,
                carrierCallId: undefined,
                test: undefined,
              })
            }
          >
            Show everything
          </Button>
        ) : null}
        {children}
      </div>
    </search>
  );
}
