// Arithmetic of vectors.
function dot(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/// Scaled in place to length 1; zero stays zero.
function unit(vector) {
  const length = Math.sqrt(dot(vector, vector));
  if (length > 0) for (let i = 0; i < vector.length; i++) vector[i] /= length;
  return vector;
}

function mean(rows) {
  const sum = new Float32Array(rows[0].length);
  for (const row of rows) for (let i = 0; i < sum.length; i++) sum[i] += row[i] / rows.length;
  return sum;
}

/// Numbers of the k largest scores, the largest first, the first of equal ones first.
function largest(scores, k) {
  return Array.from(scores.keys()).sort((a, b) => scores[b] - scores[a] || a - b).slice(0, k);
}

/// The two directions in which rows differ most, by power iteration.
/// - Returns: each row's place along both, and the share of the variance that they hold.
function principalPlane(rows) {
  const center = mean(rows), size = center.length;
  const centered = rows.map(row => row.map((value, i) => value - center[i]));
  const total = centered.reduce((sum, row) => sum + dot(row, row), 0);
  const axes = [];
  let held = 0;
  for (let k = 0; k < 2; k++) {
    // Not at a right angle to anything likely, and always the same.
    let axis = unit(Float32Array.from({ length: size }, (_, i) => Math.sin(1 + (i + 1) * (k + 1))));
    let variance = 0;
    for (let turn = 0; turn < 100; turn++) {
      const next = new Float32Array(size);
      for (const row of centered) {
        const along = dot(row, axis);
        for (let i = 0; i < size; i++) next[i] += along * row[i];
      }
      for (const other of axes) {
        const along = dot(next, other);
        for (let i = 0; i < size; i++) next[i] -= along * other[i];
      }
      variance = Math.sqrt(dot(next, next));
      const agreement = variance > 0 ? dot(next, axis) / variance : 1;
      if (variance > 0) axis = unit(next);
      if (agreement > 1 - 1e-7) break;
    }
    held += variance;
    axes.push(axis);
  }
  return { x: centered.map(row => dot(row, axes[0])), y: centered.map(row => dot(row, axes[1])),
    share: total > 0 ? Math.min(1, held / total) : 1 };
}

/// Similarities of all pairs, row by row.
function allPairs(rows, compare) {
  const scores = rows.map(() => new Float64Array(rows.length));
  for (let i = 0; i < rows.length; i++) {
    scores[i][i] = 1;
    for (let j = 0; j < i; j++) scores[i][j] = scores[j][i] = compare(rows[i], rows[j]);
  }
  return scores;
}

/// Components in 255 steps from minus to plus the largest of each vector, as numbers −127 … 127.
function int8Rows(rows) {
  return rows.map(row => {
    const most = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return unit(row.map(value => most > 0 ? Math.round(127 * value / most) : 0));
  });
}

/// Signs in bits, 32 a number.
function binaryRows(rows) {
  return rows.map(row => {
    const bits = new Int32Array(Math.ceil(row.length / 32));
    for (let i = 0; i < row.length; i++) if (row[i] > 0) bits[i >> 5] |= 1 << (i & 31);
    return bits;
  });
}

/// 1 for equal signs, −1 for opposite ones.
const bitSimilarity = size => (a, b) => {
  let differing = 0;
  for (let i = 0; i < a.length; i++) {
    let bits = a[i] ^ b[i];
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    differing += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return 1 - 2 * differing / size;
};

/// Ranks from 0; equal values share the mean of theirs.
function ranks(values) {
  const order = Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const result = new Float64Array(values.length);
  for (let i = 0; i < order.length;) {
    let end = i + 1;
    while (end < order.length && values[order[end]] === values[order[i]]) end++;
    for (let k = i; k < end; k++) result[order[k]] = (i + end - 1) / 2;
    i = end;
  }
  return result;
}

/// Pearson's correlation of two lists of ranks; NaN where one has no order.
function correlation(a, b) {
  const middle = (a.length - 1) / 2;
  let [both, inA, inB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    both += (a[i] - middle) * (b[i] - middle);
    inA += (a[i] - middle) ** 2;
    inB += (b[i] - middle) ** 2;
  }
  return both / Math.sqrt(inA * inB);
}
