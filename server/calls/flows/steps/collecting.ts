import type { Line } from '../../../../shared/calls/flow.ts';
import { readValue, type ValueRead } from '../understanding/value.ts';
import { readYesNo, wantsRepeat } from '../understanding/yesNo.ts';
import { Question } from './asking.ts';
import { readBack } from './readBack.ts';
import type { FlowWorld, Move, RunningStep, StepOf } from './step.ts';

/**
 * The caller gives a number, a name, an address or a day. It is read back, and a correction is taken in the same
 * breath (“no, one two three five”). Every value counts as a try, so that nobody is asked for ever.
 */
export function collecting(step: StepOf<'collect'>, world: FlowWorld): RunningStep {
  const { phrases } = world;
  const text = (words: string): Line => ({ kind: 'text', text: words });
  const notGiven: Move = { goTo: step.otherwise };
  const [leastDigits, mostKeys] =
    step.what === 'digits' ? [step.minDigits ?? 1, step.maxDigits ?? 32] : [0, 0];
  const question = new Question(
    { type: 'ask', line: step.line, expect: { what: step.what, leastDigits, mostKeys }, secret: step.secret },
    step.tries,
    notGiven,
  );
  /** A value that waits for its yes, and the question whether it is right. */
  let given: { value: string; notUnderstood: Line; confirm: Question } | null = null;
  let values = 0;

  const read = (said: string, keys: boolean): ValueRead =>
    readValue(said, { keys, step, now: world.now(), timeZone: world.timeZone });
  const done = (value: string, confirmed: boolean): Move => ({
    goTo: step.next,
    understood: true,
    collected: {
      type: 'collected',
      name: step.into,
      value,
      confirmed,
      secret: step.secret,
      mark: step.what === 'mark',
    },
  });
  const take = (value: string, keys: boolean): Move => {
    const back = step.confirm ? readBack(step, { value, keys }, phrases, world.flow.language) : null;
    if (back === null) return done(value, false);
    values += 1;
    if (values > step.tries) return notGiven;
    given = {
      value,
      // Yes and no are the shortest words, and lines are bad.
      notUnderstood: text(keys ? phrases.notUnderstood : `${phrases.notUnderstood} ${phrases.rightByKeys}`),
      confirm: new Question(
        { type: 'ask', line: text(back), expect: { what: 'yes-no', mostKeys: 1 }, secret: step.secret },
        step.tries,
        notGiven,
      ),
    };
    return given.confirm.put();
  };
  // An address that was said and not understood, or not rightly, is spelled.
  const spelled = (why: string) => text(step.what === 'email' ? `${why} ${phrases.spellIt}` : why);
  const askAnew = (why: string): Move => {
    given = null;
    return question.putAfter(spelled(why));
  };

  return {
    enter: () => question.put(),
    on: (event) => {
      if (event.type !== 'said')
        return given
          ? given.confirm.on(event, given.notUnderstood)
          : question.on(event, spelled(phrases.notUnderstood));
      const { text: words, keys } = event;
      const said = read(words, keys);
      if (!given) {
        if ('value' in said) return take(said.value, keys);
        if (!keys && wantsRepeat(words)) return question.put();
        return askAnew(phrases[said.fault](step.minDigits ?? 1, step.maxDigits ?? 32));
      }
      const answer = readYesNo(words, keys);
      if (answer === 'yes') return done(given.value, true);
      // “No, one two three five”, or the right number alone; a lone key is an answer to the question.
      if ('value' in said && !(keys && words.length === 1))
        return said.value === given.value && answer !== 'no'
          ? done(said.value, true)
          : take(said.value, keys);
      if (answer === 'no') return askAnew(phrases.again);
      if (wantsRepeat(words)) return given.confirm.put();
      return given.confirm.putAfter(given.notUnderstood);
    },
  };
}
