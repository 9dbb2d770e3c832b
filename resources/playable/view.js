// The answer in large type, the 28x28 image that the network sees, and a bar for each probability.

const UNSURE = "?";
const LEAST_TOLD = 0.01; // Smaller probabilities have no figure over their bar.
const QUIET = 600; // Milliseconds without a new answer until a screen reader says it.
const SYLLABLE = 3; // Letters. Longer names are words, whose bars lie.
const MANY = 13; // Bars that have room for figures of the usual size on a phone.

class View {
  #bars;
  #silence;

  constructor() {
    const bars = element("bars");
    bars.classList.toggle("rows", Math.max(...NAMES.map((name) => name.length)) > SYLLABLE);
    bars.classList.toggle("many", NAMES.length > MANY);
    this.#bars = NAMES.map((name) => {
      const bar = document.createElement("li");
      for (const part of ["name", "track", "share"]) bar.append(newElement("span", part));
      bar.children[0].textContent = name;
      bar.children[1].append(newElement("span", "fill"));
      bars.append(bar);
      return bar;
    });
    this.showNothing();
  }

  /** The canvas is empty. */
  showNothing() {
    this.#show("", say("waiting"), "", null, NAMES.map(() => 0), true);
    element("bars").setAttribute("aria-label", say("bars"));
  }

  showReading({ image, probabilities, best, sure }) {
    const order = NAMES.map((_, place) => place).sort((one, other) => probabilities[other] - probabilities[one]);
    const second = order[1];
    const [first, other] = [best, second].map((place) => ({ name: NAMES[place], share: probability(probabilities[place]) }));
    this.#show(
      sure ? first.name : UNSURE,
      sure ? say("sure", first) : doubt(probabilities, best, second),
      sure ? say("second", other) : `${say("one", first)}\n${say("one", other)}`,
      image,
      probabilities,
      sure,
    );
    const spoken = NAMES.map((name, place) => say("one", { name, share: probability(probabilities[place]) }));
    element("bars").setAttribute("aria-label", `${say("bars")}: ${spoken.join(", ")}`);
  }

  #show(answer, words, more, image, probabilities, sure) {
    element("answer").textContent = answer;
    element("answer").className = answer.length > SYLLABLE ? "word" : answer.length > 1 ? "syllable" : "letter";
    element("sure").textContent = words;
    element("second").textContent = more;
    document.body.classList.toggle("unsure", !sure);
    paintImage(element("seen"), image);
    const highest = Math.max(...probabilities);
    this.#bars.forEach((bar, place) => {
      const share = probabilities[place];
      bar.style.setProperty("--share", share);
      bar.classList.toggle("best", share > 0 && share === highest);
      bar.children[2].textContent = share >= LEAST_TOLD ? Math.round(100 * share) : "";
    });
    this.#speakSoon([sure ? answer : "", words].filter(Boolean).join(", "));
  }

  /** The answer changes with every move of the pen: only one that stays is worth saying. */
  #speakSoon(sentence) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => (element("spoken").textContent = sentence), QUIET);
  }
}

/** Why the network is not sure, by its best two answers. */
function doubt(probabilities, best, second) {
  const [first, other] = [probabilities[best], probabilities[second]];
  if (first + other > PAGE.doubt.most && other > first / 2) {
    const [one, two] = [NAMES[best], NAMES[second]].sort();
    return say("between", { first: one, second: two });
  }
  return say(first < PAGE.doubt.little ? "nothing" : "unsure");
}

function paintImage(canvas, image) {
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(INK.size, INK.size);
  for (let place = 0; place < INK.size ** 2; place++) {
    pixels.data.fill(image ? image[place] : 0, 4 * place, 4 * place + 3);
    pixels.data[4 * place + 3] = 255;
  }
  context.putImageData(pixels, 0, 0);
}

const element = (id) => document.getElementById(id);

function newElement(tag, className) {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}
