const list = (names: string) => names.split(' ');

/**
 * Frequent names of English speaking countries and of those who moved there, without those that sound like a more
 * frequent one: a recogniser of grammars listens for them beside those that the business knows, and who is called
 * otherwise is not understood by it.
 */
export const FIRST_NAMES = list(
  'adam alan alex alice amy andrew angela anna anne anthony barbara ben brian carl carlos carol charles charlotte chris claire daniel david deborah diana donald donna dorothy edward elena elizabeth ella emily emma eric ethan eva frank gary george grace hannah harry helen henry isabel jack jacob james jane jason jennifer jessica jim joan john jonathan jose joseph joshua juan julia karen kate keith kevin larry laura lena leo linda lisa louis lucy luis margaret maria mark martha martin mary matthew megan mia michael nancy nathan nicole nora oliver olivia oscar pamela patricia patrick paul peter philip rachel ralph rebecca richard robert roger ronald rosa rose roy ruth ryan sam samuel sandra sarah scott sean sharon simon sophia sophie steven susan teresa thomas tim tom victoria walter wayne william zoe',
);

export const LAST_NAMES = list(
  'adams alexander allen anderson armstrong arnold austin bailey baker barnes bell bennett berry black boyd bradley brooks brown bryant burke burns butler campbell carpenter carroll carter chapman chen clark cole coleman collins cook cooper cox crawford cruz cunningham daniels davies davis dean diaz dixon duncan dunn edwards elliott ellis evans ferguson fisher fletcher flores ford foster fox franklin freeman fuller garcia gardner gibson gilbert gomez gonzalez gordon graham grant gray green griffin hall hamilton hansen harper harris harrison hart harvey hawkins hayes henderson henry hernandez hicks hill holmes howard hudson hughes hunt hunter jackson james jenkins johnson johnston jones jordan kelly kennedy khan kim king klein knight lane larson lawrence lee lewis long lopez lynch marino marshall martin martinez mason miller mills mitchell moore morales morgan morris morrison murphy murray myers nelson nguyen nichols olson ortiz owens parker patel patterson payne perez perkins perry peterson phillips pierce porter powell price ramirez ramos reed reyes reynolds rice richardson riley rivera roberts robertson robinson rodriguez rogers ross ruiz russell ryan sanchez sanders schmidt scott shaw silva simmons simpson smith snyder spencer stevens stewart stone sullivan taylor thomas thompson torres tucker turner vargas wagner walker wallace walsh ward warren washington watson weaver webb weber west wheeler white williams willis wilson wood woods wright young',
);

/** Names that sound like one above, which is heard in their place. */
const HOMOPHONES = list('stephen fischer greene stephens');

const COMMON = new Set([...FIRST_NAMES, ...LAST_NAMES, ...HOMOPHONES]);

/** Whether a word, in lower case, is among them. */
export const isCommonName = (word: string): boolean => COMMON.has(word);
