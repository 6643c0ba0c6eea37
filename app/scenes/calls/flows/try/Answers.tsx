import { type FormEvent, useState } from 'react';
import type { FlowTrial, TrialInput } from '../../../../../shared/api/calls/flows.ts';
import { Button } from '../../../../components/Button.tsx';
import { TextField } from '../../../../components/Field.tsx';
import styles from './TryFlow.module.css';

type WaitsFor = FlowTrial['waitsFor'];

const ASKED: Record<'choice' | 'yes-no' | 'digits' | 'name' | 'email' | 'date' | 'mark', string> = {
  choice: 'Choose: words, or keys',
  'yes-no': 'Yes or no',
  digits: 'A number, spoken or by keys',
  name: 'A name',
  email: 'An e-mail address',
  date: 'A date',
  mark: 'A mark from 1 to 5, by key or in words',
};

/** What may become of what is not typed: a talk, a transfer, a message. */
const OUTCOMES: Record<'talk' | 'transfer' | 'message', { label: string; input: TrialInput }[]> = {
  talk: [
    { label: 'It says goodbye', input: { kind: 'talk-over', why: 'goodbye' } },
    { label: 'A person is asked for', input: { kind: 'talk-over', why: 'person' } },
    { label: 'It cannot answer', input: { kind: 'talk-over', why: 'failed' } },
  ],
  transfer: [
    { label: 'Somebody picks up', input: { kind: 'transfer-over', joined: true } },
    { label: 'Nobody picks up', input: { kind: 'transfer-over', joined: false } },
  ],
  message: [{ label: 'A message is left', input: { kind: 'message-left' } }],
};

const ONLY_KEYS = /^[0-9*#]{1,32}$/;

/** What a caller may do next. */
export function Answers({
  waitsFor,
  busy,
  onAnswer,
}: {
  waitsFor: WaitsFor;
  busy: boolean;
  onAnswer: (input: TrialInput) => void;
}) {
  const [typed, setTyped] = useState('');
  if (waitsFor === null) return <p className={styles.note}>The call is over.</p>;
  if (waitsFor === 'talk' || waitsFor === 'transfer' || waitsFor === 'message')
    return (
      <div className={styles.outcomes}>
        {OUTCOMES[waitsFor].map(({ label, input }) => (
          <Button key={label} size="small" disabled={busy} onClick={() => onAnswer(input)}>
            {label}
          </Button>
        ))}
      </div>
    );
  const send = (event: FormEvent) => {
    event.preventDefault();
    const text = typed.trim();
    if (text === '' || busy) return;
    onAnswer(ONLY_KEYS.test(text) ? { kind: 'keys', digits: text } : { kind: 'said', text });
    setTyped('');
  };
  return (
    <form className={styles.answer} onSubmit={send}>
      <TextField
        label={ASKED[waitsFor]}
        hint="Digits, * and # alone are pressed; everything else is said."
        autoComplete="off"
        maxLength={500}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div className={styles.outcomes}>
        <Button kind="primary" size="small" type="submit" disabled={typed.trim() === ''}>
          Answer
        </Button>
        <Button size="small" disabled={busy} onClick={() => onAnswer({ kind: 'silence' })}>
          Say nothing
        </Button>
        <Button size="small" disabled={busy} onClick={() => onAnswer({ kind: 'gone' })}>
          Say nothing for good
        </Button>
      </div>
    </form>
  );
}
