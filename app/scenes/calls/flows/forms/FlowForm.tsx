import type { Flow } from '../../../../../shared/calls/flow.ts';
import { Checkbox, TextField } from '../../../../components/Field.tsx';
import { useFieldError, useFlowEdit } from '../edit/flowEdit.ts';
import styles from './Forms.module.css';
import { LineField } from './LineField.tsx';
import { WayField } from './WayField.tsx';

/** Lines that every step may need, each with when it is said. */
const LINES: { name: Exclude<keyof Flow['lines'], 'announcement'>; label: string; hint: string }[] = [
  { name: 'hold', label: 'While something takes long', hint: 'A caller never waits in silence.' },
  {
    name: 'silence',
    label: 'When nothing is heard of the caller',
    hint: 'Said before the call is given up.',
  },
  { name: 'trouble', label: 'When the call cannot go on as it should', hint: 'An engine or a tool failed.' },
  { name: 'busy', label: 'When no further call can be taken', hint: 'Then the call ends.' },
];

function LanguageField() {
  const { content, edit } = useFlowEdit();
  const error = useFieldError('language');
  return (
    <TextField
      label="Language"
      hint="What callers speak, such as en-US or de-DE."
      autoComplete="off"
      maxLength={35}
      error={error}
      value={content.language}
      onChange={(event) => {
        const language = event.currentTarget.value.trim();
        edit((now) => ({ ...now, language }));
      }}
    />
  );
}

/** What holds for the whole flow. */
export function FlowForm() {
  const { content, mayManage, edit } = useFlowEdit();
  const setLine = <Name extends keyof Flow['lines']>(name: Name, line: Flow['lines'][Name]) =>
    edit((now) => ({ ...now, lines: { ...now.lines, [name]: line } }));
  return (
    <section className={styles.form} aria-label="The whole flow">
      <header>
        <h2>The whole flow</h2>
        <p className={styles.hint}>What holds in every step.</p>
      </header>
      <fieldset className={styles.fields} disabled={!mayManage} aria-label="The whole flow">
        <div className={styles.pair}>
          <WayField
            label="Calls begin at"
            to={content.start}
            onChange={(start) => edit((now) => ({ ...now, start }))}
          />
          <LanguageField />
        </div>
        <LineField
          label="Announcement"
          hint="That an AI speaks and that the call is recorded. Without it nothing is recorded."
          field="lines.announcement"
          none="None: nothing is recorded"
          line={content.lines.announcement}
          onChange={(line) => setLine('announcement', line)}
        />
        <Checkbox
          label="Record calls"
          checked={content.record && content.lines.announcement !== null}
          disabled={content.lines.announcement === null}
          onChange={(event) => {
            const record = event.currentTarget.checked;
            edit((now) => ({ ...now, record }));
          }}
        />
        {LINES.map(({ name, label, hint }) => (
          <LineField
            key={name}
            label={label}
            hint={hint}
            field={`lines.${name}`}
            line={content.lines[name]}
            onChange={(line) => setLine(name, line)}
          />
        ))}
      </fieldset>
    </section>
  );
}
