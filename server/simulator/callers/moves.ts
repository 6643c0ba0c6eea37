import { z } from 'zod';

/** What a caller says; `[700]` is a pause of so many milliseconds inside of it. */
const Saying = z.string().min(1).max(500);
/** `0`–`9`, `*`, `#`; `,` waits half a second. */
const Keys = z.string().regex(/^[0-9*#,]+$/, 'keys: 0 to 9, * and #, and commas that wait');

const Reply = z
  .object({
    say: Saying.optional(),
    keys: Keys.optional(),
    /** Thinks for so long before. */
    afterMs: z.number().min(0).max(60_000).optional(),
    /** Says nothing at all to it. */
    silence: z.literal(true).optional(),
    hangUp: z.literal(true).optional(),
    /** Nothing more is to be said: what follows goes on with the next move. */
    last: z.literal(true).optional(),
  })
  .strict();
export type Reply = z.infer<typeof Reply>;

/** One thing that a caller does. */
export const Move = z.discriminatedUnion('do', [
  z
    .object({
      do: z.literal('listen'),
      silentMs: z
        .number()
        .min(0)
        .max(60_000)
        .default(900)
        .describe('The agent has been heard, and is silent for so long'),
      atMostMs: z.number().min(0).max(120_000).default(20_000),
    })
    .strict(),
  z.object({ do: z.literal('wait'), ms: z.number().min(0).max(600_000) }).strict(),
  z
    .object({
      do: z.literal('interrupt'),
      afterMs: z.number().min(0).max(60_000).describe('The agent has been speaking for so long'),
      atMostMs: z.number().min(0).max(120_000).default(20_000),
    })
    .strict(),
  z.object({ do: z.literal('say'), text: Saying }).strict(),
  z
    .object({ do: z.literal('keys'), keys: Keys, everyMs: z.number().min(40).max(5_000).default(250) })
    .strict(),
  z
    .object({
      do: z.literal('noise'),
      ms: z.number().min(20).max(60_000),
      levelDb: z.number().min(-60).max(-6).default(-30).describe('Of its mean, against full scale'),
    })
    .strict(),
  z
    .object({
      do: z.literal('play'),
      file: z.string().describe('A WAV file, from the folder of the scenario'),
    })
    .strict(),
  z
    .object({
      do: z.literal('answer'),
      answers: z
        .array(
          z
            .object({
              to: z.union([z.string(), z.array(z.string()).min(1)]),
              with: z.union([Reply, z.array(Reply).min(1)]),
            })
            .strict(),
        )

        .describe('To which question it says what; of a list one after the other, the last again and again'),
      until: z
        .union([z.string(), z.array(z.string()).min(1)])
        .optional()
        .describe('Heard at the end of what the agent says: goes on with the next move'),
      meanwhile: z
        .object({
          say: Saying,
          afterMs: z.number().min(0).max(60_000),
          times: z.number().int().min(1).max(20),
        })
        .strict()
        .optional()
        .describe('Said into the agent’s words once they have lasted for so long, so many times in all'),
      silentMs: z.number().min(0).max(60_000).default(1_000),
      turns: z.number().int().min(1).max(40).default(14).describe('More are not talked'),
    })
    .strict(),
  z.object({ do: z.literal('hang-up') }).strict(),
  z.object({ do: z.literal('vanish') }).strict(),
  z
    .object({
      do: z.literal('stay'),
      atMostMs: z.number().min(0).max(600_000).default(30_000).describe('Until the agent ends the call'),
    })
    .strict(),
]);
export type Move = z.infer<typeof Move>;
export type MoveInput = z.input<typeof Move>;
