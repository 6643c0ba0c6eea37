import { Archive, CircleCheck, CircleHelp, EyeOff } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { PublicCheck } from '../../../shared/api/provenance.ts';
import { Badge, type BadgeTone } from '../../components/Badge.tsx';
import { Time } from '../../components/Time.tsx';
import styles from './CheckScene.module.css';

interface Verdict {
  tone: BadgeTone;
  icon: ReactElement;
  word: string;
  title: string;
  text: ReactNode;
}

const NOT_OURS: Verdict = {
  tone: 'quiet',
  icon: <CircleHelp aria-hidden />,
  word: 'Not ours',
  title: 'Nothing shows that this was made here',
  text: 'It is not a file of ours, carries no intact mark of ours, and does not sound the same sample for sample. A recording that was converted or cut cannot be recognised.',
};
const OURS: Record<NonNullable<PublicCheck['status']>, Verdict> = {
  live: {
    tone: 'good',
    icon: <CircleCheck aria-hidden />,
    word: 'Live',
    title: 'This was made here and is in use',
    text: 'It is synthetic speech, approved and deployed:',
  },
  withdrawn: {
    tone: 'warn',
    icon: <Archive aria-hidden />,
    word: 'Withdrawn',
    title: 'This was made here and is no longer in use',
    text: 'It is synthetic speech that was deployed before:',
  },
  unpublished: {
    tone: 'info',
    icon: <EyeOff aria-hidden />,
    word: 'Never published',
    title: 'This was made here and never published',
    text: 'It is synthetic speech. Only its workspace knows more about it.',
  },
};

const FOUND_BY: Record<NonNullable<PublicCheck['foundBy']>, string> = {
  digest: 'By the fingerprint.',
  file: 'By the file: not one byte was changed.',
  manifest: 'By its signed manifest.',
  sound: 'By its sound: what describes it was changed or taken away, the sound was not.',
};
const MANIFESTS: Record<NonNullable<PublicCheck['manifest']>, string> = {
  intact: 'It carries a manifest that was signed here and is intact.',
  altered: 'It carries a manifest that names audio of ours, but the manifest or the sound was changed since.',
  foreign: 'It carries a manifest that somebody else signed.',
  none: 'It carries no manifest.',
  unreadable: 'Whether it carries a manifest could not be seen here.',
};

/** What the check found, in words. */
export function CheckAnswer({ answer, fileName }: { answer: PublicCheck; fileName: string | undefined }) {
  const { tone, icon, word, title, text } = answer.status ? OURS[answer.status] : NOT_OURS;
  return (
    <section className={styles.verdict} aria-label="Answer">
      <Badge tone={tone} icon={icon}>
        {word}
      </Badge>
      <h2>{title}</h2>
      <p>{text}</p>
      {answer.matches.length > 0 ? (
        <ul className={styles.matches}>
          {answer.matches.map((match) => (
            <li key={`${match.workspace.slug} ${match.digest} ${match.version}`}>
              <strong>
                {match.script}, version {match.version}
              </strong>
              <span>by {match.workspace.name}</span>
              {match.live.map(({ channel, slot, since }) => (
                <span key={`${channel} ${slot}`}>
                  {channel} / {slot}, since <Time at={since} />
                </span>
              ))}
              {match.withdrawnAt ? (
                <span>
                  withdrawn <Time at={match.withdrawnAt} />
                </span>
              ) : null}
            </li>
          ))}
        </ul>
      ) : null}
      <p className={styles.how}>
        {answer.foundBy ? `${FOUND_BY[answer.foundBy]} ` : null}
        {answer.manifest ? MANIFESTS[answer.manifest] : null}
      </p>
      <p className={styles.hash}>
        {fileName ? `${fileName}, ` : ''}SHA-256 <code>{answer.sha256}</code>
      </p>
    </section>
  );
}
