import type { Voice } from '../../../shared/api/voices.ts';
import { Select, TextField } from '../../components/Field.tsx';
import { useSettled } from '../../components/useSettled.ts';
import { GENDER_LABELS } from '../../format/labels.ts';
import { languageName, primaryLanguage } from '../../format/language.ts';
import { GENDERS, type VoicesSearch } from './search.ts';
import styles from './VoiceFilters.module.css';

interface VoiceFiltersProps {
  voices: readonly Voice[];
  /** By id. */
  engineNames: ReadonlyMap<string, string>;
  search: VoicesSearch;
  /** How many voices are shown. */
  count: number;
  onChange: (change: Partial<VoicesSearch>) => void;
}

/** Narrows the voices; the choice lives in the address. */
export function VoiceFilters({ voices, engineNames, search, count, onChange }: VoiceFiltersProps) {
  const [name, setName] = useSettled(search.q ?? '', (q) => onChange({ q: q || undefined }));
  const languages = [
    ...new Set(voices.flatMap((voice) => voice.languages.map((tag) => primaryLanguage(tag)))),
  ];
  const engines = [...new Set(voices.map((voice) => voice.engine))].sort();
  languages.sort((a, b) => languageName(a).localeCompare(languageName(b)));
  return (
    <search className={styles.filters}>
      <TextField
        label="Name"
        type="search"
        placeholder="Any name"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Language"
        value={search.language ?? ''}
        onChange={(event) => onChange({ language: event.currentTarget.value || undefined })}
      >
        <option value="">All languages</option>
        {languages.map((tag) => (
          <option key={tag} value={tag}>
            {languageName(tag)}
          </option>
        ))}
      </Select>
      <Select
        label="Engine"
        value={search.engine ?? ''}
        onChange={(event) => onChange({ engine: event.currentTarget.value || undefined })}
      >
        <option value="">All engines</option>
        {engines.map((engine) => (
          <option key={engine} value={engine}>
            {engineNames.get(engine) ?? engine}
          </option>
        ))}
      </Select>
      <Select
        label="Gender"
        value={search.gender ?? ''}
        onChange={(event) => onChange({ gender: GENDERS.find((one) => one === event.currentTarget.value) })}
      >
        <option value="">Any</option>
        {GENDERS.map((gender) => (
          <option key={gender} value={gender}>
            {GENDER_LABELS[gender]}
          </option>
        ))}
      </Select>
      <p className={styles.count} role="status">
        {count} {count === 1 ? 'voice' : 'voices'}
      </p>
    </search>
  );
}
