import { beyondRange } from '../../../shared/speech/range.ts';
import { ProblemError } from '../../problem.ts';
import type { SynthesisRequest } from '../contract.ts';

/**
 * Throws `unsupported-markup` or `unsupported-parameter`, with what to do instead, for the first thing that the
 * voice's capabilities rule out.
 */
export function refuseBeyond({ document, voice, parameters }: Omit<SynthesisRequest, 'signal'>): void {
  const { capabilities, name } = voice;
  for (const part of document.parts) {
    if (part.kind === 'break' && capabilities.breaks === 'none')
      throw new ProblemError('unsupported-markup', `${name} makes no <break>. Remove it.`);
    if (part.kind !== 'text') continue;
    if (part.phoneme && !capabilities.phonemes.includes(part.phoneme.alphabet)) {
      const others = capabilities.phonemes.join(', ');
      throw new ProblemError(
        'unsupported-markup',
        others
          ? `${name} reads phonemes in ${others}, not in ${part.phoneme.alphabet}.`
          : `${name} does not read <phoneme>. Write the word as it sounds, or choose another voice.`,
      );
    }
    if (part.sayAs && !capabilities.sayAs.includes(part.sayAs.interpretAs)) {
      throw new ProblemError(
        'unsupported-markup',
        `${name} cannot say things as ${part.sayAs.interpretAs}. Write it out in words.`,
      );
    }
    if (part.emphasis && part.emphasis !== 'none' && capabilities.emphasis === 'none') {
      throw new ProblemError(
        'unsupported-markup',
        `${name} cannot stress single words, for its engine does not say when they are heard. Remove <emphasis>, or choose another voice.`,
      );
    }
  }
  if (capabilities.emphasis === 'none' && parameters.emphasis !== 'none')
    throw new ProblemError(
      'unsupported-parameter',
      `${name} cannot stress a whole text. Choose no emphasis.`,
    );
  const beyond = beyondRange(voice, parameters);
  if (beyond !== null) throw new ProblemError('unsupported-parameter', beyond);
}
