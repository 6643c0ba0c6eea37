import { browserCall } from './browserCall.ts';
import styles from './CallPanel.module.css';

export const KEYS = [...'123456789*0#'];

const NAMES: Record<string, string> = { '*': 'Star', '#': 'Hash' };

/** The keys of a telephone. */
export function Keypad() {
  return (
    <fieldset className={styles.keypad}>
      <legend className="visuallyHidden">Keypad</legend>
      {KEYS.map((key) => (
        <button key={key} type="button" aria-label={NAMES[key] ?? key} onClick={() => browserCall.press(key)}>
          {key}
        </button>
      ))}
    </fieldset>
  );
}
