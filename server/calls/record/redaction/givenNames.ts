/**
 * Given names that are common in English-speaking countries (United States Social Security Administration, names of
 * the last hundred years) and are no ordinary words: those are believed only where something says that a name comes.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `aaron abigail adam adrian alan albert alex alexander alexandra alexis alice alicia alyssa amanda amber amelia amy
  ana andrea andrew angela anita ann anna anne annie anthony antonio arthur ashley audrey austin barbara beatrice
  benjamin bernard beth betty beverly brandon brenda brian brittany bruce bryan carla carlos carmen carol caroline
  carolyn catherine cathy charles charlotte cheryl chloe chris christian christina christine christopher cindy claire
  clara connie craig crystal curtis cynthia daniel danielle david dawn deborah debra denise dennis diana diane donald
  donna doris dorothy douglas dylan edith edna edward eileen elaine elena eleanor elizabeth ellen emily emma eric
  erica erin ernest esther ethan eugene eva evelyn fiona florence frances francisco fred gabriel gail gary george
  gerald gladys gloria gordon gregory hannah harold harry heather helen henry howard ian ida irene isabella jack
  jackie jacob jacqueline jaime james jamie jane janet janice jared jason javier jean jeff jeffrey jennifer jenny
  jeremy jerry jesse jessica jill jim jimmy joan joanna joe joel john johnny jonathan jordan jorge jose joseph joshua
  joyce juan juanita judith judy julia julian julie justin karen katherine kathleen kathryn kathy katie kayla keith
  kelly kenneth kevin kimberly kristen kristin kyle larry laura lauren lawrence leah leo leon leonard leslie lillian
  linda lisa liz logan lois lori louis louise lucas lucy luis luke lydia lynn madison manuel marcus margaret maria
  marie marilyn mario marion marjorie marlene martha martin marvin mary matthew megan melanie melissa melvin michael
  michele michelle miguel mike mildred mohammed monica nancy naomi natalie natasha nathan nicholas nicole noah nora
  norma norman olga oliver olivia omar oscar pamela patricia patrick paul paula pauline pedro peggy peter philip
  phillip phyllis priya rachel ralph ramona randy raymond rebecca regina renee ricardo richard rita robert roberto
  roger ronald rosa rosemary roy russell ruth ryan sally samantha samuel sandra sara sarah scott sean sergio shannon
  sharon sheila sherry shirley simon sofia sophia sophie stacy stanley stella stephanie stephen steve steven susan
  sylvia tamara tammy tanya teresa terry theodore theresa thomas tiffany timothy tina todd tony tracy travis tyler
  valerie vanessa vera veronica vicki victor victoria vincent virginia vivian walter wanda wayne wendy william willie
  yolanda yvonne zachary zoe`.split(/\s+/),
);
