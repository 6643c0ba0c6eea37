import { CircleSlash, PhoneForwarded, PhoneOff, Scissors, TriangleAlert, VolumeOff } from 'lucide-react';
import { saysUnavailable } from '../../../shared/dialogue/fixedLines.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Badge } from '../../components/Badge.tsx';
import { Duration, Time } from '../../components/Time.tsx';
import { AnswerSound } from './AnswerSound.tsx';
import styles from './Messages.module.css';
import type { ShownAnswer } from './shownAnswer.ts';
import { ToolRow } from './ToolRow.tsx';
import type { AgentMessage } from './turn/liveTurn.ts';
import { Words } from './Words.tsx';

const ENDS: Partial<Record<NonNullable<AgentMessage['end']>, { words: string; icon: typeof Scissors }>> = {
  aborted: { words: 'Stopped here.', icon: CircleSlash },
  length: { words: 'Cut off: the answer grew too long.', icon: Scissors },
  refused: { words: 'It declined to answer this.', icon: CircleSlash },
  'tool-limit': { words: 'It went on using tools without an answer, and was ended.', icon: Scissors },
  failed: { words: 'Nobody could answer.', icon: TriangleAlert },
};
const BROKEN_OFF = { words: 'Cut off: the answer could not be finished.', icon: Scissors };

/** How an answer ended, where it is not simply whole. */
function endOf({ end, text }: ShownAnswer) {
  if (end === 'failed' && text !== '' && !saysUnavailable(text)) return BROKEN_OFF;
  return end ? ENDS[end] : undefined;
}

function Note({ icon: Icon, children }: { icon: typeof Scissors; children: React.ReactNode }) {
  return (
    <p className={styles.note}>
      <Icon aria-hidden />
      <span>{children}</span>
    </p>
  );
}

function Notes({ answer }: { answer: ShownAnswer }) {
  const end = endOf(answer);
  const fallback = answer.speech?.fallback;
  return (
    <>
      {answer.actions.map((action) =>
        action.kind === 'transfer' ? (
          <Note key="transfer" icon={PhoneForwarded}>
            Hands over to {action.to ?? 'a person'}: {action.reason}
          </Note>
        ) : (
          <Note key="hang-up" icon={PhoneOff}>
            Ends the conversation: {action.reason}
          </Note>
        ),
      )}
      {end ? (
        <Note icon={end.icon}>
          {end.words}
          {answer.end === 'failed' && answer.agentProblem ? ` ${answer.agentProblem.detail}` : null}
        </Note>
      ) : null}
      {answer.agentProblem && answer.agent && answer.end !== 'failed' ? (
        <Note icon={TriangleAlert}>
          {answer.agent.name} answered after this: {answer.agentProblem.detail}
        </Note>
      ) : null}
      {answer.speechProblem ? (
        <Note icon={VolumeOff}>Speech is not available just now. {answer.speechProblem.detail}</Note>
      ) : null}
      {fallback ? (
        <Note icon={TriangleAlert}>Spoken by a stand-in for the chosen voice: {fallback.reason}</Note>
      ) : null}
    </>
  );
}

/** Who found the words, and whose voice it was. */
function By({ answer: { agent, speech, cached, audioDurationMs, createdAt } }: { answer: ShownAnswer }) {
  if (!agent) return null;
  return (
    <p className={styles.by}>
      <span title={`Version ${agent.version}`}>{agent.name}</span>
      {cached ? <span>from memory</span> : null}
      {speech ? (
        <span title={`Engine ${speech.engine}`}>
          voice {speech.voice.name}
          {audioDurationMs === null ? null : ' '}
          {audioDurationMs === null ? null : <Duration ms={audioDurationMs} />}
        </span>
      ) : null}
      <Time at={createdAt} />
    </p>
  );
}

/** What a personality answered, as far as it has come, with who it was and what it did for it. */
export function AnswerLine({ answer, emoji }: { answer: ShownAnswer; emoji: string | null }) {
  const { name, personalityVersion, text, tools, onItsWay } = answer;
  return (
    <li className={styles.answer} aria-busy={onItsWay || undefined} data-message={answer.id}>
      <Avatar name={name} emoji={emoji} size={28} />
      <div className={styles.said}>
        <p className={styles.who}>
          <strong>{name}</strong>
          <Badge>AI</Badge>
          {personalityVersion === null ? null : (
            <span className={styles.version}>
              <span aria-hidden>v{personalityVersion}</span>
              <span className="visuallyHidden">version {personalityVersion}</span>
            </span>
          )}
        </p>
        {tools.length > 0 ? (
          <div className={styles.tools}>
            {tools.map((call) => (
              <ToolRow key={call.callId} call={call} onItsWay={onItsWay} />
            ))}
          </div>
        ) : null}
        {text || !onItsWay ? (
          <Words text={text} />
        ) : (
          <p className={styles.thinking}>
            <span className="visuallyHidden">Is answering</span>
          </p>
        )}
        <Notes answer={answer} />
        <div className={styles.foot}>
          <AnswerSound answer={answer} />
          <By answer={answer} />
        </div>
      </div>
    </li>
  );
}
