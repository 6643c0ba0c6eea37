/** Rules that do not depend on the conversation. */
export const PARTS: Readonly<Record<string, string>> = {
  lead: '(uh | um | well | so | okay | hello | hi | good morning | good afternoon | yes | sorry | actually)+',
  tail: '(please | thanks | thank you) [goodbye | bye] | goodbye | bye',
  it_is: "it's | it is | that's | that is | that would be",

  wishes: '<between> | <book> | <free> | <move> | <price>',
  // Wishes that people come out with while they are asked for something else.
  between: '<order> | <parcel> | <cancel> | <hours> | <person>',
  aside:
    "thank you | thanks | thank you very much | goodbye | bye | help | what can you do | pardon | (can | could) you (say | repeat) that [again] | say that again | (i do not | i don't) know [the number | that]",
  person:
    '[can i | could i | i want to | i would like to | let me] (speak | talk) (to | with) (a person | a human | somebody | someone | an agent | a real person) | a person | (put | pass) me through to (a person | somebody | reception) | give me a human',
  order:
    "(where is | where's | (what is | what's) (the status of | happening with) | what about | [can you] (check | look up) | i'm calling about | i am calling about | (i want | i would like | i'd like) to know (about | the status of)) (my | the | an) <the_order> | (i want | i would like | i'd like) to know where my order is | (has | is) (my | the) <the_order> (been sent | on its way | shipped | coming [today]) | [check | look up] <the_order>",
  the_order: 'order [[number] <order_number>]',
  parcel:
    '(where is | (can | could) you track | i want to track | track) (my | a) (parcel | package | delivery) | (is | when is) my (parcel | package | delivery) coming [today]',
  book: "(i want to | i would like to | i'd like to | can i | could i | may i | i need to | (can | could) you | please) (book | make | have | get | schedule) [me] (an appointment | [a | the] <service>) [<when>] | (book | put) me in [for] (an appointment | [a | the] <service>) [<when>] | (i want | i would like | i'd like | i need) (an appointment | a <service>) [<when>] | book [me] (an appointment | a <service>) [<when>] | i need to see (the | a) dentist [<when>] | my tooth hurts",
  free: '(what | which) times (are | do you have) (free | available) [<when>] | what have you got [free] [<when>] [for a <service>] | do you have (anything | a time | an appointment) [free] [<when>] | when is (the next | your next) [free] appointment',
  move: "(i need to | i want to | i have to | can i | can you | could i | could you | i would like to | i'd like to | please) (move | change | reschedule | postpone) (my | the) (appointment | <service>) [from <when>] [to <when>]",
  price:
    '(how much | what) (is | does | would) [a | an | the] <service> [cost] | what do you charge for [a | an | the] <service> | (what are | how much are) your (prices | fees)',
  cancel:
    "(i need to | i want to | i have to | can i | can you | could you | i would like to | i'd like to | please) cancel (my | the) (appointment | <service>) | cancel (my | the | that) (appointment | <service>)",
  hours:
    '(when | what time | until when | how late) (are you | do you) (open | close) [[on] <day>] | are you open [[on] <day>] | what are your [opening] hours',

  yes: "yes | yeah | sure | okay | that's right | that is right | correct | right | yes that's right | yes it is | please do | go ahead | that's fine",
  no: "no | no thanks | no thank you | not really | that's wrong | no that's wrong | no that's all | that's all | nothing else",
  other_number:
    "[no] (that's not | that is not) my number | [no] the number is wrong | no (another | a different) (one | number)",
  correction:
    '[actually | make it | make that | i said | i meant | rather | what about] (<when> | [a | the] <service>)',

  when: '<on_day> [<at_time>] | <at_time> [<on_day>] | as soon as possible',
  on_day: '[on | for] <day>',
  at_time: '[at | around | after] <time>',
  day: 'today | tomorrow | the day after tomorrow | [next | this] <weekday> [the <ordinal>] | the <ordinal> [of <month>] | <month> [the] <ordinal>',
  weekday: 'monday | tuesday | wednesday | thursday | friday | saturday | sunday',
  month:
    'january | february | march | april | may | june | july | august | september | october | november | december',
  ordinal:
    'first | second | third | fourth | fifth | sixth | seventh | eighth | ninth | tenth | eleventh | twelfth | thirteenth | fourteenth | fifteenth | sixteenth | seventeenth | eighteenth | nineteenth | twentieth | twenty first | twenty second | twenty third | twenty fourth | twenty fifth | twenty sixth | twenty seventh | twenty eighth | twenty ninth | thirtieth | thirty first',
  hour: 'one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve',
  time: "<hour> [o'clock | fifteen | thirty | forty five] [p m | a m] [in the morning | in the afternoon] | (half | quarter) past <hour> | quarter to <hour> | noon | in the (morning | afternoon)",

  digit: 'zero | oh | one | two | three | four | five | six | seven | eight | nine',
  twice: '(double | triple) <digit>',
  digits: '( <digit> | <twice> )+',
  // Where it is known how long orders' numbers are, it is said by those who put these rules together.
  order_number: '<digits>',
  letter:
    'a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p | q | r | s | t | u | v | w | x | y | z',
};
