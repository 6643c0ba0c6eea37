import { writeNumbers } from '../numbers/writeNumbers.ts';
import { wordsOf } from '../words.ts';

const PRICE =
  /\b(?:under|below|less than|up to|at most|no more than|not more than|maximum|max|cheaper than|around|about)\s+(\d+)(?:\s+(?:dollars?|bucks|euros?|pounds?|usd))?/;
/** What is said around the thing that is looked for. */
const AROUND =
  /\b(?:do|does|did|can|could|would|have|has|had|got|is|are|am|was|i|we|you|your|my|me|us|guys|there|any|some|a|an|the|one|ones|sell|sells|carry|stock|offer|in|looking|look|search|searching|shopping|shop|for|find|show|recommend|suggest|buy|purchase|get|need|want|like|to|of|please|what|which|kind|kinds|sort|how|much|many|cost|costs|price|tell|about|interested|still|available|sale|sold|out|new|good|it|that|this|those|these|with|and|by|chance|if|know|maybe|also|be|will|s|at|on|something|anything|someone|hi|hello|hey|okay|so|um|uh|good|thanks|thank|wondering|whether|not|no|would|purchase|order|moment|right|now|today|here|shop|store|website|online|yes|see|only|just)\b/g;

/** What product somebody looks for, and up to what price in the business's money. Null where no word names one. */
export function readProduct(text: string): { query: string; most?: number } | null {
  const written = writeNumbers(wordsOf(text.replace(/[$€£]\s?/g, ' '))).join(' ');
  const price = PRICE.exec(written);
  const query = written
    .replace(PRICE, ' ')
    .replace(AROUND, ' ')
    .replace(/\b(?:dollars?|bucks|euros?|pounds?)\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (query === '') return null;
  return price ? { query, most: Number(price[1]) } : { query };
}
