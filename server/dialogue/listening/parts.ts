/** Rules that do not depend on the conversation. */
export const PARTS: Readonly<Record<string, string>> = {
  lead: '<lead_word>+',
  lead_word:
    'uh | um | well | so | okay | right | all right | yeah | yes | hello | hi | hey | good morning | good afternoon | good evening | sorry | excuse me | actually',
  tail: '(please | thanks | thank you | you know) [goodbye | bye] | goodbye | bye',
  it_is: "it's | it is | that's | that is | that would be",
  /** How people ask for something to be done. */
  want: "i need to | i want to | i have to | i must | i would like to | i'd like to | i wanted to | i'm calling to | i am calling to | can i | could i | may i | i was wondering if i could | can you | could you | would you | please | can you please | could you please",
  /** What is meant in place of what was said before. */
  rather:
    '/0.05/ no | /1/ (no wait | no sorry | wait | sorry | sorry i mean | i mean | no i mean | sorry no | actually)',
  // Short words alone are too like figures.
  rather_figures: 'sorry | no sorry | no wait | sorry i mean | i mean | no i mean',

  wishes:
    '<between> | <order> <rather_figures> <order_number> | <book> | <free> | <move> | <price> | <cannot_come>',
  // Wishes that people come out with while they are asked for something else.
  between: '<order> | <parcel> | <cancel> | <hours> | <person>',
  aside:
    "/10/ thank you | /10/ thanks | /10/ thank you very much | /1/ goodbye | /1/ bye | /10/ [yes] (that's | that is) (right | correct) | /10/ help | /10/ what can you do | /10/ <what> | <wait> | /10/ (can | could) you (say | repeat) that [again] | /10/ say that again | /10/ (i do not | i don't) know [the number | that]",
  what: 'pardon | what | what was that | sorry what',
  wait: '[please] wait | (hold | hang) on | (one | just a) (moment | second | minute) | let me (think | see | check)',
  person:
    "[<want> | i need to | i'd rather | let me | i would rather] (speak | talk) (to | with) <somebody> | [can i have | i need | i want | give me] <somebody> | [<want>] (put | pass | transfer | connect) me [through] (to | with) <somebody>",
  somebody:
    '[a | an | the | your] [real | live] (person | human | human being | agent | operator | colleague | receptionist | representative) | somebody | someone | reception',
  order:
    "(where is | where's | (what is | what's) (the status of | happening with | going on with) | what about | [can you | could you | can you please | could you please] (check [on] | look up | tell me about | find) | i'm calling about | i am calling about | i'm waiting for | i'm still waiting for | i am still waiting for | <to_know> (about | the status of) | i have a question about) (my | the | an) <the_order> | (<to_know> | [can you | could you] tell me) where my order is | (has | is) (my | the) <the_order> (been sent | on its way | shipped | coming [today]) | my <the_order> (has not | hasn't) (arrived | come) [yet] | [check | look up] <the_order>",
  to_know: "(i want | i would like | i'd like) to know",
  the_order: 'order [[number] <order_number>]',
  parcel:
    "(where is | where's | (can | could) you track | i want to track | track | what about | i'm waiting for | i'm still waiting for | i am still waiting for | i'm calling about | <to_know> where) (my | a) (parcel | package | delivery) [is] | (is | when is | when will) my (parcel | package | delivery) (coming | come | arrive | be here) [today] | my (parcel | package | delivery) (has not | hasn't) (arrived | come) [yet]",
  book: "<want> (book | make | have | get | schedule | arrange | set up) [me] <booked> | [please] (book | put) me in [for] <booked> | (i want | i would like | i'd like | i need | can i have | could i have) <booked> | (book | make) [me] <booked> | i need to see (the | a) dentist [<when>] | my tooth hurts",
  booked: '(an appointment [for (a | an) <service>] | [a | an] <service>) [<whens>]',
  free: '(what | which) (times | appointments) (are | do you have) <free_when> | what (have you got | do you have) ((free | available | open) [for a <service>] [<whens>] | <when>) | (do you have | have you got | is there | are there) (anything | something | a time | any times | an appointment | any appointments) <free_when> | (when | what) is (the | your) (next | first) [free | available] appointment [for a <service>]',
  free_when: '[free | available | open] [for (a | an) <service>] [<whens>]',
  move: '<want> (move | change | reschedule | postpone) (my | the | an) (appointment | <service>) [from <moment>] [to <moment>]',
  price:
    '(how much | what) (is | does | would | are) [a | an | the] <service> [cost] | [what | how much] do you charge for [a | an | the] <service> | (what are | how much are) your (prices | fees)',
  cancel:
    "[<want> | i'm afraid i have to | i am afraid i have to | i'm going to have to] cancel (my | the | that | an) (appointment | <service>) [[on | for] <day>]",
  // Whoever cannot come says so first.
  cannot_come:
    "[i'm afraid | i am sorry but | i'm sorry but | unfortunately] (i can't | i cannot | i won't be able to | i will not be able to | i am not able to) (make it | come | make) [to | for] (my | the | that) appointment [[on] <day>] <cancel_it>",
  cancel_it:
    "[so | and] (can you | could you | would you | can i | i want to | i need to | i'd like to) [please] cancel it | [so] please cancel it",
  hours:
    "(when | what time | until when | how late | how long) (are you | do you | will you be) (open | close) [<on_what_day>] | are you [still] open [<on_what_day>] | (what are | what's | what is | tell me) (your | the) [opening | business | office] hours [<on_what_day>]",
  on_what_day: '[on] <day>',

  yes: "yes | yeah | yep | yup | sure | okay | correct | right | exactly | absolutely | of course | perfect | yes it is | yes i would | yes i do | please do | go ahead | do that | sounds good | that works [for me] | [yes | yeah | sure | okay] (that's | that is | that would be | that sounds) (right | fine | correct | good | great | perfect | okay)",
  // What few say sounds like “no” with whatever follows.
  no: '/1/ <plain_no> | /0.02/ (nope | nah)',
  plain_no:
    "no | no thanks | no thank you | not really | [no] (that's | that is) (wrong | not right | not it) | [no] that's (all | it) | nothing else | no i don't | no it isn't | no it's not | i don't think so | rather not | i'd rather not",
  other_number:
    "[no] (that's not | that is not) my number | [no] the number is wrong | no (another | a different) (one | number)",
  correction:
    "[actually | make it | make that | i said | i meant | rather | what about | how about | can we make it | i'd prefer] (<when> | [a | the] <service>)",

  when: '<moment> | as soon as possible',
  /** The same, when it may be corrected in the same breath. */
  whens: '<when> [<rather> <moment>]',
  moment: '<on_day> [<at_time>] | <at_time> [<on_day>]',
  on_day: '[on | for] <day> [morning | afternoon | evening]',
  // Right behind a day, a short word alone may be the end of that.
  at_time: '/1/ (at | around | about | after) <time> | /0.05/ <time> | /1/ [at] (noon | midday)',
  day: 'today | tomorrow | the day after tomorrow | [next | this] <weekday> [<date>] | next week [on] <weekday> | <weekday> next week | <date>',
  date: 'the <ordinal> [of <month>] | <month> [the] <ordinal>',
  weekday: 'monday | tuesday | wednesday | thursday | friday | saturday | sunday',
  month:
    'january | february | march | april | may | june | july | august | september | october | november | december',
  ordinal:
    'first | second | third | fourth | fifth | sixth | seventh | eighth | ninth | tenth | eleventh | twelfth | thirteenth | fourteenth | fifteenth | sixteenth | seventeenth | eighteenth | nineteenth | twentieth | twenty first | twenty second | twenty third | twenty fourth | twenty fifth | twenty sixth | twenty seventh | twenty eighth | twenty ninth | thirtieth | thirty first',
  hour: 'one | two | three | four | five | six | seven | eight | nine | ten | eleven | twelve',
  time: "<hour> [o'clock | fifteen | thirty | forty five] [p m | a m] [in the morning | in the afternoon] | (half | quarter) past <hour> | quarter to <hour> | in the (morning | afternoon)",

  digit: 'zero | oh | one | two | three | four | five | six | seven | eight | nine',
  twice: '(double | triple) <digit>',
  digits: '( <digit> | <twice> )+',
  // Where it is known how long orders' numbers are, it is said by those who put these rules together.
  order_number: '<digits>',
  letter:
    'a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p | q | r | s | t | u | v | w | x | y | z',
};
