// From ink to the probability of each class, as Inkling's own Classifier.

const logitsOf = network(PAGE.layers, PAGE.form);

/**
 * What the network sees in a drawing with ink: the image, the probabilities, the best class, and whether it is sure.
 * After each view it pauses, so that a pen need not wait for a large network.
 */
function* reading(strokes) {
  const image = render(strokes);
  // Only handwriting is read in views: nobody draws a coat slantwise.
  const images = INK.views.length ? renderViews(strokes) : [image];
  const sums = new Float64Array(PAGE.names.length);
  let count = 0;
  for (const one of images) {
    logitsOf(normalised(one)).forEach((logit, place) => (sums[place] += logit));
    count += 1;
    yield;
  }
  const probabilities = softmax(sums.map((sum) => finite(sum / count) / PAGE.temperature));
  const confidence = Math.max(...probabilities);
  const best = probabilities.indexOf(confidence);
  return { image, probabilities, best, sure: confidence >= PAGE.threshold };
}

/** As the network learnt images: MNIST's pixels had mean 0 and standard deviation 1. */
function normalised(image) {
  return Float32Array.from(image, (grey) => (grey / 255 - PAGE.mean) / PAGE.deviation);
}

function softmax(logits) {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** A network whose training diverged knows nothing. Equal probabilities say so; NaN would not. */
const finite = (value) => (Number.isFinite(value) ? value : 0);
