// The words of the page, in the first language of the browser that the page knows.

const LANGUAGE = navigator.languages.map((one) => one.slice(0, 2)).find((one) => one in PAGE.words) ?? "en";
const WORDS = PAGE.words[LANGUAGE];
const NAMES = PAGE.names.map((name) => WORDS.names[name] ?? name);

/** A sentence of the dictionary with values for what stands in braces. */
function say(sentence, values = {}) {
  return WORDS[sentence].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

const counted = (number) => number.toLocaleString(LANGUAGE);

function percent(share, decimals) {
  return share.toLocaleString(LANGUAGE, {
    style: "percent",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}

/** What a network believes, never rounded to a certainty, which no network has. */
function probability(share) {
  const least = 0.001;
  if (share >= 1 - least / 2) return say("over", { share: percent(1 - least, 1) });
  return share < least / 2 ? say("under", { share: percent(least, 1) }) : percent(share, 1);
}

/** Give the page its language: elements with data-word begin in English, for whoever reads its source. */
function translate() {
  document.documentElement.lang = LANGUAGE;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
}
