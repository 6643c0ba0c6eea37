import { openFlitePronouncer } from '../providers/builtin/flite/flitePronouncer.ts';
import { openSilero } from '../providers/builtin/silero/silero.ts';
import { openSoundSwallower } from '../providers/builtin/soundswallower/soundswallower.ts';
import type { Ears } from '../studio/checks/checked.ts';
import type { Scope } from './scope.ts';

/** The recognisers of this installation, best first, and the detector of speech. They start with the first work. */
export function openEars(scope: Scope): Ears {
  const voiceActivity = openSilero();
  scope.defer(() => voiceActivity.close());
  const builtin = openSoundSwallower({ processes: 1, pronouncers: [openFlitePronouncer()] });
  scope.defer(() => builtin.close());
  return { recognizers: [builtin], voiceActivity };
}
