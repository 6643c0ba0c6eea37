import { Select, TextField } from '../../components/Field.tsx';
import { languageName } from '../../format/language.ts';

/** The language a voice is made for: one of those that its engine declares, or any where it declares none. */
export function TrainingLanguage({
  languages,
  value,
  error,
  onChange,
}: {
  languages: readonly string[];
  value: string;
  error: string | null;
  onChange: (language: string) => void;
}) {
  if (languages.length === 0)
    return (
      <TextField
        label="Language"
        hint={`${languageName(value || 'und')}, as a tag such as en-US or de-DE`}
        autoComplete="off"
        maxLength={35}
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
    );
  return (
    <Select
      label="Language"
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {languages.map((tag) => (
        <option key={tag} value={tag}>
          {languageName(tag)}
        </option>
      ))}
    </Select>
  );
}
