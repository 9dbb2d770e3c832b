// The layers of the network. Values of an image lie in one row: channel by channel, row by row, as in PyTorch.

/**
 * For each kind of layer a function that gets the layer, its shapes and weights, and returns what it does with values.
 * It returns the same array every time: a network that answers while somebody draws makes no garbage.
 */
const KINDS = {
  conv: convolution,
  linear: fullyConnected,
  output: fullyConnected,
  "batch norm": batchNorm,
  relu: (layer) => ofEachNumber(layer, (value) => (value > 0 ? value : 0)),
  "leaky relu": (layer) => ofEachNumber(layer, (value) => (value > 0 ? value : value * layer.slope)),
  tanh: (layer) => ofEachNumber(layer, Math.tanh),
  sigmoid: (layer) => ofEachNumber(layer, (value) => 1 / (1 + Math.exp(-value))),
  gelu: (layer) => ofEachNumber(layer, (value) => value * (0.5 + 0.5 * errorFunction(value * Math.SQRT1_2))),
  "max pool": (layer) => pooling(layer, maximum),
  "average pool": (layer) => pooling(layer, mean),
  dropout: () => unchanged,
  flatten: () => unchanged,
  add: addition,
};

/** A function from the values of an image to the network's logits, which are overwritten by the next call. */
function network(layers, form) {
  const steps = layers.map((layer) => KINDS[layer.kind](layer, form));
  return (values) => {
    // What came into each layer: an addition looks back at it.
    const came = [];
    for (const step of steps) {
      came.push(values);
      values = step(values, came);
    }
    return values;
  };
}

const sizeOf = (shape) => shape.reduce((product, side) => product * side, 1);

// Layers with weights.

function fullyConnected(layer, form) {
  const weight = weightsOf(layer, form);
  const bias = biasOf(layer);
  const result = new Float32Array(layer.after[0]);
  return (values) => products(values, 1, layer.before[0], weight, bias, result);
}

function convolution(layer, form) {
  const weight = weightsOf(layer, form);
  const bias = biasOf(layer);
  const [, rows, columns] = layer.after;
  // The result of ** 2 would be a float to the browser, and so every place that is counted with it: twice the time.
  const length = layer.before[0] * layer.size * layer.size;
  const patches = new Float32Array(rows * columns * length);
  const result = new Float32Array(sizeOf(layer.after));
  return (values) => {
    takePatches(values, layer, patches);
    return products(patches, rows * columns, length, weight, bias, result);
  };
}

/** One after the other, what lies under the filter at each place; around the image are zeros. */
function takePatches(values, { before, after, size, stride, padding }, patches) {
  const [channels, rows, columns] = before;
  let place = 0;
  for (let top = -padding; top < after[1] * stride - padding; top += stride) {
    for (let left = -padding; left < after[2] * stride - padding; left += stride) {
      for (let channel = 0; channel < channels; channel++) {
        for (let row = top; row < top + size; row++) {
          const start = (channel * rows + row) * columns;
          const inside = row >= 0 && row < rows;
          for (let column = left; column < left + size; column++) {
            patches[place++] = inside && column >= 0 && column < columns ? values[start + column] : 0;
          }
        }
      }
    }
  }
}

/** Each of `count` rows of inputs times the weights of each unit, plus its bias. All rows of a unit lie together. */
function products(inputs, count, length, weight, bias, result) {
  const units = bias.length;
  for (let row = 0; row < count; row += 2) {
    for (let unit = 0; unit < units; unit += 4) {
      // At the end the last row or unit is computed again, which needs no other loop.
      const rows = [row, Math.min(row + 1, count - 1)];
      const four = [unit, Math.min(unit + 1, units - 1), Math.min(unit + 2, units - 1), Math.min(unit + 3, units - 1)];
      const sums = eightProducts(inputs, rows[0] * length, rows[1] * length, weight, four, length);
      for (let place = 0; place < 8; place++) {
        const one = four[place % 4];
        result[one * count + rows[place >> 2]] = sums[place] + bias[one];
      }
    }
  }
  return result;
}

/** Two rows times four units: every number that is read is used more than once. */
function eightProducts(inputs, first, second, weight, units, length) {
  const [one, two, three, four] = [units[0] * length, units[1] * length, units[2] * length, units[3] * length];
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let place = 0; place < length; place++) {
    const x = inputs[first + place];
    const y = inputs[second + place];
    const p = weight[one + place];
    const q = weight[two + place];
    const r = weight[three + place];
    const s = weight[four + place];
    a += x * p;
    b += x * q;
    c += x * r;
    d += x * s;
    e += y * p;
    f += y * q;
    g += y * r;
    h += y * s;
  }
  return [a, b, c, d, e, f, g, h];
}

/** Of each unit; zeros where a batch norm follows, which has an offset of its own. */
function biasOf(layer) {
  return layer.bias ? decoded(layer.bias, Float32Array) : new Float32Array(layer.after[0]);
}

function batchNorm(layer) {
  const factor = decoded(layer.factor, Float32Array);
  const offset = decoded(layer.offset, Float32Array);
  const result = new Float32Array(sizeOf(layer.after));
  const each = result.length / factor.length;
  return (values) => {
    for (let channel = 0; channel < factor.length; channel++) {
      for (let place = channel * each; place < (channel + 1) * each; place++) {
        result[place] = values[place] * factor[channel] + offset[channel];
      }
    }
    return result;
  };
}

// Layers without weights.

function ofEachNumber(layer, change) {
  const result = new Float32Array(sizeOf(layer.after));
  return (values) => {
    for (let place = 0; place < values.length; place++) result[place] = change(values[place]);
    return result;
  };
}

/** `summary` makes one number of a window: the values, where it begins, its side, and the width of the image. */
function pooling({ before, after, size }, summary) {
  const result = new Float32Array(sizeOf(after));
  return (values) => {
    let place = 0;
    for (let channel = 0; channel < after[0]; channel++) {
      for (let row = 0; row < after[1]; row++) {
        const start = (channel * before[1] + row * size) * before[2];
        for (let column = 0; column < after[2]; column++) {
          result[place++] = summary(values, start + column * size, size, before[2]);
        }
      }
    }
    return result;
  };
}

function maximum(values, start, size, width) {
  let largest = -Infinity;
  for (let row = start; row < start + size * width; row += width) {
    for (let place = row; place < row + size; place++) if (values[place] > largest) largest = values[place];
  }
  return largest;
}

function mean(values, start, size, width) {
  let sum = 0;
  for (let row = start; row < start + size * width; row += width) {
    for (let place = row; place < row + size; place++) sum += values[place];
  }
  return sum / (size * size);
}

function addition(layer) {
  const result = new Float32Array(sizeOf(layer.after));
  return (values, came) => {
    const earlier = came[came.length - 1 - layer.layers];
    for (let place = 0; place < values.length; place++) result[place] = values[place] + earlier[place];
    return result;
  };
}

/** Dropout acts in training only, and in one row the values lie already. */
const unchanged = (values) => values;

/** M. Abramowitz and I. Stegun, "Handbook of mathematical functions", 1964, 7.1.26: right up to 1.5e-7. */
function errorFunction(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - series * Math.exp(-x * x));
}
