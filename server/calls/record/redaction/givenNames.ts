/**
 * Given names that are common in English-speaking countries (United States Social Security Administration, names of
 * the last hundred years) and are no ordinary words: those are believed only where something says that a name comes.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `aaron abigail adam adrian alan albert alex alexander alexandra alexis alfred alice alicia allan alyssa
  amanda amber amelia amy ana andre andrea andrew andy angela anita ann anna anne annie anthony antonio arthur
  ashley audrey austin barbara barry beatrice ben benjamin bernard beth betty beverly billy blake bob bobby
  brad brandon brenda brian brittany bruce bruno bryan cameron carey carl carla carlos carmen carol caroline
  carolyn casey catherine cathy charles charlie charlotte cheryl chloe chris christian christie christina
  christine christopher cindy claire clara colin connie craig crystal curtis cynthia dan daniel danielle danny
  darren dave david dawn deborah debra denise dennis derek diana diane donald donna doris dorothy doug douglas
  dylan eddie edgar edith edna edward eileen elaine eleanor elena elizabeth ellen emily emma eric erica erin
  ernest esther ethan eugene eva evelyn fiona florence frances francisco fred frederick gabriel gail gary
  george gerald gladys glenn gloria gordon greg gregory hannah harold harry heather helen henry herbert howard
  hugh ian ida irene isabella jack jackie jacob jacqueline jaime james jamie jane janet janice jared jason
  javier jay jean jeff jeffrey jennifer jenny jeremy jerry jesse jessica jill jim jimmy joan joanna joe joel
  john johnny jon jonathan jordan jorge jose joseph josh joshua joyce juan juanita judith judy julia julian
  julie justin karen karl kate katherine kathleen kathryn kathy katie kayla keith kelly ken kenneth kenny kerry
  kevin kimberly kirk kristen kristin kurt kyle larry laura lauren lawrence leah leo leon leonard leslie
  lillian linda lisa liz lloyd logan lois lori lou louis louise lucas lucy luis luke lydia lynn madison malcolm
  manuel marc marcus margaret maria marie marilyn mario marion marjorie marlene martha martin marvin mary matt
  matthew maurice max megan melanie melissa melvin michael michele michelle mickey miguel mike mildred mohammed
  monica nancy naomi natalie natasha nathan neil nicholas nicole noah nora norma norman olga oliver olivia omar
  orlando oscar owen pamela patricia patrick paul paula pauline pedro peggy pete peter phil philip phillip
  phyllis pierre priya rachel ralph ramona randy raymond rebecca regina renee ricardo richard rick ricky rita
  robert roberto roger ron ronald rosa rosemary ross roy russell ruth ryan sally sam samantha samuel sandra
  sara sarah scott sean sebastian sergio shane shannon sharon sheila sherry shirley simon sofia sophia sophie
  spencer stacy stanley stella stephanie stephen steve steven stuart susan sylvia tamara tammy tanya ted teresa
  terry theodore theresa thomas tiffany timothy tina todd tom tommy tony tracy travis tyler valerie vanessa
  vera veronica vicki victor victoria vincent virginia vivian walter wanda wayne wendy william willie winston
  yolanda yvonne zachary zoe`.split(/\s+/),
);
