/** What a rule may be said as. */
export type Expansion =
  | { kind: 'word'; word: string }
  | { kind: 'rule'; name: string }
  | { kind: 'nothing' }
  | { kind: 'sequence'; parts: Expansion[] }
  | { kind: 'choice'; choices: { weight: number; of: Expansion }[] }
  | { kind: 'repeat'; of: Expansion; orNothing: boolean };

/** A rule's reference, a weight, an operator or a word. */
const TOKENS = /<[^>]*>|\/[^/]*\/|[()[\]|*+]|[^\s()[\]|*+<>/]+/g;
const CLOSERS: ReadonlySet<string> = new Set(['|', ')', ']']);

/**
 * Reads the rules of a grammar in the JSpeech Grammar Format 1.0, a rule a line, without tags, imports and comments.
 * https://www.w3.org/TR/jsgf/
 */
export function rulesOf(jsgf: string): { said: string; rules: Map<string, Expansion> } {
  const rules = new Map<string, Expansion>();
  let said: string | undefined;
  for (const [, isPublic, name, expansion] of jsgf.matchAll(/^(public )?<([^>]+)> = (.*);$/gm)) {
    rules.set(name!, expansionOf(expansion!));
    if (isPublic) said = name;
  }
  if (said === undefined) throw new Error('The grammar says of no rule that it is public.');
  return { said, rules };
}

function expansionOf(text: string): Expansion {
  const tokens = text.match(TOKENS) ?? [];
  let at = 0;

  function choice(): Expansion {
    const choices = [];
    do {
      const token = tokens[at];
      const weighs = token?.startsWith('/');
      if (weighs) at++;
      choices.push({ weight: weighs ? Number(token!.slice(1, -1)) : 1, of: sequence() });
    } while (tokens[at] === '|' && ++at);
    return choices.length === 1 ? choices[0]!.of : { kind: 'choice', choices };
  }

  function sequence(): Expansion {
    const parts: Expansion[] = [];
    while (at < tokens.length && !CLOSERS.has(tokens[at]!)) {
      let part = single(tokens[at++]!);
      for (; tokens[at] === '*' || tokens[at] === '+'; at++)
        part = { kind: 'repeat', of: part, orNothing: tokens[at] === '*' };
      parts.push(part);
    }
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  function single(token: string): Expansion {
    if (token === '(' || token === '[') {
      const of = choice();
      at++;
      if (token === '(') return of;
      return {
        kind: 'choice',
        choices: [
          { weight: 1, of: { kind: 'nothing' } },
          { weight: 1, of },
        ],
      };
    }
    if (token === '<NULL>') return { kind: 'nothing' };
    return token.startsWith('<') ? { kind: 'rule', name: token.slice(1, -1) } : { kind: 'word', word: token };
  }

  return choice();
}
