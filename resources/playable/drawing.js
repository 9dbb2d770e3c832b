// The strokes of a drawing, and every earlier or later drawing that undo and redo can bring back.

class Drawing {
  /** Each stroke is a list of points [x, y] from the middle of the canvas, in units of its side; y grows downwards. */
  strokes = [];
  #undo = [];
  #redo = [];

  get isEmpty() {
    return this.strokes.length === 0;
  }

  get canUndo() {
    return this.#undo.length > 0;
  }

  beginStroke(point) {
    this.#change([...this.strokes, [point]]);
  }

  /** Lengthen the last stroke. */
  extendStroke(point) {
    const stroke = this.strokes.at(-1);
    const [x, y] = stroke.at(-1);
    if (x !== point[0] || y !== point[1]) stroke.push(point);
  }

  clear() {
    if (!this.isEmpty) this.#change([]);
  }

  undo() {
    this.#exchange(this.#undo, this.#redo);
  }

  redo() {
    this.#exchange(this.#redo, this.#undo);
  }

  #change(strokes) {
    this.#undo.push(this.strokes);
    this.#redo = [];
    this.strokes = strokes;
  }

  #exchange(from, to) {
    if (!from.length) return;
    to.push(this.strokes);
    this.strokes = from.pop();
  }
}
