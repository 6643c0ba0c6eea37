import type { FlowProblem } from '../../../../shared/api/calls/flows.ts';
import type { Flow } from '../../../../shared/calls/flow.ts';
import { knowsLanguage, primaryOf, type Recognition } from '../../../speech/recognition/contract.ts';

/** What callers may say is written in rules for recognisers that know no other words in this language alone. */
const WITH_RULES = 'en';

/** A warning where nothing of the workspace understands callers who speak the flow's language; none where it does. */
export async function unheardLanguage(
  recognition: Pick<Recognition, 'recognizers'>,
  workspaceId: string,
  { language }: Flow,
): Promise<FlowProblem[]> {
  const listening = (await recognition.recognizers(workspaceId)).filter(
    (one) => one.abilities.streaming && knowsLanguage(one, language),
  );
  const dictates = listening.some(({ abilities }) => abilities.dictation);
  if (dictates || (listening.length > 0 && primaryOf(language) === WITH_RULES)) return [];
  const name = new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  const understood =
    listening.length === 0
      ? `Nothing that is set up here understands callers who speak ${name}: only keys count.`
      : `Of what callers say in ${name} only the choices of menus are understood here.`;
  return [
    {
      step: null,
      code: 'language-not-understood',
      severity: 'warning',
      message: `${understood} Set up a recogniser that takes dictation in it, or let callers use keys.`,
    },
  ];
}
