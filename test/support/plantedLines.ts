/**
 * Lines as callers and agents say them, each on its own, personal data between double brackets. Written by hand apart
 * from the rules that look for it; the rules were mended later by those that they missed.
 */
export const PLANTED_LINES: readonly string[] = `
Hi there, [[Bob Kaczmarek]] calling, I've got a question about my subscription.
yeah hi this is [[susan]] from the accounting department
Good afternoon, you're speaking with [[Trevor]], how can I help?
could you put it under [[greta holmgren]] please
the booking is for [[Anneliese Baumgartner]], party of four
my husband [[walter]] ordered it last week
the card holder is [[Miriam Adeyemi]]
Okay Mrs. [[Featherstone]], let me look that up.
ask for [[denise]] when you get there
It was [[Rohit]] who helped me the last time.
my surname is [[papadopoulos]] with two p's
you can reach my assistant [[Claudia Neumann]] too
sure it's k o w a l, that's [[k o w a l]]
it's spelled [[M-C-K-E-N-N-A]]
so the card is [[four five three two, seven one nine, uh, eight two two one four four zero one two three]]
it's a mastercard ending in [[nine oh one two]]
the long number is [[5500 0055 5555 5559]]
[[three seven eight two eight two two four six three one zero zero zero five]], and it expires in May
the three digits on the back are... the cvv is [[four four nine]]
please use the card [[4012-8888-8888-1881]] for that
my account number's [[eight eight one two four four three]]
routing number [[zero two one zero zero zero zero two one]]
policy number is [[77 120 334]]
my social is [[five one two, forty four, nine oh one one]]
SSN [[078-05-1120]]
member number [[4 4 9 1 0 2 2]]
the IBAN is [[GB29 NWBK 6016 1331 9268 19]]
it's [[m dot oduya at hotmail dot com]]
you can mail me, [[big underscore ben seventy seven at proton dot me]]
[[tina@]] no sorry it's [[tina.turnbull@bigpond.net.au]]
that's [[j as in john smith at gmail dot com]]
send the invoice to [[accounts at harrow dash lane dot co dot uk]]
[[hello at studio nine dot io]] is the best one
my mobile is [[oh seven seven double oh nine hundred one two three]]
ring me on [[+44 20 7946 0958]] tomorrow
[[eight hundred, five five five, oh one nine nine]]
call back at [[312.555.0142]] please
text me, [[nine one seven, five five five, oh one seven six]]
our office line is [[(02) 5550 1234]]
deliver to [[221B Baker Street]] please
I'm at [[14 Rue de la Paix]]
[[forty two wallaby way, Sydney]]
we've moved to [[1600 Pennsylvania Avenue Northwest, Washington DC 20500]]
the address on file should be [[nine ninety nine evergreen terrace]]
zip code [[nine oh two one oh]]
it's [[P.O. Box 4471]]
ship it to [[3 Station Road, flat 9]]
no not there, to [[eleven hundred west lake shore drive unit six]]
`
  .trim()
  .split('\n');
