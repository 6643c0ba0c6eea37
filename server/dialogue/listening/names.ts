const list = (names: string) => names.split(' ');

/**
 * Names that a recogniser of grammars listens for beside those that the business knows: frequent ones of English
 * speaking countries and of those who moved there. Whoever is called otherwise is not understood by it.
 */
export const FIRST_NAMES = list(
  'adam alan alex alice amy andrew angela anna anne anthony barbara ben brian carl carlos carol charles charlotte chris claire daniel david deborah diana donald donna dorothy edward elena elizabeth ella emily emma eric ethan eva frank gary george grace hannah harry helen henry isabel jack jacob james jane jason jennifer jessica jim joan john jonathan jose joseph joshua juan julia karen kate keith kevin larry laura lena leo linda lisa louis lucy luis margaret maria mark martha martin mary matthew megan mia michael nancy nathan nicole nora oliver olivia oscar pamela patricia patrick paul peter philip rachel ralph rebecca richard robert roger ronald rosa rose roy ruth ryan sam samuel sandra sarah scott sean sharon simon sophia sophie stephen steven susan teresa thomas tim tom victoria walter wayne william zoe',
);

export const LAST_NAMES = list(
  'adams alexander allen anderson bailey baker barnes bell bennett brooks brown bryant butler campbell carter chen clark coleman collins cook cooper cox cruz davies davis diaz edwards ellis evans fischer fisher fletcher flores foster garcia gibson gomez gonzalez graham grant gray green griffin hall hamilton harris harrison hayes henderson hernandez hill howard hughes hunter jackson james jenkins johnson jones jordan kelly kennedy khan kim king klein lee lewis long lopez marino marshall martin martinez mason miller mitchell moore morgan morris morrison murphy murray myers nelson nguyen ortiz owens parker patel patterson perez perry peterson phillips powell price ramirez reed reyes reynolds richardson rivera roberts robertson robinson rodriguez rogers ross russell sanchez sanders schmidt scott shaw silva simmons simpson smith stevens stewart sullivan taylor thomas thompson torres tucker turner walker wallace walsh ward washington watson weber webb west white williams wilson wood wright young',
);
