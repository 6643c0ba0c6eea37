import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { SampleCheck } from '../../../shared/api/personalities.ts';
import { Badge, type BadgeTone } from '../../components/Badge.tsx';
import styles from './Recordings.module.css';

const NAMES: Record<SampleCheck['name'], string> = {
  duration: 'Length',
  clipping: 'Clipping',
  noise: 'Noise',
  level: 'Level',
  channels: 'Channels',
  bandwidth: 'Sample rate',
  speech: 'Speech',
  speakers: 'Speakers',
  music: 'Music',
};
/** The figure of channels names them itself. */
const nameOf = ({ name, value }: SampleCheck) => (name === 'channels' && value !== null ? '' : NAMES[name]);
const LOOKS: Record<SampleCheck['state'], { tone: BadgeTone; icon: ReactElement; word: string }> = {
  passed: { tone: 'good', icon: <CircleCheck aria-hidden />, word: 'passed' },
  warning: { tone: 'warn', icon: <TriangleAlert aria-hidden />, word: 'could be better' },
  failed: { tone: 'bad', icon: <CircleAlert aria-hidden />, word: 'failed' },
  'not-checked': { tone: 'quiet', icon: <CircleDashed aria-hidden />, word: 'not checked' },
};
const FIGURE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const figure = ({ value, unit }: SampleCheck) =>
  value === null ? '' : ` ${FIGURE.format(value)}${unit ? ` ${unit}` : ''}`;

/** What was found out about a recording: each check with its sign and number; what is wrong also in words. */
export function SampleChecks({ checks }: { checks: readonly SampleCheck[] }) {
  const open = checks.filter(({ state }) => state === 'not-checked');
  const wrong = checks.filter(({ state }) => state === 'failed' || state === 'warning');
  return (
    <>
      <ul className={styles.checks} aria-label="Checks">
        {checks
          .filter(({ state }) => state !== 'not-checked')
          .map((check) => {
            const { tone, icon, word } = LOOKS[check.state];
            return (
              <li key={check.name}>
                <Badge tone={tone} icon={icon}>
                  {nameOf(check)}
                  {figure(check)}
                  <span className="visuallyHidden">, {word}</span>
                </Badge>
              </li>
            );
          })}
        {open.length > 0 ? (
          <li>
            <Badge icon={<CircleDashed aria-hidden />}>
              Not checked: {open.map(({ name }) => NAMES[name].toLowerCase()).join(', ')}
            </Badge>
          </li>
        ) : null}
      </ul>
      {wrong.map(({ name, state, message }) => (
        <p key={name} className={state === 'failed' ? styles.failed : styles.warning}>
          {LOOKS[state].icon}
          <span>
            <strong>{NAMES[name]}</strong>: {message}
          </span>
        </p>
      ))}
    </>
  );
}
