// The canvas: a finger, a pen, a mouse and the arrow keys all draw strokes on it.

const PEN = 0.075; // The pen's width in units of the canvas's side; both as in Inkling's window.
const KEY_STEP = 0.04;
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

class Canvas {
  #element;
  #changed;
  #pointer = null; // The one that draws. Other fingers may be a palm.
  #keyPen = [0, 0];
  #keyDraws = false;

  /** `changed` is called after every change of `drawing`. */
  constructor(element, drawing, changed) {
    this.#element = element;
    this.drawing = drawing;
    this.#changed = changed;
    element.addEventListener("pointerdown", (event) => this.#press(event));
    element.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
      element.addEventListener(end, (event) => this.#release(event));
    }
    element.addEventListener("contextmenu", (event) => event.preventDefault());
    element.addEventListener("keydown", (event) => this.#pressKey(event));
    for (const change of ["focus", "blur"]) element.addEventListener(change, () => this.paint());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.paint());
    new ResizeObserver(() => this.paint()).observe(element);
  }

  /** Do something to the drawing that is no stroke: `undo`, `redo` or `clear`. */
  do(name) {
    this.#lift();
    this.drawing[name]();
    this.#redrawn();
  }

  paint() {
    const side = Math.round(this.#element.clientWidth * devicePixelRatio);
    if (this.#element.width !== side) this.#element.width = this.#element.height = side;
    const context = this.#element.getContext("2d");
    const colours = getComputedStyle(this.#element);
    context.setTransform(side, 0, 0, side, side / 2, side / 2);
    context.clearRect(-0.5, -0.5, 1, 1);
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = PEN;
    context.strokeStyle = colours.getPropertyValue("--ink");
    for (const stroke of this.drawing.strokes) paintLine(context, stroke);
    if (!this.#element.matches(":focus-visible")) return;
    context.lineWidth = PEN / 3;
    context.strokeStyle = colours.getPropertyValue("--accent");
    paintLine(context, [this.#keyPen]);
  }

  #redrawn() {
    this.paint();
    this.#changed();
  }

  #point(event) {
    const { left, top, width, height } = this.#element.getBoundingClientRect();
    return [(event.clientX - left) / width - 0.5, (event.clientY - top) / height - 0.5];
  }

  #press(event) {
    if (this.#pointer !== null || event.button !== 0) return;
    this.#lift();
    this.#pointer = event.pointerId;
    this.#element.setPointerCapture(event.pointerId);
    this.drawing.beginStroke(this.#point(event));
    this.#redrawn();
  }

  #move(event) {
    if (event.pointerId !== this.#pointer) return;
    // A browser gives one event for each painting; what a fast hand did in between is in it.
    const events = event.getCoalescedEvents?.() ?? [];
    for (const one of events.length ? events : [event]) this.drawing.extendStroke(this.#point(one));
    this.#redrawn();
  }

  #release(event) {
    if (event.pointerId === this.#pointer) this.#lift();
  }

  /** End the stroke that goes on. */
  #lift() {
    this.#pointer = null;
    this.#keyDraws = false;
  }

  #pressKey(event) {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    event.preventDefault();
    const start = this.#keyPen;
    this.#keyPen = start.map((place, axis) => Math.min(0.5, Math.max(-0.5, place + arrow[axis] * KEY_STEP)));
    if (event.shiftKey) {
      if (!this.#keyDraws) this.drawing.beginStroke(start);
      this.drawing.extendStroke(this.#keyPen);
    }
    this.#keyDraws = event.shiftKey;
    if (event.shiftKey) this.#redrawn();
    else this.paint();
  }
}

/** Straight from point to point: what is seen here is what the network reads. */
function paintLine(context, [first, ...others]) {
  context.beginPath();
  context.moveTo(...first);
  // A point alone is a line of no length, which its round ends make a dot.
  for (const point of others.length ? others : [first]) context.lineTo(...point);
  context.stroke();
}
