/**
 * Family names that are common in English-speaking countries (United States Census, Office for National Statistics)
 * and are no ordinary words. Names that no list of frequent words knows need none: they are found as rare words.
 */
export const SURNAMES: ReadonlySet<string> = new Set(
  `adams alexander allen anderson andrews armstrong arnold austin bailey baker barnes bell bennett boyd bradley
  brady brooks bryant burke burns burton butler campbell carpenter carroll carter chapman chavez chen clark
  clarke cohen coleman collins cooper cox crawford cruz cunningham daniels davidson davies davis diaz dixon
  duncan dunn edwards elliott ellis evans ferguson fernandez fisher fitzgerald fleming floyd foster franklin
  freeman garcia gardner gibbs gibson gilbert gomez gonzales gonzalez graham grant greene griffin gutierrez
  hamilton hansen harper harris harrison hart harvey hawkins hayes henderson hernandez hewitt hicks hoffman
  holmes hopkins howard hudson hughes hunter jackson jacobs jefferson jenkins jensen johnson johnston jones
  kelley kelly kennedy kim klein knight larson lawrence lawson lewis lincoln lopez lynch macdonald manning
  marshall martin martinez mason matthews mccarthy mcdonald medina mendoza meyer miller mills mitchell
  montgomery moore morales morgan morris morrison murphy murray myers nelson newman newton nichols nixon obrien
  oliver olson ortiz owens palmer parker patel patterson payne pearson perez perkins perry peters peterson
  phillips pierce porter powell ramirez ramos reed reid reyes reynolds richards richardson riley rivera roberts
  robertson robinson rodriguez rogers romero rossi ruiz russell ryan sanchez sanders schmidt schneider schultz
  scott shaw simmons simpson singh smith snyder spencer stephens stevens stewart sullivan taylor thompson
  torres tucker turner vargas vasquez wagner walker wallace walsh warner warren watkins watson weaver webb
  weber welch wells wheeler wilkinson williams williamson willis wilson woods wright`.split(/\s+/),
);
