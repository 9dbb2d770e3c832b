// Connects the parts of the page.

const PATIENCE = 8; // Milliseconds that an answer may take before the pen gets its turn.

const drawing = new Drawing();
translate();
const view = new View();
const canvas = new Canvas(element("canvas"), drawing, changed);
const KEYS = { Escape: "clear", Delete: "clear", Backspace: "clear" };
let answering = false;
let outdated = false;

function changed() {
  element("undo").disabled = !drawing.canUndo;
  element("clear").disabled = drawing.isEmpty;
  element("hint").hidden = !drawing.isEmpty;
  if (drawing.isEmpty) view.showNothing();
  outdated = true;
  if (!answering) answer();
}

/** Answer until the answer is that to the present drawing. */
async function answer() {
  answering = true;
  await painted();
  while (outdated) {
    outdated = false;
    if (drawing.isEmpty) continue;
    const found = await patiently(reading(drawing.strokes));
    if (!drawing.isEmpty) view.showReading(found);
    if (outdated) await painted();
  }
  answering = false;
}

/** The result of some steps, with pauses in which the pen may move. */
async function patiently(steps) {
  for (let begin = performance.now(); ; ) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - begin < PATIENCE) continue;
    await new Promise((resolve) => setTimeout(resolve));
    begin = performance.now();
  }
}

const painted = () => new Promise((resolve) => requestAnimationFrame(resolve));

for (const name of ["undo", "clear"]) element(name).addEventListener("click", () => canvas.do(name));
document.addEventListener("keydown", (event) => {
  const letter = event.key.toLowerCase();
  const commanding = event.ctrlKey || event.metaKey;
  const name = commanding ? { z: event.shiftKey ? "redo" : "undo", y: "redo" }[letter] : KEYS[event.key];
  if (!name || event.altKey) return;
  event.preventDefault();
  canvas.do(name);
});
element("hint").textContent = WORDS.draw[PAGE.data];
element("canvas").setAttribute("aria-label", say("canvas"));
element("facts").textContent = [
  ...(PAGE.kind === document.title ? [] : [PAGE.kind]),
  say("weights", { count: counted(PAGE.weights) }),
  ...(PAGE.test_accuracy === null ? [] : [say("accuracy", { share: percent(PAGE.test_accuracy, 2) })]),
].join(" · ");
changed();
